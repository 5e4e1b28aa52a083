"""Background jobs of archives: each loads a row by id and calls one service."""

from django.tasks import task
from django.utils import timezone

from compliance.archive.services import export_job


@task(backend="jobs", queue_name="default")
def make(archive_id: int) -> None:
    """Make an archive that was requested. May run twice without harm."""
    export_job.make_export(archive_id, clock=timezone.now)
