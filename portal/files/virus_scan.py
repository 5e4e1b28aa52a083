"""What a virus scan does to a file's row; the queue and the sweep ask for it."""

from django.conf import settings
from django.db import transaction

from portal.files import clamav, storage
from portal.files.models import StoredFile
from portal.history.services import record


def find_viruses(pk: int) -> None:
    """Ask the scanner about one file; safe to run twice. Raises clamav.ScannerAway: the sweep asks again."""
    stored = StoredFile.objects.filter(pk=pk, state=StoredFile.State.RECEIVED).first()
    if stored is None:
        return
    finding = clamav.scan_stream([storage.read_file(stored.uuid)], address=settings.SCANNER_SOCKET)
    with transaction.atomic():
        locked = StoredFile.objects.select_for_update().filter(pk=pk).first()
        if locked is None or locked.state != StoredFile.State.RECEIVED:
            return
        locked.state = StoredFile.State.REFUSED if finding else StoredFile.State.CLEAN
        locked.save(update_fields=["state"])
        if finding:
            record("scanner", "files.file.refused", locked, {"found": finding[:100]}, scope=locked.scope)
            transaction.on_commit(lambda: storage.delete_file(locked.uuid))
