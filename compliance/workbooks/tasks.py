"""The job of an upload: load by id, call one service."""

from django.tasks import task
from django.utils import timezone

from compliance.workbooks.services import working


@task(backend="jobs", queue_name="workbooks")
def work(import_id: int) -> None:
    """Read an upload, or put it into the register. May run twice without harm."""
    working.work(import_id, clock=timezone.now)
