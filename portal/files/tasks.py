"""The job of files: one look by the scanner. The row's state is the truth, the queue only a wake-up."""

import logging

from django.tasks import task

from portal.files import scanning
from portal.files.scanner import ScannerAway

logger = logging.getLogger(__name__)


@task(backend="jobs", queue_name="checks")
def scan(pk: int) -> None:
    try:
        scanning.find_viruses(pk)
    except ScannerAway as error:
        logger.warning("The scanner is away, file %s waits: %s", pk, error)
