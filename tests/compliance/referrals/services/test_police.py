"""Harm: a handler reads 101 on the screen while somebody is being hurt, and rings a queue instead of 999."""

import re

import pytest

from compliance.casework.models import Case
from compliance.referrals.models import Referral
from tests.compliance.referrals.views.test_referrals import begin, choose, to
from tests.factories.sharing import people

# The number as a word of its own, not a part of a longer one.
NUMBER_101 = re.compile(r"(?<![\d-])101(?![\d-])")


def pages_of_a_police_referral(client, case):
    """Every page of the journey on which the handler decides whom to ring."""
    row = begin(client, case)
    choose(client, case, row, "account", "place")
    urls = [to("cases:refer", case.pk), *(to(f"cases:refer_{name}", case.pk, row.pk) for name in ("check", "record"))]
    return [client.get(url).content.decode() for url in urls]


@pytest.mark.parametrize(
    "danger",
    [
        {"level": "p1"},
        {"danger_level": "happening_now"},
        {"age_of_person": "under_18", "danger_level": "within_24h"},
    ],
)
def test_nobody_in_danger_now_is_put_into_the_101_queue(at_desk, danger):
    case, client = at_desk.case(), at_desk.client()
    Case.objects.filter(pk=case.pk).update(**danger)
    for page in pages_of_a_police_referral(client, case):
        assert "999" in page
        assert not NUMBER_101.search(page)
    check = client.get(to("cases:refer_check", case.pk, Referral.objects.get(case=case).pk)).content.decode()
    assert "Call 999 on another line" in check
    assert "they stay on this line with you" in check


def test_a_child_who_is_still_inside_is_at_immediate_risk(at_desk):
    case, client = at_desk.case(age_of_person="under_18"), at_desk.client()
    people(case, at_desk.keys, still_in_situation="yes")
    assert not any(NUMBER_101.search(page) for page in pages_of_a_police_referral(client, case))


def test_danger_that_begins_after_the_referral_was_begun_counts(at_desk):
    """The number is not frozen into the referral."""
    case, client = at_desk.case(), at_desk.client()
    row = begin(client, case)
    choose(client, case, row, "account")
    Case.objects.filter(pk=case.pk).update(danger_level="happening_now")
    page = client.get(to("cases:refer_record", case.pk, row.pk)).content.decode()
    assert "999" in page and not NUMBER_101.search(page)


def test_where_nobody_is_in_immediate_danger_101_stands_beside_when_to_call_999(at_desk):
    case, client = at_desk.case(), at_desk.client()
    page = pages_of_a_police_referral(client, case)[2]
    assert NUMBER_101.search(page) and "If anyone is in danger now, call 999 on another line instead" in page


def test_no_other_recipient_is_told_to_wait_for_999(at_desk):
    case, client = at_desk.case(), at_desk.client()
    Case.objects.filter(pk=case.pk).update(level="p1")
    row = begin(client, case, key="labour_enforcement")
    choose(client, case, row, "account")
    assert "Call 999 on another line" not in client.get(to("cases:refer_check", case.pk, row.pk)).content.decode()


@pytest.mark.parametrize("page", ["case", "refer"])
@pytest.mark.parametrize(("danger", "is_said"), [("happening_now", True), ("not_immediate", False)])
def test_999_stands_on_the_case_and_at_the_head_of_refer_without_a_password_page(at_desk, page, danger, is_said):
    """See docs/requirements/helpline.md#emergency-police."""
    case, client = at_desk.case(), at_desk.client()
    Case.objects.filter(pk=case.pk).update(danger_level=danger, level="p1" if is_said else "p3")
    answer = client.get(to(f"cases:{page}", case.pk))
    assert answer.status_code == 200
    assert ("Call 999 on another line, now" in answer.text) is is_said


def test_the_police_of_no_known_force_are_told_all_that_is_known_of_the_place(at_desk):
    case, client = at_desk.case(town="", premises_name="", local_authority=""), at_desk.client()
    Case.objects.filter(pk=case.pk).update(danger_level="happening_now")
    client.post(to("cases:refer", case.pk), {"target": "police", "kind": "referral"})
    row = Referral.objects.get(case=case)
    choose(client, case, row, "account")
    check = client.get(to("cases:refer_check", case.pk, row.pk)).text
    assert "Call 999 on another line" in check and "The operator finds the police force" in check
    assert "covers the place" not in check
