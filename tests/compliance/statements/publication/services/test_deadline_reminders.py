"""Each reminder of a day goes once, to whom it is for, and stops when it no longer matters."""

from datetime import UTC, date, datetime, timedelta

import pytest

from compliance.organisations.choices import Role
from compliance.statements.models import EarlierYear, Reminded, RemindersDay
from compliance.statements.publication.services import deadline_reminders, publish
from tests.compliance.statements.conftest import AT
from tests.compliance.statements.core.forms.test_items import subsidiary_of
from tests.compliance.statements.groups.rules.test_workbook_rows import published
from tests.compliance.statements.mails import get_mails, read_mail
from tests.factories.organisations import OrganisationFactory, ScopeAnswerFactory

pytestmark = pytest.mark.django_db


EXPECTED = date(2026, 9, 30)


def nine(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def reminded() -> list[int]:
    return list(Reminded.objects.order_by("pk").values_list("offset_days", flat=True))


@pytest.fixture
def due(business):
    """A business whose year ended on 31 March 2026."""
    business.organisation.year_end_on = date(2026, 3, 31)
    business.organisation.turnover_band = "60m_100m"
    business.organisation.save()
    return business


def test_each_reminder_goes_once_to_whom_it_is_for(due):
    roles = {-182: 3, -90: 3, -30: 4, -14: 4, -7: 4, 1: 5, 30: 5}
    seen = {}
    for days in range(-190, 40):
        before = len(get_mails("statements/reminder"))
        for minutes in (0, 30):
            deadline_reminders.sweep(nine(EXPECTED + timedelta(days=days)) + timedelta(minutes=minutes))
        if more := len(get_mails("statements/reminder")) - before:
            seen[days] = more
    assert seen == roles
    assert reminded() == sorted(roles)


def test_the_mail_says_the_day_and_leads_to_the_statements_and_a_calendar_file(due, visit):
    deadline_reminders.sweep(nine(date(2026, 9, 23)))
    mail = read_mail(get_mails("statements/reminder")[0])
    assert "is expected by 30 September 2026" in mail
    assert "The Act does not set a deadline." in mail
    calendar = f"/o/{due.organisation.slug}/statements/expected/2026-09-30.ics"
    assert calendar in mail
    file = visit("viewer").get(calendar)
    assert file["Content-Type"].startswith("text/calendar")
    assert b"DTSTART;VALUE=DATE:20260930" in file.content
    for wrong in ("2026-02-30", "tomorrow"):
        assert visit("viewer").get(calendar.replace("2026-09-30", wrong)).status_code == 404


def test_a_day_is_looked_at_once_and_again_where_a_worker_died_on_the_way(due, monkeypatch, django_assert_num_queries):
    morning = nine(date(2026, 9, 23))

    def dies(*_args):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(deadline_reminders, "send_reminder", dies)
        with pytest.raises(SystemExit):
            deadline_reminders.sweep(morning)
    assert deadline_reminders.sweep(morning + timedelta(seconds=30)) == 1
    with django_assert_num_queries(1):
        assert deadline_reminders.sweep(morning + timedelta(minutes=1)) == 0
    deadline_reminders.sweep(morning + timedelta(days=1))
    assert [str(one) for one in RemindersDay.objects.all()] == ["Reminders of 2026-09-24"]


def test_nothing_goes_at_night(due):
    deadline_reminders.sweep(nine(date(2026, 9, 23)).replace(hour=3))
    assert not get_mails("statements/reminder")


def test_a_draft_with_another_year_end_is_reminded_of_its_own_day(due):
    due.start(period_start=date(2025, 5, 1), period_end=date(2026, 4, 30))
    deadline_reminders.sweep(nine(date(2026, 9, 23)))
    assert not get_mails("statements/reminder")
    deadline_reminders.sweep(nine(date(2026, 10, 24)))
    assert [one.due_on for one in Reminded.objects.all()] == [date(2026, 10, 31)]


def test_reminders_stop_once_the_statement_is_published(due):
    published(due, count=1)
    deadline_reminders.sweep(nine(date(2026, 10, 1)))
    assert not reminded()


def test_a_withdrawn_statement_is_asked_for_again(due):
    statement = published(due, count=1)
    publish.withdraw(version=statement.version, actor=due.editor, at=AT, reason="Wrong entity")
    deadline_reminders.sweep(nine(date(2026, 10, 1)))
    assert reminded() == [1]


def test_reminders_stop_where_the_organisation_does_not_have_to_publish(due):
    ScopeAnswerFactory(organisation=due.organisation, due_on=EXPECTED, outcome="not_required_voluntary")
    deadline_reminders.sweep(nine(date(2026, 9, 23)))
    assert not reminded()


def test_reminders_stop_below_the_threshold(due):
    due.organisation.turnover_band = "under_36m"
    due.organisation.save()
    deadline_reminders.sweep(nine(date(2026, 9, 23)))
    assert not reminded()


def test_reminders_stop_for_a_year_that_was_published_elsewhere(due):
    EarlierYear.objects.create(
        organisation=due.organisation, year=2026, period_start=date(2025, 4, 1), period_end=date(2026, 3, 31),
        url="https://goods.example/statement", added_at=AT,
    )  # fmt: skip
    deadline_reminders.sweep(nine(date(2026, 9, 23)))
    assert not reminded()


def test_reminders_stop_when_the_parents_statement_covers_it_and_only_then(business):
    published(business, count=3)
    facts = {"year_end_on": date(2026, 3, 31), "turnover_band": "60m_100m"}
    covered = subsidiary_of(business.organisation, name="Harbour Shop 1 Limited", company_number="09100001", **facts)
    claimed = OrganisationFactory(name="Harbour Shop 2 Limited", company_number="09100002", **facts)
    left_out = subsidiary_of(business.organisation, name="Other Limited", company_number="09999999", **facts)
    assert deadline_reminders.is_stopped(covered, EXPECTED)
    assert not deadline_reminders.is_stopped(covered, date(2027, 9, 30))
    assert not deadline_reminders.is_stopped(claimed, EXPECTED)
    assert not deadline_reminders.is_stopped(left_out, EXPECTED)


def test_who_is_not_in_a_role_that_it_is_for_gets_none(due):
    deadline_reminders.sweep(nine(date(2026, 7, 2)))
    wanted = {due.people[name].email for name in ("editor", "second", "administrator")}
    assert {mail.to for mail in get_mails("statements/reminder")} == wanted
    assert Role.VIEWER not in {one.role for one in due.memberships.values() if one.user.email in wanted}
