"""Run the jobs of suppliers: each loads by id and calls one service."""

from django.tasks import task
from django.utils import timezone

from compliance.suppliers.services import company_lookup, duplicate_job, risk_job


@task(backend="jobs")
def rescore(organisation_id: int) -> int | None:
    """Recompute the scores of an organisation. May run twice without harm."""
    return risk_job.run(organisation_id, now=timezone.now())


@task(backend="jobs")
def search_duplicates(organisation_id: int) -> None:
    """Search a register for duplicates, as was asked. May run twice without harm."""
    duplicate_job.run(organisation_id, clock=timezone.now)


@task(backend="jobs")
def look_up_companies(organisation_id: int) -> None:
    """Look a register up at Companies House, as was asked. May run twice without harm."""
    company_lookup.run(organisation_id, clock=timezone.now)
