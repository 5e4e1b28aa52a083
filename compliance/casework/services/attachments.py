"""Files that the desk adds to a case: looked at as a reporter's are, and sealed in chunks under the case's key."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from compliance.casework import storage
from compliance.casework.models import Attachment, Case, Removal
from compliance.casework.services import merged_cases
from compliance.casework.services.case_keys import Keys, get_place
from compliance.casework.services.transitions import lock_open_case, lock_row, record_act
from compliance.concerns.choices import Scan
from compliance.concerns.services import file_checks
from compliance.concerns.services.file_checks import NotScanned, UploadOptions
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.core.form_tokens import get_row_id
from portal.files.file_types import Refused, clean_name
from portal.history.services import record
from portal.vault import encryption

ORPHAN_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class About:
    """What the file is, in the handler's words, and the day it was made where anybody knows."""

    what: str
    made_on: date | None
    as_it_is: bool = False


def add_attachment(
    *, case: Case, upload: UploadedFile, about: About, token: UUID, actor: User, keys: Keys, at: datetime
) -> list[str]:
    """Return the codes of what was taken out of it. token: of the form, so that a form sent twice adds it once, and
    with another file adds that too.

    The bytes get a name of their own, which no form can choose, before the row is written: the second of two equal
    posts never replaces what the first one's row speaks for.
    Raises ActionRefused for a closed case, portal.files.file_types.Refused, file_checks.CannotBeCleaned.
    """
    row = Attachment(
        uuid=get_row_id(case.pk, token, file_checks.hash_upload(upload)), case=case, added_by=actor, added_at=at
    )
    if Attachment.objects.filter(pk=row.pk).exists():
        return []
    file_checks.check_room(list(case.attachments.values_list("size", flat=True)), upload.size or 0)
    (file,), scan = (
        file_checks.check_upload(upload, UploadOptions(as_it_is=about.as_it_is)),
        file_checks.scan_upload(upload),
    )
    facts = {
        "name": file_checks.with_suffix(clean_name(upload.name or ""), file.kind),
        "what": about.what,
        "made_on": about.made_on.isoformat() if about.made_on else "",
        "content_type": file.kind.content_type,
        "sha256": file.sha256,
        "role": file.role.value,
        "scan": scan.value,
        "removed": file.removed,
    }
    row.kind, row.size, row.stored_as = file.kind.name, file.size, storage.get_name(uuid4())
    keys.seal(row, about=facts)
    storage.save_file(row.stored_as, encryption.seal_chunks(keys.get_key(case), file.pieces(), get_place(row, "body")))
    try:
        is_claimed = _claim(row, actor=actor, at=at)
    except (ActionRefused, Refused):
        storage.delete_file(row.stored_as)
        raise
    if not is_claimed:
        storage.delete_file(row.stored_as)
    return file.removed


@transaction.atomic
def _claim(row: Attachment, *, actor: User, at: datetime) -> bool:
    """Write the row of stored bytes, unless the same form was handled already.

    Raises ActionRefused for a closed case.
    """
    row.case = lock_open_case(row.case)
    if Attachment.objects.filter(pk=row.pk).exists():
        return False
    file_checks.check_room(list(row.case.attachments.values_list("size", flat=True)), row.size)
    row.save(force_insert=True)
    record_act(row.case, actor, "casework.file.added", at)
    return True


def get_attachments(case: Case) -> list[Attachment]:
    return merged_cases.read_rows(Attachment.objects.select_related("added_by").order_by("added_at"), case)


def find_attachment(case: Case, uuid: UUID) -> Attachment | None:
    return merged_cases.find_row(Attachment.objects, case, uuid)


def read_body(row: Attachment, keys: Keys) -> Iterator[bytes]:
    """Return the bytes, piece by piece. Raises FileNotFoundError, encryption.DecryptionError."""
    return encryption.open_chunks(keys.get_key(row.case), storage.read_file(row.stored_as), get_place(row, "body"))


def require_clean(row: Attachment, keys: Keys, *, actor: User, at: datetime) -> None:
    """Hand out nothing that the scanner, where there is one, has not looked at.

    Raises file_checks.NotScanned, RowGone.
    """
    facts = keys.facts(row, "about")
    if facts["scan"] == Scan.CLEAN or not settings.SCANNER_SOCKET:
        return
    is_infected = file_checks.scan_again(read_body(row, keys))
    with transaction.atomic():
        lock_row(row)
        if not is_infected:
            keys.seal(row, about=facts | {"scan": Scan.CLEAN.value})
            row.save(update_fields=["about"])
        record(actor, "casework.file.scanned", row.case, {"result": "found" if is_infected else "clean"}, at=at)
    if is_infected:
        raise NotScanned


def is_in_use(stored_as: str) -> bool:
    """Return whether a file of a case has these bytes, or a removal of one, which may be undone.

    One query asks both: between two of them a removal could be undone, and neither would find it.
    """
    attachments, removals = (
        model.objects.filter(stored_as=stored_as).order_by().values("stored_as") for model in (Attachment, Removal)
    )
    return attachments.union(removals).exists()


def delete_orphans(now: datetime) -> int:
    """Delete bytes that no row speaks for, an hour after they came. Return how many. A removed file may be restored."""
    dropped = 0
    for name, _uuid in storage.files_written_before(now - ORPHAN_AFTER):
        if not is_in_use(name):
            storage.delete_file(name)
            dropped += 1
    return dropped
