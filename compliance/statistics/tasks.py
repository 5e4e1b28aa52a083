"""Run the job of figures: it loads by id and calls one service."""

from django.tasks import task
from django.utils import timezone

from compliance.statistics.services import preparation_job


@task(backend="jobs")
def prepare(pk: int) -> None:
    """Prepare the figures of a period. May run twice without harm."""
    preparation_job.run(pk, clock=timezone.now)
