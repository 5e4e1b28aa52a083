"""Was this phone, plate or address told before? Words, looked for in all that the handler may open.

See docs/requirements/security.md#sealed-search.
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework.choices import Marking
from compliance.casework.services import restrictions
from portal.history.models import Entry
from tests.factories.casework import NOW, keys_of, taken_by

pytestmark = pytest.mark.django_db


def look(client, words: str):
    return client.post("/desk/find/", {"act": "words", "words": words})


def test_where_the_words_stand_is_said_by_reference_level_and_owner(desk, colleague, handler):
    case, other = taken_by(colleague, vehicle="AB12 CDE", **NOW), taken_by(handler)
    text = look(desk, "ab12cde").text
    assert reverse("cases:case", args=[case.pk]) in text
    for said in (case.reference, "1 Immediate", "Col"):
        assert said in text
    assert other.reference not in text
    assert "Sparkle" not in text


@pytest.mark.parametrize("typed", ["07700 900123", "07700900123", "(07700) 900-123"])
def test_a_number_is_found_with_gaps_and_without(desk, handler, typed):
    case = taken_by(handler, account="He rings from 07700 900 123 each night.", phone="")
    assert case.reference in look(desk, typed.replace("(", "").replace(")", "").replace("-", "")).text


def test_what_is_for_named_people_is_not_found(desk, lead):
    case = taken_by(lead)
    restrictions.restrict_case(
        case=case, marking=Marking.RESTRICTED, reason="x", actor=lead, keys=keys_of(lead), at=timezone.now()
    )
    text = look(desk, "Sparkle").text
    assert case.reference not in text
    assert "Try fewer words" in text


def test_a_contact_without_a_case_is_found_too(desk):
    answers = {"act": "silent", "account": "White van at the quarry"}
    ending = desk.post(desk.post("/desk/calls/begin/")["Location"], answers)
    explained = {"outcome": "silent", "what_was_said": "Nothing.", "why_no_case": "Nobody spoke."}
    desk.post(ending["Location"], explained)
    assert "A contact without a case" in look(desk, "quarry van").text


def test_the_history_says_that_and_how_much_but_not_for_what(desk, handler):
    taken_by(handler)
    look(desk, "Sparkle")
    line = Entry.objects.get(action="casework.desk.searched")
    assert (line.actor_id, line.detail) == (handler.pk, {"hits": 1, "scanned": 1})


def test_too_short_a_word_is_refused_and_stays(desk):
    answer = look(desk, "ab")
    assert answer.status_code == 422
    assert "must be 3 characters or more" in answer.text
    assert look(desk, "").status_code == 422


def test_over_the_limit_it_says_when_to_try_again(desk, settings):
    settings.LIMITS = settings.LIMITS | {"desk_search": (1, 3600)}
    assert look(desk, "Sparkle").status_code == 200
    answer = look(desk, "Sparkle")
    assert answer.status_code == 429
    assert "Try again in" in answer.text
    assert 'value="Sparkle"' in answer.text
