"""Run the jobs of workbooks: each loads by id and calls one service."""

from django.tasks import task
from django.utils import timezone

from compliance.workbooks.services import import_job, package_job


@task(backend="jobs", queue_name="workbooks")
def work(import_id: int) -> None:
    """Read an upload, or put it into the register. May run twice without harm."""
    import_job.work_on_import(import_id, clock=timezone.now)


@task(backend="jobs", queue_name="workbooks")
def pack(package_id: int) -> None:
    """Make the workbooks of all suppliers of an organisation. May run twice without harm."""
    package_job.make_package(package_id, clock=timezone.now)
