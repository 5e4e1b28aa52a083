"""People are counted from every route, and the length of every call is kept."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework.models import Case, Contact, PersonGroup
from compliance.casework.selectors.people_counts import count_people_of_case
from compliance.casework.services import merging
from tests.factories.casework import keys_of, taken_by, tell

pytestmark = pytest.mark.django_db
SAID = {"danger_level": "not_immediate", "age_of_person": "adult", "account": "Words of the caller"}


def new_call(desk) -> str:
    return desk.post("/desk/calls/begin/")["Location"]


def call_a_case(desk, **answers) -> Case:
    desk.post(new_call(desk), SAID | {"act": "case"} | answers)
    return Case.objects.get()


def counted(case: Case) -> tuple[int, int | None]:
    count = count_people_of_case(Case.objects.get(pk=case.pk))
    return count.least, count.most


@pytest.mark.parametrize("give_code", [{}, {"give_code": "on"}], ids=["no code", "with a code"])
def test_the_number_that_a_caller_says_is_counted(desk, give_code):
    case = call_a_case(desk, pv_count_min="6", **give_code)
    assert counted(case) == (6, None)
    assert PersonGroup.objects.get().count_mode == "minimum"


def test_the_number_of_a_second_call_is_counted_once(desk):
    case = call_a_case(desk, pv_count_min="6")
    desk.post(new_call(desk), SAID | {"act": "known", "known": case.reference, "pv_count_min": "9"})
    assert counted(case) == (9, None)
    desk.post(new_call(desk), SAID | {"act": "known", "known": case.reference})
    assert counted(case) == (9, None)
    assert PersonGroup.objects.count() == 2


def test_the_number_of_an_ended_call_is_counted_when_its_caller_opens_a_case_later(desk):
    ending = desk.post(new_call(desk), {"act": "silent", "pv_count_min": "4"})["Location"].split("?")[0]
    desk.post(ending, {"outcome": "line_dropped", "what_was_said": "Four men.", "why_no_case": "The line dropped."})
    earlier = Contact.objects.get()
    case = call_a_case(desk, known=earlier.reference)
    assert case.contacts.count() == 2
    assert counted(case) == (4, None)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, (0, None)),
        ({"pv_count_min": 5}, (5, None)),
        ({"pv_count_mode": "exact", "pv_count_min": 5}, (5, 5)),
        ({"pv_count_mode": "range", "pv_count_min": 5, "pv_count_max": 8}, (5, 8)),
        ({"pv_count_mode": "unknown"}, (0, None)),
        ({"purpose": "seeking_help_self"}, (1, None)),
        ({"purpose": "seeking_help_self", "pv_count_mode": "exact", "pv_count_min": 3}, (3, 3)),
        ({"purpose": "seeking_help_other", "pv_count_mode": "minimum", "pv_count_min": 2}, (2, None)),
        ({"purpose": "professional_advice", "reporter_type": "potential_victim"}, (1, None)),
        ({"purpose": "business_concern", "reporter_proximity": "self"}, (1, None)),
    ],
)
def test_every_route_on_the_site_is_counted(vault, handler, answers, expected):
    assert counted(taken_by(handler, **answers)) == expected


def test_a_further_group_of_the_form_is_added_to_the_highest_number_only(vault, handler):
    first = {"pv_count_mode": "exact", "pv_count_min": 6}
    more = {"id": "2", "pv_count_mode": "range", "pv_count_min": 1, "pv_count_max": 3}
    assert counted(taken_by(handler, **first, groups=[more])) == (6, 9)


def test_two_reports_of_the_same_people_count_them_once(vault, handler, lead):
    case = taken_by(handler, pv_count_mode="exact", pv_count_min=6)
    other = taken_by(handler, pv_count_mode="minimum", pv_count_min=8)
    given = {"reason": "The same car wash", "actor": handler, "keys": keys_of(handler), "at": timezone.now()}
    merging.merge_cases(case=other, into=case, **given)
    assert counted(case) == (8, None)


def test_the_case_says_at_least_how_many(desk, handler):
    case = taken_by(handler, pv_count_mode="range", pv_count_min=5, pv_count_max=8)
    for name in ("cases:case", "cases:people"):
        assert "At least 5, at most 8" in desk.get(reverse(name, args=[case.pk])).text


def test_a_case_without_a_number_says_so(desk, handler):
    case = taken_by(handler)
    assert "Not known" in desk.get(reverse("cases:people", args=[case.pk])).text


# --- How long a call lasted ----------------------------------------------------------------------------------------


def began(minutes: int) -> str:
    return (timezone.now() - timedelta(minutes=minutes)).isoformat()


@pytest.mark.parametrize(
    "answers",
    [
        {"act": "silent"},
        {"act": "line_dropped"},
        {"act": "wrong_number"},
        {"act": "information_given"},
        SAID | {"act": "case"},
        SAID | {"act": "case", "give_code": "on"},
    ],
    ids=lambda answers: answers["act"] + ("_with_code" if "give_code" in answers else ""),
)
def test_every_call_keeps_how_long_it_lasted(desk, answers):
    desk.post(new_call(desk), answers | {"began_at": began(12)})
    contact = Contact.objects.get()
    assert (contact.duration_minutes, bool(contact.outcome)) == (12, True)


def test_another_call_about_a_case_keeps_how_long_it_lasted(desk):
    case = call_a_case(desk)
    desk.post(new_call(desk), SAID | {"act": "known", "known": case.reference, "began_at": began(7)})
    assert case.contacts.filter(duration_minutes=7).count() == 1


def test_a_call_that_we_made_keeps_how_long_it_lasted(desk, handler):
    case = taken_by(handler)
    call = reverse("cases:call", args=[case.pk])
    assert desk.post(call, {"outcome": "spoke", "minutes": "many"}).status_code == 422
    desk.post(call, {"outcome": "spoke", "minutes": "9"})
    assert Contact.objects.get(direction="out").duration_minutes == 9
    assert "9 minutes" in desk.get(reverse("cases:timeline", args=[case.pk])).text


def test_an_attempt_that_nobody_answered_has_no_length_to_ask_for(desk, handler):
    case = taken_by(handler)
    desk.post(reverse("cases:call", args=[case.pk]), {"outcome": "no_answer"})
    assert Contact.objects.get(direction="out").duration_minutes is None


def test_a_call_found_by_its_code_is_a_concern_whose_call_nobody_measured(vault, handler):
    case = taken_by(handler, tell().concern)
    assert case.contacts.get().duration_minutes is None
