"""Background jobs: each loads a row by id and calls one service."""

from django.tasks import task
from django.utils import timezone

from compliance.organisations.services import export_job
from compliance.organisations.services.domain_verification import verify_domain


@task(backend="jobs", queue_name="checks")
def check_proof(proof_id: int) -> None:
    """Look for an organisation's code on its domain. May run twice without harm."""
    verify_domain(proof_id=proof_id, at=timezone.now())


@task(backend="jobs", queue_name="default")
def make_export(export_id: int) -> None:
    """Make a download that was asked for. May run twice without harm."""
    export_job.make_export(export_id, clock=timezone.now)
