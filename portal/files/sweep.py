"""The sweep of files: bytes without a row, and files that no scanner has looked at yet."""

from datetime import datetime, timedelta

from django.conf import settings

from portal.files import services
from portal.files.models import StoredFile
from portal.files.tasks import scan

RESCAN_DELAY = timedelta(minutes=1)
MAX_SCANS_A_ROUND = 20


def sweep(now: datetime) -> int:
    """Delete orphans and scan again what waits; return how many things."""
    return services.delete_orphans(now) + _scan_again(now)


def _scan_again(now: datetime) -> int:
    if not settings.SCANNER_SOCKET:
        return 0
    waiting = StoredFile.objects.filter(state=StoredFile.State.RECEIVED, uploaded_at__lt=now - RESCAN_DELAY)
    pks = list(waiting.order_by("uploaded_at").values_list("pk", flat=True)[:MAX_SCANS_A_ROUND])
    for pk in pks:
        scan.enqueue(pk)
    return len(pks)
