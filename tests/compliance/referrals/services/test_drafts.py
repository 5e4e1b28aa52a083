"""Tests of a referral while it is made: each step is saved, judged, asked about, taken back."""

import pytest
from django.utils import timezone

from compliance.casework.choices import ApprovalState, Status
from compliance.casework.models import Case
from compliance.referrals.choices import REFERRAL_STEPS, ReferralStatus
from compliance.referrals.models import Referral
from compliance.referrals.services import drafts
from compliance.referrals.services.disclosure import Ground
from compliance.referrals.services.package_lines import Request
from portal.core.exceptions import ActionRefused, EditConflict
from portal.history.models import Entry
from tests.factories.merged import merge
from tests.factories.packs import who
from tests.factories.referrals import begin, choose, say_yes, send
from tests.factories.sharing import NAME

pytestmark = pytest.mark.django_db
OVERRIDE = Ground(ground="serious_crime", facts="MARKER-facts", is_told=False, why_not_told="MARKER-why")
POLICE = {"target_type": "police", "name": "Derbyshire Constabulary"}


def start(at_desk, case) -> Referral:
    return drafts.start_draft(case=case, kind="referral", target=POLICE, **who(at_desk))


def fresh(row: Referral) -> Referral:
    return Referral.objects.select_related("case__data_key", "approval").get(pk=row.pk)


def test_a_draft_begins_empty_with_its_target_sealed(at_desk):
    case = at_desk.case()
    row = start(at_desk, case)
    assert (row.status, row.made_by, row.target_type) == (ReferralStatus.DRAFT, at_desk.handler, "police")
    assert drafts.read_draft(row, at_desk.keys) == drafts.Draft()
    assert b"Derbyshire" not in bytes(row.target) + bytes(row.fields)
    line = Entry.objects.get(action="casework.referral.begun")
    assert line.detail == {"to": "police"}


def test_of_a_closed_case_nothing_is_begun(at_desk):
    case = at_desk.case()
    Case.objects.filter(pk=case.pk).update(status=Status.CLOSED, closed_at=timezone.now(), closure_reason="referred")
    with pytest.raises(ActionRefused):
        start(at_desk, case)
    assert not Referral.objects.exists()


def test_each_step_is_read_as_it_was_saved_and_nothing_of_it_is_in_the_clear(at_desk):
    case = at_desk.case(consent=[])
    row = start(at_desk, case)
    request = Request(ask="MARKER-ask", answer_by="2026-12-01", source="1", assessment="a", handling="p")
    row = drafts.choose_items(
        referral=row, names=["urgency", "handling"], note="MARKER-note", keys=at_desk.keys, version=row.version,
        file_reason="MARKER-file", request=request,
    )  # fmt: skip
    row = drafts.save_ground(referral=row, ground=OVERRIDE, keys=at_desk.keys, version=row.version)
    draft = drafts.read_draft(fresh(row), at_desk.keys)
    assert draft == drafts.Draft(
        names=("urgency", "handling"), note="MARKER-note", ground=OVERRIDE, has_ground=True,
        file_reason="MARKER-file", request=request,
    )  # fmt: skip
    assert b"MARKER" not in bytes(fresh(row).fields)
    assert "MARKER" not in repr(draft)


def test_saving_the_same_again_is_no_change_and_keeps_the_order(at_desk):
    row = choose(at_desk, begin(at_desk, at_desk.case()), "urgency", "handling")
    before = drafts.read_draft(row, at_desk.keys)
    again = drafts.choose_items(
        referral=row, names=list(reversed(before.names)), note="", keys=at_desk.keys, version=row.version
    )
    assert again.version == row.version
    assert drafts.read_draft(again, at_desk.keys) == before


def test_who_saves_second_is_told(at_desk):
    row = start(at_desk, at_desk.case())
    drafts.choose_items(referral=row, names=["urgency"], note="", keys=at_desk.keys, version=row.version)
    with pytest.raises(EditConflict):
        drafts.choose_items(referral=row, names=["handling"], note="", keys=at_desk.keys, version=row.version)
    with pytest.raises(EditConflict):
        drafts.save_ground(referral=row, ground=OVERRIDE, keys=at_desk.keys, version=row.version)


def test_looking_at_a_package_with_a_name_is_a_line_of_history_and_without_one_is_not(at_desk):
    case = at_desk.case(identity_mode="named_share")
    plain, named = (choose(at_desk, begin(at_desk, case), kind) for kind in ("urgency", "reporter"))
    given = {"on": at_desk.now.date(), "actor": at_desk.handler, "at": at_desk.now}
    drafts.preview_package(plain, at_desk.keys, **given)
    assert not Entry.objects.filter(action="casework.identity.revealed").exists()
    package = drafts.preview_package(named, at_desk.keys, **given)
    assert NAME in package.items[0].text
    line = Entry.objects.get(action="casework.identity.revealed")
    assert line.detail == {"whose": "reporter", "reason": "referral"}
    assert NAME not in f"{line.detail}{line.object_label}"


