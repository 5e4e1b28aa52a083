"""What describes a case, and what of it is coded for the case as a whole.

See docs/requirements/helpline.md#places, docs/requirements/helpline.md#coded-facts.
"""

import re

import pytest
from django.urls import reverse

from compliance.casework.models import Case, CaseLocation, Exploiter, PersonGroup, PersonIdentity
from compliance.casework.services import case_facts
from compliance.casework.services.closing import get_missing_facts
from portal.core.exceptions import RowGone
from tests.factories.casework import coded, keys_of, taken_by
from tests.factories.sharing import people

pytestmark = pytest.mark.django_db
CHESTERFIELD, LEEDS = "E07000034", "E08000035"
PLACE = {"role": "exploitation", "town": "Chesterfield", "council": CHESTERFIELD}


def at(name: str, case, *args) -> str:
    return reverse(f"cases:{name}", args=[case.pk, *args])


def facts(case) -> tuple[str, str, str]:
    found = Case.objects.get(pk=case.pk)
    return found.nation, found.region, found.police_force


@pytest.fixture
def case(handler):
    """With nothing told of a place."""
    return taken_by(handler, premises_name="", town="")


def change(desk, case, what, row, given):
    page = desk.get(at("redescribe", case, what, row.pk)).text
    version = re.search(r'name="version" value="(\d+)"', page)
    sent = given | ({"version": version[1]} if version else {})
    return desk.post(at("redescribe", case, what, row.pk), sent)


def test_region_and_force_follow_the_place_of_exploitation(desk, case):
    desk.post(at("describe", case, "place"), PLACE)
    assert facts(case) == ("england", "east_midlands", "derbyshire_constabulary")
    change(desk, case, "place", CaseLocation.objects.get(), PLACE | {"council": LEEDS})
    assert facts(case) == ("england", "yorkshire_humber", "west_yorkshire_police")


def test_another_place_tells_nothing_of_where_it_happened(desk, case):
    before = facts(case)
    desk.post(at("describe", case, "place"), PLACE | {"role": "current"})
    assert facts(case) == before


def test_what_a_handler_coded_otherwise_stays(desk, case):
    Case.objects.filter(pk=case.pk).update(region="london", police_force="city_of_london_police")
    desk.post(at("describe", case, "place"), PLACE)
    assert facts(case)[1:] == ("london", "city_of_london_police")


def test_a_force_alone_tells_the_region(desk, case):
    given = {"role": "exploitation", "force": "kent_police"}
    desk.post(at("describe", case, "place"), given)
    assert facts(case) == ("england", "south_east", "kent_police")


def test_a_place_abroad_takes_the_force_away_and_is_coded_by_its_country(desk, case, handler):
    desk.post(at("describe", case, "place"), PLACE)
    row = CaseLocation.objects.get()
    change(desk, case, "place", row, {"role": "exploitation", "town": "Haiphong", "country": "VN"})
    assert facts(case)[1:] == ("overseas", "")
    row = CaseLocation.objects.select_related("case__data_key").get()
    assert (row.country, row.in_uk) == ("VN", False)
    # By its name too, for whoever the place is told to.
    assert keys_of(handler).facts(row, "place")["country"] == "Vietnam"
    assert "Vietnam" in desk.get(at("places", case)).text


def test_a_country_that_the_reporter_typed_is_chosen_already(desk, handler):
    case = taken_by(handler, premises_name="", town="", country="viet nam")
    page = desk.get(at("redescribe", case, "place", CaseLocation.objects.get().pk)).text
    assert '<option value="VN" selected>' in page


def test_what_the_reporter_said_stays_when_a_handler_corrects_the_rest(desk, handler):
    case = taken_by(handler, responsible="A tall man", responsible_nationality="from the north")
    row = Exploiter.objects.get()
    page = desk.get(at("redescribe", case, "exploiter", row.pk)).text
    assert "A tall man" in page
    change(desk, case, "exploiter", row, {"description": "A tall man with a limp", "count_mode": "unknown"})
    row = Exploiter.objects.select_related("case__data_key").get()
    assert keys_of(handler).facts(row, "description") == {
        "description": "A tall man with a limp",
        "origin": "from the north",
    }
    assert row.count_mode == "unknown"


def test_nationalities_of_all_groups_are_those_of_the_case(desk, case):
    desk.post(at("describe", case, "people"), {"nationalities": "Vietnamese\nromanian"})
    desk.post(at("describe", case, "people"), {"nationalities": "Unknown"})
    assert Case.objects.get(pk=case.pk).nationalities == ["romanian", "vietnamese"]
    assert "Vietnamese, Romanian" in desk.get(at("people", case)).text
    named = next(group for group in PersonGroup.objects.all() if len(group.nationalities) == 2)
    desk.post(at("remove", case, "people", named.pk))
    assert Case.objects.get(pk=case.pk).nationalities == ["unknown"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Vietnam", "Did you mean “Vietnamese”?"),
        ("qqq", "Check the spelling"),
        ("Polish\n" * 11, "Enter no more than 10"),
        ("x" * 50_000, "Check the spelling"),
        ("\x00", "Check the spelling"),
    ],
    ids=["near", "none", "many", "long", "null"],
)
def test_a_nationality_that_is_not_on_the_list_is_said_and_kept_as_typed(desk, case, typed, said):
    answer = desk.post(at("describe", case, "people"), {"nationalities": typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert typed.strip()[:50] in answer.text
    assert not PersonGroup.objects.exists()


# --- Coded facts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("region", ["overseas", "unknown"])
def test_nobody_is_asked_for_a_force_outside_the_united_kingdom(desk, case, region):
    Case.objects.filter(pk=case.pk).update(region=region, police_force="")
    assert "Police force for the place" not in desk.get(at("facts", case)).text
    Case.objects.filter(pk=case.pk).update(region="wales")
    assert "Police force for the place" in desk.get(at("facts", case)).text


def test_a_case_that_turns_out_to_be_abroad_loses_its_force(desk, handler):
    case = coded(taken_by(handler))
    given = {"category": "international", "danger_level": "unknown", "region": "overseas", "version": case.version}
    assert desk.post(at("facts", case), given | {"police_force": case.police_force}).status_code == 303
    assert facts(case)[1:] == ("overseas", "")


def test_not_known_is_an_answer_to_which_force(desk, handler):
    case = coded(taken_by(handler))
    Case.objects.filter(pk=case.pk).update(police_force="")
    assert [one.fact for one in get_missing_facts(Case.objects.get(pk=case.pk))] == ["police_force"]
    given = {name: getattr(case, name) for name in ("category", "purpose", "language", "region", "sectors")}
    given |= {"exploitation_types": ["labour"], "danger_level": "unknown", "police_force": "unknown"}
    assert desk.post(at("facts", case), given | {"version": case.version}).status_code == 303
    assert get_missing_facts(Case.objects.get(pk=case.pk)) == []
    assert "Not known" in desk.get(at("case", case)).text


def test_a_name_for_people_who_were_removed_meanwhile_is_refused(at_desk):
    group = people(at_desk.case(), at_desk.keys)
    PersonGroup.objects.filter(pk=group.pk).delete()
    with pytest.raises(RowGone):
        case_facts.save_identity(group=group, details={"name": "Linh"}, actor=at_desk.handler, at=at_desk.now)
    assert not PersonIdentity.objects.exists()
