"""Jobs of workbooks: load by id, call one service."""

from django.tasks import task
from django.utils import timezone

from compliance.workbooks.services import packing, working


@task(backend="jobs", queue_name="workbooks")
def work(import_id: int) -> None:
    """Read an upload, or put it into the register. May run twice without harm."""
    working.work(import_id, clock=timezone.now)


@task(backend="jobs", queue_name="workbooks")
def pack(package_id: int) -> None:
    """The workbooks of all suppliers of an organisation. May run twice without harm."""
    packing.work(package_id, clock=timezone.now)
