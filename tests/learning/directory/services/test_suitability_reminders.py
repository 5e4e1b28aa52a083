"""Our staff are told once that an organisation is to be checked again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from learning.directory.choices import Visibility
from learning.directory.models import Service
from learning.directory.services import verification
from learning.directory.services.suitability_reminders import send_suitability_reminders
from learning.directory.sweep import sweep
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory
from tests.factories.directory import ServiceFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 5, 1, 9, tzinfo=UTC)
LATER = date(2029, 1, 1)


@pytest.fixture(autouse=True)
def _no_entries():
    Service.objects.all().delete()


@pytest.fixture
def editor():
    return UserFactory(role=StaffRole.CONTENT_EDITOR)


def service(**facts):
    return ServiceFactory(next_review_on=LATER, **facts)


def test_every_editor_is_told_once_of_all_that_are_due(editor, django_capture_on_commit_callbacks):
    manager = UserFactory(role=StaffRole.SITE_ADMINISTRATOR)
    UserFactory(role=StaffRole.HANDLER)
    service(), service(suitable_on=date(2026, 5, 1)), service(suitable_on=date(2026, 5, 2))
    service(is_draft=True), service(visibility=Visibility.HIDDEN)
    with django_capture_on_commit_callbacks(execute=True):
        assert [sweep(NOW + timedelta(minutes=minutes)) for minutes in (0, 1, 60)] == [2, 0, 0]
    assert {message.to[0] for message in mail.outbox} == {editor.email, manager.email}
    assert "2 organisations to check again" in mail.outbox[0].subject
    assert "/staff/directory/?show=suitability" in mail.outbox[0].body


def test_the_next_day_tells_only_of_what_came_due_since(editor, django_capture_on_commit_callbacks):
    service(suitable_on=date(2026, 5, 1)), service(suitable_on=date(2026, 5, 2))
    with django_capture_on_commit_callbacks(execute=True):
        assert [send_suitability_reminders(NOW + timedelta(days=days)) for days in range(4)] == [1, 1, 0, 0]
    assert [message.subject.split(" (")[0] for message in mail.outbox] == ["1 organisation to check again"] * 2


def test_a_check_that_was_done_is_asked_for_again_a_year_later(editor):
    entry = service(suitable_on=date(2026, 1, 1))
    assert send_suitability_reminders(NOW) == 1
    verification.record_suitability(service=entry, note="Spoke to Wren.", actor=editor, at=NOW)
    assert send_suitability_reminders(NOW + timedelta(days=300)) == 0
    assert send_suitability_reminders(NOW + timedelta(days=366)) == 1


def test_with_nobody_to_tell_it_waits():
    service()
    assert send_suitability_reminders(NOW) == 0
    UserFactory(role=StaffRole.CONTENT_EDITOR)
    assert send_suitability_reminders(NOW) == 1
