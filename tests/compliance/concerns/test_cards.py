"""Further places and further groups of people, a card each.

See docs/requirements/helpline.md#places, docs/requirements/helpline.md#optional-questions,
docs/requirements/helpline.md#more-cards.
"""

from uuid import uuid4

import pytest

from compliance.concerns import encryption
from compliance.concerns.models import Concern, Draft
from compliance.concerns.rules import journey, places, sharing, triage
from portal.reference.places import find_councils
from tests.factories.concerns import Reporter, key_of, text_of

FARM = {"town": "Boston", "venue_type": "farm", "place_role": "exploitation"}
HOUSE = {"postcode": "le1 1aa", "town": "Leicester", "place_role": "accommodation"}


@pytest.fixture
def teller(reporter) -> Reporter:
    reporter.begins()
    reporter.answers(r4=FARM)
    return reporter


def adds(reporter: Reporter, address: str, status: int = 303, **said) -> str:
    return reporter.sends(address, status, **({"token": str(uuid4())} | said))


def answers() -> dict:
    concern = Concern.objects.get()
    return encryption.open_json(key_of(concern), concern.answers, encryption.get_answers_place(concern.uuid))


def test_a_place_says_what_it_is_and_another_is_added(teller):
    assert "Another place" in teller.opens("/r/6")
    assert adds(teller, "/r/19", **HOUSE) == "/r/19"
    page = text_of(teller.opens("/r/19"))
    assert "Another place 1" in page and "They sleep there" in page
    page = text_of(teller.opens("/r/6"))
    assert "They sleep there" in page and "It happens there" in page
    teller.submits()
    said = answers()
    assert said["place_role"] == "exploitation"
    (house,) = said["places"]
    assert (house["postcode"], house["postcode_valid"], house["place_role"]) == ("LE1 1AA", True, "accommodation")


def test_another_group_is_added_and_may_be_what_makes_it_urgent(teller):
    teller.sends("/r/13", pv_count_mode="exact", pv_count_min="6", still_in_situation="no")
    assert adds(teller, "/r/20", group_gender="exclusively_female", still_in_situation="yes") == "/r/20"
    assert "All women or girls" in teller.opens("/r/6")
    teller.submits()
    (group,) = answers()["groups"]
    assert (group["group_gender"], group["still_in_situation"]) == ("exclusively_female", "yes")


def test_a_card_is_taken_away_again(teller):
    adds(teller, "/r/19", **HOUSE)
    adds(teller, "/r/19", town="Derby")
    first = teller.opens("/r/19").split("/remove")[0].rsplit("/", maxsplit=1)[1]
    for _ in range(2):
        assert teller.sends(f"/r/19/{first}/remove") == "/r/19"
    page = teller.opens("/r/19")
    assert "Leicester" not in page and "Derby" in page


def test_a_card_that_is_sent_twice_is_there_once(teller):
    token = str(uuid4())
    for _ in range(2):
        adds(teller, "/r/19", token=token, **HOUSE)
    assert teller.opens("/r/19").count("Another place 1") == 2
    assert "Another place 2" not in teller.opens("/r/19")


@pytest.mark.parametrize(
    ("address", "said", "words"),
    [
        ("/r/19", {}, "Enter anything that helps us find it, or go back"),
        ("/r/19", {"venue_type": "farm"}, "Enter anything that helps us find it, or go back"),
        ("/r/20", {}, "Tell us something about this group, or go back"),
        (
            "/r/20",
            {"pv_count_mode": "range", "pv_count_min": "5", "pv_count_max": "2"},
            "the same as or more than the lowest number",
        ),
    ],
)
def test_an_empty_or_impossible_card_is_not_added_and_is_told(teller, address, said, words):
    teller.sends("/r/13", pv_count_mode="unknown")
    page = adds(teller, address, 422, **said)
    assert words in page and all(value in page for value in said.values())


def test_going_on_keeps_what_was_written_and_asks_nothing_of_who_wrote_nothing(teller):
    empty = {"premises_name": "", "venue_type": "", "town": "", "vehicle": ""}
    assert adds(teller, "/r/19", onward="1", **empty) == "/r/6"
    assert "Leicester" not in teller.opens("/r/6")
    assert "Enter anything that helps" in adds(teller, "/r/19", 422, onward="1", **empty | {"venue_type": "farm"})
    assert adds(teller, "/r/19", onward="1", **empty | HOUSE) == "/r/6"
    assert "Leicester" in teller.opens("/r/6")


def test_there_are_nine_more_at_most_and_the_page_says_where_to_go_on(teller):
    for _ in range(journey.MAX_CARDS):
        adds(teller, "/r/19", town="Derby")
    page = teller.opens("/r/19")
    assert "You have added nine" in page and 'name="town"' not in page
    adds(teller, "/r/19", town="Leeds")
    assert "Leeds" not in teller.opens("/r/19")


def test_another_is_offered_once_there_is_a_first(reporter):
    reporter.begins()
    reporter.answers()
    page = reporter.opens("/r/6")
    assert "Another place" not in page and "Another group" not in page
    for address in ("/r/19", "/r/20"):
        assert reporter.client.get(address)["Location"] == "/r/6"
    reporter.sends("/r/4", town="Boston")
    reporter.sends("/r/13", group_gender="mixed")
    page = reporter.opens("/r/6")
    assert "Another place" in page and "Another group" in page


def test_cards_stand_in_the_draft_and_in_no_other(teller):
    adds(teller, "/r/19", **HOUSE)
    stranger = Reporter()
    stranger.begins()
    stranger.answers(r4=FARM)
    assert "Leicester" not in stranger.opens("/r/19")
    assert b"Leicester" not in bytes(Draft.objects.first().blob)


def test_a_child_in_any_group_that_is_still_there_is_at_once():
    child = {"age_of_person": "under_18", "danger_level": "unknown", "still_in_situation": "no"}
    assert triage.get_triage_level(child) == "p2"
    assert triage.get_triage_level(child | {"groups": [{"still_in_situation": "yes"}]}) == "p1"
    adult = child | {"age_of_person": "adult", "wants": ["leave_safely"]}
    assert triage.get_triage_level(adult) == "p3"
    assert triage.get_triage_level(adult | {"groups": [{"still_in_situation": "not_sure"}]}) == "p2"


def test_further_places_and_groups_are_parts_of_what_is_passed_on():
    said = {"identity_mode": "anonymous", "places": [HOUSE], "groups": [{"group_gender": "mixed"}]}
    assert sharing.preview_parts("police", said, files=0) == ["place", "people"]


def test_what_a_place_is_makes_no_place():
    assert not journey.has_place({"place_role": "current", "venue_type": "farm"})
    assert places.get_region_codes(HOUSE, find_councils)["nation"] == "england"