def test_with_consent_it_is_clear_and_needs_nobody_else(at_desk):
    row = choose(at_desk, begin(at_desk, at_desk.case(consent=["police"])), "urgency")
    judged = drafts.judge_draft(row, at_desk.keys)
    assert judged.is_clear
    assert not (judged.is_waiting or judged.is_approved or judged.was_refused or judged.changes)


def test_with_neither_consent_nor_a_ground_nobody_is_asked(at_desk):
    row = choose(at_desk, begin(at_desk, at_desk.case(consent=[])), "urgency")
    assert not drafts.judge_draft(row, at_desk.keys).is_clear
    with pytest.raises(ActionRefused, match="something to complete"):
        drafts.ask_second_person(referral=row, **who(at_desk))


def ask(at_desk, row: Referral) -> Referral:
    return drafts.ask_second_person(referral=row, **who(at_desk))


@pytest.fixture
def waiting(at_desk) -> Referral:
    row = choose(at_desk, begin(at_desk, at_desk.case(consent=[])), "urgency", ground=OVERRIDE)
    return ask(at_desk, row)


def test_the_second_person_is_told_what_goes_to_whom_and_why_and_it_is_sealed(at_desk, waiting):
    assert waiting.status == ReferralStatus.APPROVAL_PENDING
    assert waiting.approval.data == drafts.approval_data(waiting)
    assert drafts.judge_draft(waiting, at_desk.keys).is_waiting
    waiting.approval.case = waiting.case
    reason = at_desk.keys.read(waiting.approval, "reason")
    for words in ("Referral to ", "Shares: How urgent it is", "MARKER-facts", "Not told because: MARKER-why"):
        assert words in reason
    assert b"MARKER" not in bytes(waiting.approval.reason)
    assert drafts.get_referral_for(waiting.approval).pk == waiting.pk


def test_what_was_agreed_to_is_not_asked_again(at_desk, waiting):
    say_yes(at_desk, waiting)
    row = fresh(waiting)
    assert drafts.judge_draft(row, at_desk.keys).is_clear
    with pytest.raises(ActionRefused, match="A second person has already approved this"):
        ask(at_desk, row)


def test_a_change_takes_the_question_back(at_desk, waiting):
    approval = waiting.approval
    row = drafts.choose_items(
        referral=waiting, names=["urgency", "handling"], note="", keys=at_desk.keys, version=waiting.version
    )
    approval.refresh_from_db()
    assert (approval.state, row.approval, row.status) == (ApprovalState.WITHDRAWN, None, ReferralStatus.DRAFT)
    assert row.version == waiting.version + 1


def test_only_what_saves_a_life_goes_ahead_alone(at_desk):
    row = choose(at_desk, begin(at_desk, at_desk.case(consent=[])), "urgency", ground=OVERRIDE)
    with pytest.raises(ActionRefused, match="danger to someone’s life"):
        drafts.ask_second_person(referral=row, is_alone=True, **who(at_desk))
    assert fresh(row).approval is None


def test_a_draft_that_is_dropped_keeps_no_word_and_cannot_be_worked_on(at_desk):
    row = choose(at_desk, begin(at_desk, at_desk.case()), "urgency", note="MARKER")
    dropped = drafts.drop_draft(referral=row, actor=at_desk.handler, at=at_desk.now)
    assert (dropped.status, bytes(fresh(row).fields)) == (ReferralStatus.REVOKED, b"")
    assert Entry.objects.filter(action="casework.referral.dropped").count() == 1
    with pytest.raises(ActionRefused, match="This referral has been sent or deleted"):
        drafts.drop_draft(referral=row, actor=at_desk.handler, at=at_desk.now)


def test_what_was_sent_is_no_draft_any_more(at_desk):
    row = send(at_desk, choose(at_desk, begin(at_desk, at_desk.case(consent=["police"])), "urgency"))
    for change in (
        lambda: drafts.lock_draft(row),
        lambda: drafts.save_ground(referral=row, ground=OVERRIDE, keys=at_desk.keys, version=row.version),
        lambda: drafts.drop_draft(referral=row, actor=at_desk.handler, at=at_desk.now),
    ):
        with pytest.raises(ActionRefused, match="has been sent"):
            change()


def test_a_referral_is_found_in_its_own_case_and_in_the_one_that_goes_on(at_desk):
    first, second, other = at_desk.case(consent=["police"]), at_desk.case(), at_desk.case()
    row = send(at_desk, choose(at_desk, begin(at_desk, first), "urgency"))
    assert drafts.find_referral(other, row.pk) is None
    case = merge(at_desk, first, second)
    assert drafts.find_referral(case, row.pk).pk == row.pk
    assert [found.pk for found in drafts.get_referrals(case)] == [row.pk]


@pytest.mark.parametrize("before", list(REFERRAL_STEPS))
@pytest.mark.parametrize("after", list(ReferralStatus))
def test_a_referral_takes_the_steps_of_the_table_and_no_other(before, after):
    row = Referral(status=before)
    if after in REFERRAL_STEPS[before]:
        drafts.change_status(row, after)
        assert row.status == after
    else:
        with pytest.raises(ActionRefused, match="cannot become"):
            drafts.change_status(row, after)
        assert row.status == before
