"""Jobs of archives: load by id, call one service."""

from django.tasks import task
from django.utils import timezone

from compliance.archive.services import export_job


@task(backend="jobs", queue_name="default")
def make(archive_id: int) -> None:
    """Make an archive that is owed. May run twice without harm."""
    export_job.make_export(archive_id, clock=timezone.now)
