"""Run the jobs of suppliers: each loads by id and calls one service."""

from django.tasks import task
from django.utils import timezone

from compliance.suppliers.services import risk_job


@task(backend="jobs")
def rescore(organisation_id: int) -> int | None:
    """Recompute the scores of an organisation. May run twice without harm."""
    return risk_job.run(organisation_id, now=timezone.now())
