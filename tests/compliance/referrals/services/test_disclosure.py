"""Referring: with consent, or on which ground without, and when a second person has to agree."""

import json
from datetime import timedelta

import pytest

from compliance.casework.choices import ApprovalState
from compliance.casework.models import Approval, PersonIdentity
from compliance.casework.services import approvals, priorities
from compliance.casework.services.case_keys import seal_with_own_key
from compliance.referrals.choices import ReferralStatus
from compliance.referrals.models import Disclosure
from compliance.referrals.services import dispatch, drafts
from compliance.referrals.services.disclosure import REDACTED_TEXT, Ground
from portal.core.exceptions import ActionRefused
from tests.factories.referrals import begin, choose, digest, keep_consent, say_yes, send
from tests.factories.sharing import MARKS, people

pytestmark = pytest.mark.django_db
OVERRIDE = Ground(ground="serious_crime", facts="People are locked in at night", is_told=False, why_not_told="Not safe")


def test_the_name_goes_with_consent_and_a_second_person(at_desk):
    case = at_desk.case(identity_mode="named_share")
    row = choose(at_desk, begin(at_desk, case), "account", "reporter")
    with pytest.raises(ActionRefused, match="second person"):
        send(at_desk, row)
    row = drafts.ask_second_person(referral=row, actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now)
    assert row.status == ReferralStatus.APPROVAL_PENDING
    with pytest.raises(ActionRefused):
        approvals.decide_approval(
            approval=row.approval, is_yes=True, answer="", actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now
        )
    say_yes(at_desk, row)
    row = drafts.find_referral(case, row.pk)
    sent = send(at_desk, row)
    assert sent.disclosure.shows_reporter and sent.disclosure.approval.used_at
    kept = at_desk.keys.facts(drafts.find_referral(case, row.pk), "fields")["sent"]
    assert {item["text"] for item in kept if item["kind"] == "reporter"} == {REDACTED_TEXT}
    assert not any(mark in json.dumps(kept) for mark in MARKS)


def test_the_childs_own_name_goes_with_the_rest_and_is_not_kept_twice(at_desk):
    case = at_desk.case(age_of_person="under_18", consent=[])
    group = people(case, at_desk.keys)
    seal_with_own_key(PersonIdentity(group=group), details={"name": "Linh Tran"}).save(force_insert=True)
    ground = Ground(ground="child_at_risk", facts="She is 15", is_told=True)
    row = choose(at_desk, begin(at_desk, case, "la_children:"), "place", "person", ground=ground)
    assert "Linh Tran" in json.dumps(
        drafts.build_package(row, at_desk.keys, on=dispatch.get_local_date(at_desk.now)).as_json()
    )
    sent = send(at_desk, row)
    assert "Linh" not in json.dumps(at_desk.keys.facts(sent, "fields"))
    assert not sent.disclosure.shows_reporter


def test_a_yes_is_for_what_was_asked_and_nothing_else(at_desk):
    case = at_desk.case(identity_mode="named_share")
    row = choose(at_desk, begin(at_desk, case), "reporter")
    row = drafts.ask_second_person(referral=row, actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now)
    say_yes(at_desk, row)
    row = choose(at_desk, drafts.find_referral(case, row.pk), "reporter", "account")
    assert row.approval is None
    with pytest.raises(ActionRefused, match="second person"):
        send(at_desk, row)


@pytest.mark.parametrize("answer", [None, "refused"])
def test_without_consent_and_without_an_exception_it_is_refused(at_desk, answer):
    """See docs/requirements/helpline.md#without-consent."""
    case = at_desk.case(consent=[])
    if answer:
        keep_consent(at_desk, case, "police", answer)
    row = choose(at_desk, begin(at_desk, case), "account")
    with pytest.raises(ActionRefused, match="No one has agreed"):
        send(at_desk, row)
    with pytest.raises(ActionRefused, match="No one has agreed"):
        dispatch.make_file(
            referral=row,
            digest=digest(at_desk, row),
            passphrase="x",
            actor=at_desk.handler,
            keys=at_desk.keys,
            at=at_desk.now,
        )
    assert not Disclosure.objects.exists()


