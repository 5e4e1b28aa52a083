"""Reminders carry the link, name the buyer, speak the supplier's language and last as long as an action is open."""

from datetime import UTC, date, datetime, timedelta

import pytest

from compliance.audits.choices import FindingStatus
from compliance.audits.models import Action, SupplierLink
from compliance.audits.rules.dates import get_next_reminder_day
from compliance.audits.services import questionnaires, supplier_links
from compliance.audits.services.link_reminders import send_reminders
from portal.core.fernet import decrypt
from portal.core.models import Outbox
from tests.factories.audits import ActionFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory
from tests.support.audit_alerts import business, mails

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
REPLY_BY = date(2026, 11, 16)
LATE = AT + timedelta(days=22)


@pytest.fixture
def own():
    return business(name="Harbour Foods Limited")


@pytest.fixture
def supplier(own):
    return SupplierFactory(organisation=own.organisation, contact_email="works@supplier.example")


@pytest.fixture
def action(supplier):
    return ActionFactory(finding__audit__site=SiteFactory(supplier=supplier))


@pytest.fixture
def link(own, supplier, action):
    (link,) = supplier_links.send_links(
        organisation=own.organisation, suppliers=[supplier], reply_by=REPLY_BY, actor=own.editor.user, at=AT
    )
    return link


def body(template: str = "supplier_link_reminder") -> str:
    return decrypt(bytes(Outbox.objects.filter(template=f"audits/{template}").last().body)).decode()


def get_token(mail: str) -> str:
    return mail.split("/plan/")[1].split("/", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("last", "day"),
    [
        (date(2026, 11, 2), date(2026, 11, 13)),
        (date(2026, 11, 13), date(2026, 11, 16)),
        (date(2026, 11, 14), date(2026, 11, 16)),
        (date(2026, 11, 16), date(2026, 11, 23)),
        (date(2026, 11, 23), date(2026, 12, 7)),
        (date(2026, 12, 7), date(2026, 12, 21)),
        (date(2026, 12, 9), date(2026, 12, 23)),
    ],
)
def test_three_days_before_on_the_day_seven_after_and_every_fourteen(last, day):
    assert get_next_reminder_day(reply_by=REPLY_BY, last_told_on=last) == day


def test_each_reminder_leaves_once_and_they_go_on_while_an_action_is_open(link):
    days = [day for day in range(92) for hours in (0, 6) if send_reminders(AT + timedelta(days=day, hours=hours))]
    assert days == [11, 14, 21, 35, 49, 63, 77, 91]
    assert len(mails("supplier_link_reminder")) == len(days)


def test_a_reminder_names_the_buyer_and_carries_the_same_link(own, link):
    assert send_reminders(AT + timedelta(days=11)) == 1
    mail = body()
    assert "Harbour Foods Limited" in mail
    assert own.editor.user.email in mail
    assert get_token(mail) == get_token(body("supplier_link"))


def test_the_token_is_nowhere_in_clear(link):
    token = get_token(body("supplier_link"))
    assert token not in f"{SupplierLink.objects.values()}"
    assert token.encode() not in bytes(SupplierLink.objects.get().token_sealed)


def test_a_link_that_ends_soon_gets_a_new_address_that_works(link):
    at = AT + timedelta(days=35)
    assert send_reminders(at) == 1
    token = get_token(body())
    assert token != get_token(body("supplier_link"))
    assert supplier_links.find_link(get_token(body("supplier_link"))) is None
    renewed = supplier_links.find_link(token)
    assert supplier_links.is_valid_link(renewed, at + timedelta(days=29))


def test_an_answer_puts_the_next_reminder_off_and_is_thanked_for(link):
    SupplierLink.objects.update(returned_at=LATE - timedelta(days=1))
    assert send_reminders(LATE) == 0
    assert send_reminders(LATE + timedelta(days=13)) == 1
    assert "Thank you for your answer to Harbour Foods Limited. Actions that are still open: 1." in body()


@pytest.mark.parametrize("status", [FindingStatus.CLOSED_UNVERIFIED, FindingStatus.VERIFIED_CLOSED])
def test_nobody_is_reminded_once_nothing_is_open(link, action, status):
    Action.objects.update(status=status)
    assert send_reminders(LATE) == 0
    assert not mails("supplier_link_reminder")


def test_reminders_start_again_when_an_action_is_reopened(link, action):
    Action.objects.update(status=FindingStatus.CLOSED_UNVERIFIED)
    assert send_reminders(LATE) == 0
    Action.objects.update(status=FindingStatus.OPEN)
    assert send_reminders(LATE + timedelta(days=14)) == 1


def test_a_cancelled_link_and_a_closed_organisation_remind_nobody(own, link):
    supplier_links.revoke_link(link=link, actor=own.editor.user, at=AT)
    assert send_reminders(LATE) == 0
    SupplierLink.objects.update(revoked_at=None)
    own.organisation.closed_at = AT
    own.organisation.save()
    assert send_reminders(LATE) == 0


def test_questions_go_to_who_looks_after_the_supplier_once_the_sender_has_left(own, supplier, link):
    supplier.owner = own.lead.user
    supplier.save()
    own.editor.ended_at = AT
    own.editor.save()
    send_reminders(LATE)
    assert own.lead.user.email in body()
    assert own.editor.user.email not in body()


def test_sweeps_read_no_link_that_is_not_due(link, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert send_reminders(AT + timedelta(days=1)) == 0


def test_the_link_of_a_questionnaire_reminds_of_open_actions_too(own, supplier, action):
    (asked,) = questionnaires.request_questionnaires(
        organisation=own.organisation, suppliers=[supplier], reply_by=REPLY_BY, actor=own.editor.user, at=AT
    )
    link = SupplierLink.objects.get(supplier=asked.supplier)
    assert link.next_reminder_on is not None
    first = Outbox.objects.get(template="audits/questionnaire")
    assert send_reminders(AT + timedelta(days=11)) == 1
    token = decrypt(bytes(link.token_sealed)).decode()
    assert token in decrypt(bytes(first.body)).decode()
    reminder = Outbox.objects.get(template="audits/supplier_link_reminder")
    assert token in decrypt(bytes(reminder.body)).decode()


def test_a_questionnaire_alone_is_reminded_of_until_it_is_withdrawn(own, supplier):
    (asked,) = questionnaires.request_questionnaires(
        organisation=own.organisation, suppliers=[supplier], reply_by=REPLY_BY, actor=own.editor.user, at=AT
    )
    assert send_reminders(AT + timedelta(days=11)) == 1
    assert Outbox.objects.filter(template="audits/questionnaire").count() == 2
    questionnaires.withdraw(questionnaire=asked, actor=own.editor.user, at=AT + timedelta(days=12))
    assert send_reminders(LATE) == 0
