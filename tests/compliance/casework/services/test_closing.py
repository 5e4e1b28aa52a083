"""Closing, with everything before it; merging and reopening (docs/requirements/helpline.md#closing)."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from compliance.casework.choices import ApprovalState, Closure, Status
from compliance.casework.models import Approval, Case, Exploiter, PersonGroup, Task
from compliance.casework.rules.retention_period import add_years
from compliance.casework.selectors import concerns as selectors_concerns
from compliance.casework.services import closing, decisions, merging, retention_period
from compliance.concerns.choices import FileRole, Scan
from compliance.concerns.models import ConcernFile
from compliance.referrals.models import Referral
from portal.core.exceptions import ActionRefused
from tests.factories.casework import CHILD, coded, keys_of, taken_by

pytestmark = pytest.mark.django_db


def ready(user, **changed) -> Case:
    """A case whose facts are coded and whose reporter is told."""
    return coded(taken_by(user, **changed))


def close(case, user, **given):
    said = {"reason": Closure.REFERRED, "note": "The police have it.", "youngest_born": None, "version": case.version}
    return closing.close_case(case=case, **(said | given), actor=user, keys=keys_of(user), at=timezone.now())


def test_a_case_with_an_open_action_for_the_child_does_not_close(handler):
    """See docs/requirements/helpline.md#closing."""
    case = ready(handler, **CHILD)
    assert "child_action" in closing.get_obstacles(case)
    with pytest.raises(ActionRefused):
        close(case, handler)
    assert Case.objects.get(pk=case.pk).status == Status.IN_PROGRESS


def test_the_page_says_what_has_to_be_done_first(desk, handler):
    case = taken_by(handler, **CHILD)
    text = desk.get(reverse("cases:close", args=[case.pk])).text
    assert "Finish the actions for the child" in text
    assert "Code the facts that are counted" in text
    assert "Tell the reporter the outcome" in text


def test_the_page_says_at_once_all_that_blocks_with_a_link_to_each(desk, handler):
    """A case that is still new cannot close either; that came out only after everything else was done."""
    case = taken_by(handler, **CHILD)
    Referral.objects.create(
        case=case, kind="referral", target_type="police", status="in_progress", made_at=timezone.now(), target=b"x"
    )
    Referral.objects.create(
        case=case, kind="referral", target_type="police", status="draft", made_at=timezone.now(), target=b"x"
    )
    page = desk.get(reverse("cases:close", args=[case.pk])).text
    must, check = page.split("You must do this before the case can close")[1].split("Also check")
    for name, words in {
        "actions": "Finish the actions for the child",
        "status": "it is still “New”",
        "referrals": "A referral is still waiting for an answer",
    }.items():
        link = f'href="{reverse(f"cases:{name}", args=[case.pk])}"'
        assert words in must and link in must
    assert "A referral has not been sent yet" in check and "Tell the reporter" in check
    with pytest.raises(ActionRefused):
        close(case, handler)


def test_each_fact_that_is_missing_is_named_with_the_page_where_it_is_coded(desk, handler):
    case = taken_by(handler, **CHILD)
    exploiter = Exploiter.objects.create(case=case)
    page = desk.get(reverse("cases:close", args=[case.pk])).text
    listed = dict(re.findall(r'<a class="govuk-link" href="([^"]+)">([^<]+)</a></li>', page))
    at_case = (case.pk,)
    assert listed[reverse("cases:describe", args=[*at_case, "people"])] == "who is affected"
    assert "may be responsible" in listed[reverse("cases:redescribe", args=[*at_case, "exploiter", exploiter.pk])]
    assert reverse("cases:facts", args=at_case) in listed
    for address in listed:
        assert desk.get(address).status_code == 200


def test_a_case_whose_people_nobody_coded_stays_open(handler):
    case = ready(handler)
    PersonGroup.objects.update(nationalities=[])
    with pytest.raises(ActionRefused):
        close(case, handler)
    PersonGroup.objects.update(nationalities=["unknown"])
    close(case, handler)
    assert Case.objects.get(pk=case.pk).status == Status.CLOSED