def test_an_override_waits_for_somebody_else_and_is_written_down(at_desk):
    case = at_desk.case(consent=[])
    row = choose(at_desk, begin(at_desk, case), "account", ground=OVERRIDE)
    row = drafts.ask_second_person(referral=row, actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now)
    say_yes(at_desk, row)
    shown = send(at_desk, drafts.find_referral(case, row.pk)).disclosure
    assert (shown.override_ground, shown.is_person_told, shown.consent) == ("serious_crime", False, None)
    words = at_desk.keys.facts(shown, "words")
    assert (words["facts"], words["why_not_told"]) == (OVERRIDE.facts, OVERRIDE.why_not_told)
    assert shown.fields_sent and all(name.startswith("account:") for name in shown.fields_sent)


def test_danger_to_a_life_goes_at_once_and_somebody_looks_at_it_within_a_day(at_desk):
    case = at_desk.case(danger_level="happening_now", consent=[])
    assert case.level == "p1"
    ground = Ground(ground="imminent_danger", facts="He has a knife", is_told=True)
    sent = send(at_desk, choose(at_desk, begin(at_desk, case), "account", "place", ground=ground))
    approval = sent.disclosure.approval
    assert (approval.state, approval.review_due_at) == (ApprovalState.WENT_AHEAD, at_desk.now + timedelta(hours=24))
    assert sent.response_due_at == at_desk.now + timedelta(hours=1)


def test_a_name_leaves_by_two_people_also_once_one_has_raised_the_level(at_desk):
    """See docs/requirements/helpline.md#second-person."""
    case = at_desk.case(consent=[])
    given = {"actor": at_desk.handler, "keys": at_desk.keys, "at": at_desk.now}
    priorities.change_level(case=case, level="p1", reason="x", version=case.version, **given)
    case.refresh_from_db()
    row = choose(at_desk, begin(at_desk, case), "reporter", ground=OVERRIDE)
    with pytest.raises(ActionRefused, match="second person"):
        send(at_desk, row)
    with pytest.raises(ActionRefused, match="Only danger"):
        drafts.ask_second_person(referral=row, is_alone=True, **given)
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("ground", [Ground(), Ground(ground="imminent_danger", facts="He has a knife", is_told=True)])
def test_in_immediate_danger_a_name_goes_ahead_alone_only_while_nobody_else_is_on_shift(at_desk, ground):
    case = at_desk.case(danger_level="happening_now", identity_mode="named_share")
    row = choose(at_desk, begin(at_desk, case), "reporter", ground=ground)
    with pytest.raises(ActionRefused, match="second person"):
        send(at_desk, row)
    alone = {"actor": at_desk.handler, "keys": at_desk.keys, "at": at_desk.now, "is_alone": True}
    lead = at_desk.client(at_desk.lead)
    with pytest.raises(ActionRefused, match="A colleague is at the desk"):
        drafts.ask_second_person(referral=row, **alone)
    lead.post("/desk/lock/")
    row = drafts.ask_second_person(referral=row, **alone)
    sent = send(at_desk, drafts.find_referral(case, row.pk))
    assert sent.disclosure.shows_reporter
    assert Approval.objects.to_review().count() == 1


def test_nobody_else_on_shift_does_not_stop_a_rescue_but_stops_all_else(at_desk):
    case = at_desk.case(consent=[], danger_level="within_24h")
    crime = choose(at_desk, begin(at_desk, case), "account", ground=OVERRIDE)
    alone = {"actor": at_desk.handler, "keys": at_desk.keys, "at": at_desk.now, "is_alone": True}
    with pytest.raises(ActionRefused, match="Only danger"):
        drafts.ask_second_person(referral=crime, **alone)
    ground = Ground(ground="imminent_danger", facts="They move tonight", is_told=True)
    row = choose(at_desk, begin(at_desk, case), "account", ground=ground)
    row = drafts.ask_second_person(referral=row, **alone)
    send(at_desk, row)
    assert Approval.objects.to_review().count() == 1


def test_a_child_is_protected_without_waiting(at_desk):
    case = at_desk.case(age_of_person="under_18", consent=[])
    ground = Ground(ground="child_at_risk", facts="A girl of 15 works there", is_told=False, why_not_told="Not safe to")
    sent = send(at_desk, choose(at_desk, begin(at_desk, case, "la_children:"), "account", "place", ground=ground))
    assert sent.status == ReferralStatus.IN_PROGRESS
    assert Approval.objects.to_review().count() == 1
