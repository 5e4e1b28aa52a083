"""Review, approval and signature: by table, by legal form, and when everybody clicks at once."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connections

from compliance.organisations.choices import LegalForm
from compliance.statements.choices import STEPS, State, Way
from compliance.statements.core.services import change_state
from compliance.statements.models import Approval, Comment, Signature
from compliance.statements.signoff.services import review, signoff
from portal.core.exceptions import ActionRefused
from portal.core.models import Outbox
from portal.history.models import Entry
from tests.compliance.statements.conftest import AT, make_business, state_of

CLICKS = 20


@pytest.mark.parametrize("start", list(State))
@pytest.mark.parametrize("end", list(State))
@pytest.mark.django_db
def test_a_version_takes_only_the_steps_of_the_table(business, start, end):
    version = business.start()
    version.state = start
    if end in STEPS[start]:
        change_state(version, end)
        assert state_of(version) == end
    else:
        with pytest.raises(ValueError, match="No step"):
            change_state(version, end)


@pytest.mark.parametrize(
    ("form", "needs_approval"),
    [
        (LegalForm.COMPANY, True),
        (LegalForm.BODY_CORPORATE, True),
        (LegalForm.LLP, True),
        (LegalForm.PUBLIC_BODY, True),
        (LegalForm.OTHER_UNINCORPORATED, True),
        (LegalForm.LIMITED_PARTNERSHIP, False),
        (LegalForm.OTHER_PARTNERSHIP, False),
    ],
)
@pytest.mark.django_db
def test_the_legal_form_says_whether_approval_comes_first(form, needs_approval):
    business = make_business(form)
    version = business.ready()
    if needs_approval:
        with pytest.raises(ActionRefused):
            business.sign(version)
        business.approve(version)
    signature = business.sign(version)
    assert state_of(version) == State.SIGNED
    assert signature.content_hash == version.content_hash


@pytest.mark.parametrize(
    ("form", "body"),
    [
        (LegalForm.COMPANY, "members"),
        (LegalForm.COMPANY, "equivalent_management_body"),
        (LegalForm.LLP, "board_of_directors"),
        (LegalForm.PUBLIC_BODY, "not_prescribed"),
        (LegalForm.COMPANY, "committee"),
    ],
)
@pytest.mark.django_db
def test_another_body_does_not_approve(form, body):
    business = make_business(form)
    version = business.ready()
    with pytest.raises(ActionRefused):
        business.approve(version, body=body)


@pytest.mark.parametrize(
    ("form", "role"),
    [
        (LegalForm.COMPANY, "partner"),
        (LegalForm.LLP, "director"),
        (LegalForm.LIMITED_PARTNERSHIP, "partner"),
        (LegalForm.OTHER_PARTNERSHIP, "general_partner"),
        (LegalForm.COMPANY, "king"),
    ],
)
@pytest.mark.django_db
def test_another_role_does_not_sign(form, role):
    business = make_business(form)
    version = business.ready()
    if form in (LegalForm.COMPANY, LegalForm.LLP):
        business.approve(version)
    with pytest.raises(ActionRefused):
        business.sign(version, signatory=signoff.Signatory("A", "B", "C", role))


def test_dates_of_signoff_are_in_order_and_not_ahead(business):
    version = business.ready()
    with pytest.raises(ActionRefused, match="future"):
        business.approve(version, on=AT.date() + timedelta(days=1))
    business.approve(version)
    with pytest.raises(ActionRefused, match="earlier than the approval"):
        business.sign(version, on=date(2026, 11, 19))
    with pytest.raises(ActionRefused, match="future"):
        business.sign(version, on=AT.date() + timedelta(days=1))


def test_who_wrote_a_part_neither_approves_nor_signs_nor_declines(business):
    version = business.ready()
    version.editors.add(business.approver)
    with pytest.raises(ActionRefused, match="You wrote part"):
        business.approve(version)
    version.editors.remove(business.approver)
    business.approve(version)
    version.editors.add(business.approver)
    with pytest.raises(ActionRefused, match="You wrote part"):
        business.sign(version)
    with pytest.raises(ActionRefused, match="You wrote part"):
        signoff.decline(version=version, actor=business.approver, at=AT, reason="No")


def test_text_that_changed_behind_the_page_is_not_approved_or_signed(business):
    version = business.ready()
    with pytest.raises(ActionRefused, match="Read version 1 first"):
        business.approve(version, seen_hash="0" * 64)
    section = version.sections.get(code="intro")
    section.answers["narrative_intro"] = "<p>Something else.</p>"
    section.save()
    with pytest.raises(ActionRefused, match="Read version 1 first"):
        business.approve(version)


def test_text_changed_after_approval_cannot_be_signed(business):
    version = business.ready()
    business.approve(version)
    section = version.sections.get(code="risk")
    section.answers["narrative_risk"] = "<p>Something else.</p>"
    section.save()
    with pytest.raises(ActionRefused, match="Read version 1 first"):
        business.sign(version)


def test_taking_it_back_voids_both_and_gives_a_new_number(business):
    version = business.ready()
    business.approve(version)
    business.sign(version)
    for _click in range(2):
        fresh = signoff.reopen(version=version, actor=business.editor, at=AT)
    assert (fresh.state, fresh.number, fresh.content_hash) == (State.DRAFTING, 2, "")
    assert Approval.objects.get().voided_at == Signature.objects.get().voided_at == AT
    review.send_for_review(version=version, actor=business.editor, at=AT)
    again = review.mark_ready(version=version, actor=business.approver, at=AT)
    business.approve(again)
    assert Approval.objects.filter(voided_at=None).count() == 1


@pytest.mark.parametrize(
    ("act", "action"),
    [
        (lambda business, version: signoff.reopen(version=version, actor=business.editor, at=AT), "reopened"),
        (
            lambda business, version: signoff.decline(version=version, actor=business.approver, at=AT, reason="No"),
            "declined",
        ),
    ],
    ids=["reopened", "declined"],
)
def test_the_history_names_the_version_and_the_text_that_were_taken_back(business, act, action):
    version = business.ready()
    act(business, version)
    told = Entry.objects.get(action=f"statements.version.{action}").detail
    assert (told["number"], told["content_hash"]) == (1, version.content_hash)


def test_declining_sends_it_back_with_the_reason(business):
    version = business.ready()
    business.approve(version)
    signoff.decline(version=version, actor=business.approver, at=AT, reason="The figures are last year's.")
    assert state_of(version) == State.DRAFTING
    assert Comment.objects.get().text == "The figures are last year's."
    assert Approval.objects.get().voided_at == AT
    assert Outbox.objects.filter(template="statements/declined", to=business.editor.email).exists()


def test_a_second_click_shows_the_first_result(business):
    version = business.ready()
    assert business.approve(version) == business.approve(version)
    assert business.sign(version) == business.sign(version)
    assert Entry.objects.filter(action="statements.version.approved").count() == 1
    assert Entry.objects.filter(action="statements.version.signed").count() == 1


def test_the_two_ways_are_kept_apart_and_private_things_stay_private(business):
    version = business.ready()
    approval = business.approve(version)
    signature = business.sign(version)
    assert (approval.way, approval.reference, signature.way) == (Way.RECORDED, "Minute 7", Way.ON_SCREEN)
    details = Entry.objects.filter(action="statements.version.approved").get().detail
    assert "Minute 7" not in str(details)


@pytest.mark.parametrize("act", ["approve", "sign"])
@pytest.mark.django_db(transaction=True)
def test_clicks_at_once_make_one_record(act):
    business = make_business()
    version = business.ready()
    if act == "sign":
        business.approve(version)
    answers, problems = [], []
    gate = threading.Barrier(CLICKS)

    def click() -> None:
        try:
            gate.wait()
            answers.append(getattr(business, act)(version).pk)
        except Exception as error:
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(CLICKS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    assert (len(answers), len(set(answers))) == (CLICKS, 1)


@pytest.mark.django_db(transaction=True)
def test_signing_and_taking_back_at_once_leave_one_truth():
    """Whoever comes first wins: a standing signature never stands under a text that is open again."""
    business = make_business()
    version = business.ready()
    business.approve(version)
    gate = threading.Barrier(2)

    def run(act) -> None:
        try:
            gate.wait()
            act()
        except ActionRefused:
            pass
        finally:
            connections.close_all()

    acts = (
        lambda: business.sign(version),
        lambda: signoff.reopen(version=version, actor=business.editor, at=AT),
    )
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert state_of(version) == State.DRAFTING
    assert not Signature.objects.filter(voided_at=None).exists()
    assert not Approval.objects.filter(voided_at=None).exists()


def test_a_no_steps_statement_goes_the_whole_way(business):
    version = business.written(kind="no_steps")
    review.send_for_review(version=version, actor=business.editor, at=AT)
    version = review.mark_ready(version=version, actor=business.approver, at=AT)
    business.approve(version)
    business.sign(version)
    assert state_of(version) == State.SIGNED
