"""Partners who are asked, and entries that nobody confirms."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from learning.directory.choices import Act, Word
from learning.directory.models import Confirmation, Service
from learning.directory.retention import retain
from learning.directory.services import phone_changes, verification
from learning.directory.sweep import sweep
from portal.accounts.roles import StaffRole
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.directory import ApplicationFactory, ConfirmationFactory, PhoneFactory, ServiceFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 5, 1, 9, tzinfo=UTC)
FACTS = {"number": "0117 496 0300", "extension": "", "kind": "voice", "description": "Helpline", "is_public": True}


@pytest.fixture
def editor():
    return UserFactory(role=StaffRole.CONTENT_EDITOR)


@pytest.fixture
def other():
    return UserFactory(role=StaffRole.SITE_ADMINISTRATOR)


def ask(service, actor, act=Act.ADD, phone=None, **facts):
    return phone_changes.request_change(
        service=service, act=act, phone=phone, facts=FACTS | facts, source="Their website.", actor=actor, at=NOW
    )


def decide(change, actor, is_yes=True):
    return phone_changes.decide_change(change=change, is_yes=is_yes, actor=actor, at=NOW)


def told(service):
    return [phone.number for phone in service.phones.all()]


# --- Numbers -------------------------------------------------------------------------------------------------------


# --- Shown, hidden, checked ----------------------------------------------------------------------------------------


def test_a_draft_is_shown_by_somebody_who_typed_none_of_its_numbers(editor, other):
    draft = ServiceFactory(is_draft=True, assured_on=None)
    ask(draft, editor)
    with pytest.raises(ActionRefused, match="You wrote or accepted its contact"):
        verification.publish_entry(service=draft, actor=editor, at=NOW)
    shown = verification.publish_entry(service=draft, actor=other, at=NOW)
    assert Service.objects.public().get() == shown
    assert (shown.assured_on, shown.assurer, shown.next_review_on) == (date(2027, 5, 1), other, date(2027, 11, 1))


def test_an_entry_that_nobody_could_reach_is_not_shown(other):
    draft = ServiceFactory(is_draft=True)
    PhoneFactory(service=draft, is_public=False)
    with pytest.raises(ActionRefused, match="no number"):
        verification.publish_entry(service=draft, actor=other, at=NOW)
    Service.objects.update(visibility="staff_only")
    assert not verification.publish_entry(service=draft, actor=other, at=NOW).is_draft


def test_a_hidden_entry_is_not_found_until_somebody_shows_it_again(editor, other):
    service = ServiceFactory(phone="0117 496 0001")
    verification.hide_entry(service=service, reason="They moved.", actor=editor, at=NOW)
    assert not Service.objects.public().exists()
    assert not Service.objects.for_desk().exists()
    assert Entry.objects.newest_first().first().detail == {"reason": "They moved."}
    verification.publish_entry(service=service, actor=other, at=NOW)
    assert Service.objects.public().exists()


def test_a_check_holds_for_six_months_and_lets_a_file_bring_newer_facts(editor):
    service = verification.confirm_entry(service=ServiceFactory(next_review_on=date(2027, 4, 1)), actor=editor, at=NOW)
    assert (service.assured_on, service.next_review_on) == (date(2027, 5, 1), date(2027, 11, 1))
    assert service.edited_at is None


# --- Partners ------------------------------------------------------------------------------------------------------


@pytest.fixture
def letters(django_capture_on_commit_callbacks):
    """Does something, and gives the mails that left."""

    def do(act):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return list(mail.outbox)

    return do


def partnered(**facts):
    return ServiceFactory(partner_email="entry@charity.example", next_review_on=date(2027, 5, 1), **facts)


def link_in(letter):
    return re.search(r"/services/entry/(\S+)/", letter.body)[1]


def test_a_partner_is_asked_once_when_its_entry_is_due(letters):
    service = partnered(name="Lantern House")
    assert letters(lambda: sweep(NOW - timedelta(days=1))) == []
    (letter,) = letters(lambda: sweep(NOW))
    assert (letter.to, "Lantern House" in letter.body) == (["entry@charity.example"], True)
    assert "we will hide the entry on 1 May 2028" in letter.body
    assert verification.find_confirmation(link_in(letter)).service == service
    assert letters(lambda: sweep(NOW + timedelta(days=30))) == []


def test_a_partner_is_reminded_once_six_months_later_by_a_link_that_works(letters):
    partnered()
    (first,) = letters(lambda: sweep(NOW))
    assert letters(lambda: sweep(datetime(2027, 10, 31, 9, tzinfo=UTC))) == []
    (second,) = letters(lambda: sweep(datetime(2027, 11, 1, 9, tzinfo=UTC)))
    assert second.subject.startswith("Reminder")
    assert not verification.is_usable(verification.find_confirmation(link_in(first)))
    assert verification.is_usable(verification.find_confirmation(link_in(second)))
    assert letters(lambda: sweep(datetime(2028, 4, 1, 9, tzinfo=UTC))) == []


@pytest.mark.parametrize(
    "kept",
    [{"is_draft": True}, {"visibility": "hidden"}, {"status": "defunct"}, {"gone_at": NOW}, {"partner_email": ""}],
    ids=str,
)
def test_nobody_is_asked_about_an_entry_that_is_not_in_use(kept, letters):
    ServiceFactory(**({"partner_email": "entry@charity.example", "next_review_on": date(2027, 5, 1)} | kept))
    assert letters(lambda: sweep(NOW)) == []


def test_a_partner_who_confirms_is_asked_again_in_a_year(letters):
    service = partnered()
    (letter,) = letters(lambda: sweep(NOW))
    link = verification.find_confirmation(link_in(letter))
    verification.record_answer(link=link, word=Word.RIGHT, note="", at=NOW)
    after = Service.objects.get(pk=service.pk)
    assert (after.assured_on, after.assurer, after.next_review_on) == (date(2027, 5, 1), None, date(2028, 5, 1))
    verification.record_answer(link=link, word=Word.CHANGED, note="No.", at=NOW)
    assert Confirmation.objects.get().word == Word.RIGHT


def test_what_a_partner_says_is_different_waits_for_our_staff_and_changes_nothing(letters, editor):
    service = partnered(phone="0117 496 0001")
    (letter,) = (mail for mail in letters(lambda: sweep(NOW)) if mail.to == [service.partner_email])
    link = verification.find_confirmation(link_in(letter))
    verification.record_answer(link=link, word=Word.CHANGED, note="Our number is another.", at=NOW)
    after = Service.objects.get(pk=service.pk)
    assert (after.next_review_on, told(after)) == (date(2027, 5, 1), ["0117 496 0001"])
    assert Confirmation.objects.get().handled_at is None
    verification.confirm_entry(service=service, actor=editor, at=NOW)
    assert Confirmation.objects.get().handled_at == NOW


def test_a_check_by_our_staff_ends_the_link(editor):
    link = ConfirmationFactory(service=partnered())
    verification.confirm_entry(service=link.service, actor=editor, at=NOW)
    assert not verification.is_usable(verification.find_confirmation("nobody's") or Confirmation.objects.get())


def test_asking_needs_an_address(editor):
    with pytest.raises(ActionRefused, match="We do not have an address"):
        verification.request_confirmation(service=ServiceFactory(), actor=editor, at=NOW)


# --- By the clock --------------------------------------------------------------------------------------------------


def test_an_entry_that_nobody_confirms_is_hidden_twelve_months_after_it_was_due():
    service = partnered(name="Lantern House")
    assert retain(datetime(2028, 4, 30, 9, tzinfo=UTC)) == 0
    assert Service.objects.public().exists()
    late = datetime(2028, 5, 1, 9, tzinfo=UTC)
    assert (retain(late), retain(late)) == (1, 0)
    assert not Service.objects.public().exists()
    assert Service.objects.for_desk().get().lapsed_at == late
    verification.confirm_entry(service=service, actor=UserFactory(), at=late)
    assert Service.objects.public().exists()


def test_an_application_that_was_answered_goes_after_a_year():
    ApplicationFactory(outcome="refused", decided_at=NOW)
    ApplicationFactory()
    assert retain(NOW + timedelta(days=365)) == 0
    assert retain(NOW + timedelta(days=366)) == 1
    assert retain(NOW + timedelta(days=366)) == 0


def test_an_answer_about_an_entry_that_was_withdrawn_meanwhile_is_not_saved():
    link = ConfirmationFactory()
    Service.objects.filter(pk=link.service_id).update(gone_at=NOW)
    assert verification.record_answer(link=link, word=Word.RIGHT, note="", at=NOW).answered_at is None
    assert not Entry.objects.filter(action="directory.service.confirmed").exists()