def test_originals_are_looked_at_once_more_and_hold_nothing_up(desk, handler):
    """Originals are reviewed at closing (docs/requirements/helpline.md#closing)."""
    case = ready(handler)
    assert "originals" not in closing.get_obstacles(case)
    concern = case.contacts.get().concern
    ConcernFile.objects.create(concern=concern, kind="JPG", size=1, role=FileRole.ORIGINAL, scan=Scan.CLEAN)
    assert closing.get_obstacles(case) == ["originals"]
    page = desk.get(reverse("cases:close", args=[case.pk])).text
    assert f'<a class="govuk-link" href="{reverse("cases:files", args=[case.pk])}">Check the original' in page
    close(case, handler)
    assert Case.objects.get(pk=case.pk).status == Status.CLOSED


def test_a_referral_that_waits_for_an_answer_keeps_it_open(handler):
    case = ready(handler)
    referral = Referral.objects.create(
        case=case, kind="referral", target_type="police", status="in_progress", made_at=timezone.now(), target=b"x"
    )
    with pytest.raises(ActionRefused):
        close(case, handler)
    referral.status = "done"
    referral.save()
    close(case, handler)
    assert Case.objects.get(pk=case.pk).status == Status.CLOSED


def test_an_adult_case_closes_at_once_and_is_kept_seven_years(handler):
    case = ready(handler)
    assert close(case, handler) is None
    after = Case.objects.get(pk=case.pk)
    assert (after.status, after.closure_reason, after.closed_by) == (Status.CLOSED, "referred", handler)
    assert after.keep_until == timezone.localdate() + timedelta(days=7 * 365)
    assert selectors_concerns.get_concerns(after)[0].status == "closed"


def test_a_child_case_asks_a_second_person_and_closes_on_the_yes(handler, lead):
    case = ready(handler, **CHILD)
    Task.objects.filter(case=case).update(done_at=timezone.now())
    approval = close(case, handler, youngest_born=2012)
    assert Case.objects.get(pk=case.pk).status == Status.CLOSURE_REQUESTED
    given = {"is_yes": True, "answer": "", "keys": keys_of(lead), "at": timezone.now()}
    with pytest.raises(ActionRefused):
        decisions.decide_and_apply(approval=approval, actor=handler, **given)
    decisions.decide_and_apply(approval=approval, actor=lead, **given)
    after = Case.objects.get(pk=case.pk)
    assert after.status == Status.CLOSED
    assert (after.retention_class, after.keep_until) == ("case_child", date(2037, 12, 31))


def test_an_immediate_case_is_made_calmer_by_two_people(desk, handler, lead):
    """One person does not lower it first, and close it then (docs/requirements/helpline.md#closing)."""
    case = ready(handler, danger_level="happening_now")
    given = {"level": "p2", "reason": "She is safe.", "version": case.version}
    page = desk.post(reverse("cases:level", args=[case.pk]), given, follow=True)
    assert "A second person must approve it" in page.text
    assert Case.objects.get(pk=case.pk).level == "p1"
    assert close(Case.objects.get(pk=case.pk), handler) is not None
    closing.keep_case_open(Case.objects.get(pk=case.pk), actor=lead, at=timezone.now())
    approval = Approval.objects.get(kind="level")
    said = {"is_yes": True, "answer": "", "keys": keys_of(lead), "at": timezone.now()}
    decisions.decide_and_apply(approval=approval, actor=lead, **said)
    assert Case.objects.get(pk=case.pk).level == "p2"


def test_a_no_leaves_the_case_open(handler, lead):
    case = ready(handler, danger_level="happening_now")
    approval = close(case, handler)
    given = {"is_yes": False, "answer": "Call them once more.", "keys": keys_of(lead), "at": timezone.now()}
    decisions.decide_and_apply(approval=approval, actor=lead, **given)
    assert Case.objects.get(pk=case.pk).status == Status.IN_PROGRESS
    assert Approval.objects.get().state == ApprovalState.REFUSED


