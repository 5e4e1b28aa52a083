"""/staff/jobs/, and what the people who wait for a job that failed for good are told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.archive.services import export_job
from compliance.suppliers.models import RiskRun
from compliance.suppliers.services import risk_job
from portal.accounts.roles import StaffRole
from portal.core.models import Outbox
from portal.history.models import Entry
from portal.jobs import protocol
from tests.compliance.workbooks.test_pipeline import member  # noqa: F401
from tests.factories.accounts import UserFactory, sign_in
from tests.portal.jobs.kinds import a_mail, a_risk_run, an_archive

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_queue(settings):
    settings.TASKS = settings.TASKS | {"jobs": {"BACKEND": "django.tasks.backends.dummy.DummyBackend", "QUEUES": []}}


@pytest.fixture
def administrator(client):
    user = UserFactory(role=StaffRole.SITE_ADMINISTRATOR)
    sign_in(client, user)
    return user


def put_aside(job):
    now = timezone.now() + timedelta(seconds=1)
    job.kind.rows().filter(pk=job.row.pk).update(attempt=job.row.max_attempts(), next_at=None)
    protocol.requeue_lost(job.kind, now=now)
    assert job.again().put_aside_at


def test_one_press_tries_a_job_again(client, administrator):
    job = a_mail()
    put_aside(job)
    page = client.get(reverse("operations_staff:jobs")).content.decode()
    assert "The worker stopped before it finished." in page
    assert job.row.to not in page, "who gets a mail may be a reporter"
    assert job.row.subject not in page
    address = reverse("operations_staff:retry_job", args=["mail", job.row.pk])
    page = client.post(address, follow=True).content.decode()
    assert "We are trying the job again." in page
    assert job.is_owed()
    assert Entry.objects.filter(action="operations.job.retried").count() == 1
    page = client.post(address, follow=True).content.decode()
    assert "has already" in page
    assert Entry.objects.filter(action="operations.job.retried").count() == 1


def test_the_home_page_of_site_administrators_says_how_many_failed(client, administrator):
    assert "Background jobs that failed</a></li>" in client.get(reverse("dashboard:home")).content.decode()
    put_aside(a_mail())
    assert "Background jobs that failed</a> (1)" in client.get(reverse("dashboard:home")).content.decode()


def test_a_kind_that_does_not_exist_is_refused(client, administrator):
    page = client.post(reverse("operations_staff:retry_job", args=["nothing", 1]), follow=True).content.decode()
    assert "has already" in page


def test_the_pages_of_risk_say_that_scores_failed_and_one_press_tries_again(client, member):  # noqa: F811
    job = a_risk_run()
    RiskRun.objects.filter(pk=job.row.pk).update(organisation=member.organisation)
    risk_job.request_scores(member.organisation, event="import", at=timezone.now())
    run = RiskRun.objects.get(organisation=member.organisation)
    sign_in(client, member.user)
    address = reverse("suppliers:risk", args=[member.organisation.slug])
    assert "We’re updating the scores" in client.get(address).content.decode()
    RiskRun.objects.filter(pk=run.pk).update(attempt=5)
    protocol.requeue_lost(risk_job.JOB, now=timezone.now() + timedelta(minutes=2))
    page = client.get(address).content.decode()
    assert "updating the scores" not in page
    assert "We could not calculate the risk scores." in page
    page = client.post(reverse("suppliers:rescore", args=[member.organisation.slug]), follow=True).content.decode()
    assert "We’re updating the scores" in page
    run.refresh_from_db()
    assert (run.attempt, run.put_aside_at) == (0, None)
    assert run.asked_at


def test_whoever_asked_for_an_archive_is_mailed_that_it_could_not_be_made(member):  # noqa: F811
    job = an_archive(member=member)
    job.kind.rows().filter(pk=job.row.pk).update(organisation=member.organisation)
    put_aside(job)
    letter = Outbox.objects.get(template="archive/failed")
    assert letter.to == member.user.email
    assert "We could not make" in letter.subject


def test_whoever_has_left_meanwhile_is_not(member):  # noqa: F811
    put_aside(an_archive(member=member))
    assert export_job.JOB.rows().get().put_aside_at
    assert not Outbox.objects.filter(template="archive/failed").exists()
