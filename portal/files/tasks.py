"""The background job of files: one look by the scanner. The row's state is the truth, the queue only a wake-up."""

import logging

from django.tasks import task

from portal.files import virus_scan
from portal.files.clamav import ScannerAway

logger = logging.getLogger(__name__)


@task(backend="jobs", queue_name="checks")
def scan(pk: int) -> None:
    try:
        virus_scan.find_viruses(pk)
    except ScannerAway as error:
        logger.warning("The scanner is away, file %s waits: %s", pk, error)