def test_what_opened_again_meanwhile_holds_the_closing_up(handler, lead):
    case = ready(handler, danger_level="happening_now")
    approval = close(case, handler)
    Case.objects.filter(pk=case.pk).update(age_of_person="under_18")
    Task.objects.create(case=case, kind="child_action", child_action="called_999", made_at=timezone.now())
    with pytest.raises(ActionRefused):
        decisions.decide_and_apply(
            approval=approval, is_yes=True, answer="", actor=lead, keys=keys_of(lead), at=timezone.now()
        )
    assert Approval.objects.get().state == ApprovalState.WAITING


def test_the_years_count_from_the_day_on_which_the_second_person_agreed(handler, lead):
    case = ready(handler, danger_level="happening_now")
    approval = close(case, handler)
    assert Case.objects.get(pk=case.pk).keep_until is None
    later = timezone.now() + timedelta(days=3)
    decisions.decide_and_apply(approval=approval, is_yes=True, answer="", actor=lead, keys=keys_of(lead), at=later)
    expected = retention_period.get_class_and_last_day(case, timezone.localdate(later))
    after = Case.objects.get(pk=case.pk)
    assert (after.retention_class, after.keep_until) == expected


def test_without_a_year_of_birth_the_ages_of_a_child_case_count(handler, lead):
    case = ready(handler, **CHILD)
    PersonGroup.objects.update(age_bands=["16_17"])
    Task.objects.filter(case=case).update(done_at=timezone.now())
    approval = close(case, handler)
    decisions.decide_and_apply(
        approval=approval, is_yes=True, answer="", actor=lead, keys=keys_of(lead), at=timezone.now()
    )
    assert Case.objects.get(pk=case.pk).keep_until == add_years(timezone.localdate(case.opened_at), 25 - 16)


def test_the_page_says_until_when_it_is_kept_before_anybody_closes_it(desk, handler):
    case = ready(handler)
    _kept_as, last_day = retention_period.get_class_and_last_day(case, timezone.localdate())
    text = desk.get(reverse("cases:close", args=[case.pk])).text
    assert f"If you close it today, we keep it until {date_format(last_day, 'j F Y')}." in text


def test_nobody_works_on_a_closed_case_until_it_is_reopened(desk, handler):
    case = ready(handler)
    close(case, handler)
    given = {"category": "labour_abuse", "danger_level": "unknown"}
    assert desk.post(reverse("cases:facts", args=[case.pk]), given).status_code == 422
    desk.post(reverse("cases:reopen", args=[case.pk]), {"reason": "They wrote again."})
    after = Case.objects.get(pk=case.pk)
    assert after.status == Status.REOPENED
    text = desk.get(reverse("cases:timeline", args=[case.pk])).text
    assert "They wrote again." in text
    assert "Referred, nothing more to do" in text


def test_merged_cases_count_once_with_all_contacts_at_the_one_that_goes_on(desk, handler):
    first, second = ready(handler), ready(handler, **CHILD)
    given = {"into": first.reference, "reason": "The same car wash.", "act": "merge"}
    assert desk.post(reverse("cases:merge", args=[second.pk]), given).status_code == 303
    first, second = Case.objects.get(pk=first.pk), Case.objects.get(pk=second.pk)
    assert (second.status, second.merged_into) == (Status.MERGED, first)
    assert first.contacts.count() == 2
    assert (first.age_of_person, first.level) == ("not_sure", "p2")
    assert list(Case.objects.open()) == [first]
    assert "A boy who may be fifteen" in desk.get(reverse("cases:case", args=[first.pk])).text


def test_a_case_is_not_merged_into_itself_or_into_nothing(desk, handler):
    case = ready(handler)
    for into in (case.reference, "MSH-ABCDEFGH"):
        answer = desk.post(reverse("cases:merge", args=[case.pk]), {"into": into, "reason": "x"})
        assert answer.status_code == 422


def test_a_case_that_a_child_is_merged_into_has_what_has_to_be_done_for_the_child(handler):
    first, second = ready(handler), ready(handler, **CHILD)
    merging.merge_cases(
        case=second, into=first, reason="The same.", actor=handler, keys=keys_of(handler), at=timezone.now()
    )
    assert Task.objects.open().filter(case=first).exclude(child_action="").count() == 2
