"""Applications to be listed: saved once, decided once."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core import mail

from learning.directory.choices import Outcome
from learning.directory.models import Application, Service
from learning.directory.services import applications
from portal.accounts.roles import StaffRole
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.directory import ApplicationFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 5, 1, 9, tzinfo=UTC)


@pytest.fixture
def editor():
    return UserFactory(role=StaffRole.CONTENT_EDITOR)


def test_a_form_that_is_sent_twice_is_one_application():
    token, answers = uuid4(), ApplicationFactory().answers
    sent = [applications.save_application(token=token, answers=answers, at=NOW) for _ in range(2)]
    assert sent[0] == sent[1]
    assert Application.objects.filter(token=token).count() == 1
    assert Entry.objects.filter(action="directory.application.received").count() == 1


def test_accepting_makes_a_draft_that_nobody_sees_yet(editor):
    application = ApplicationFactory()
    service = applications.accept_application(application=application, actor=editor, at=NOW)
    application.refresh_from_db()
    assert (application.outcome, application.service) == (Outcome.ACCEPTED, service)
    assert service.provider.name == application.answers["provider"]["name"]
    assert not Service.objects.public().filter(pk=service.pk).exists()


def test_a_rejected_organisation_is_told_why(editor, django_capture_on_commit_callbacks):
    application = ApplicationFactory()
    with django_capture_on_commit_callbacks(execute=True):
        applications.reject_application(application=application, reason="It is abroad.", actor=editor, at=NOW)
    (letter,) = mail.outbox
    assert letter.to == [application.answers["contact_email"]]
    assert "It is abroad." in letter.body
    assert not Service.objects.exists()


def test_what_was_decided_is_not_decided_again(editor):
    application = ApplicationFactory()
    applications.reject_application(application=application, reason="It is abroad.", actor=editor, at=NOW)
    with pytest.raises(ActionRefused):
        applications.accept_application(application=application, actor=editor, at=NOW)
    assert not Service.objects.exists()
