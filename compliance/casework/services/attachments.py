"""Files that the desk adds to a case: looked at as a reporter's are, and sealed in chunks under the case's key."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from compliance.casework import keeping
from compliance.casework.models import Attachment, Case, Removal
from compliance.casework.services import whole
from compliance.casework.services.keys import Keys, place
from compliance.casework.services.steps import Refusal, acted, open_case
from compliance.concerns.choices import Scan
from compliance.concerns.services import file_checks
from compliance.concerns.services.file_checks import NotScanned, Wish
from portal.accounts.models import User
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


def add(
    *, case: Case, upload: UploadedFile, about: About, token: UUID, actor: User, keys: Keys, at: datetime
) -> list[str]:
    """Codes of what was taken out of it. token: of the form, so that a form sent twice adds it once.

    The bytes get a name of their own, which no form can choose, before the row is written: the second of two equal
    posts never replaces what the first one's row speaks for.
    Raises Refusal for a closed case, portal.files.file_types.Refused, looking.CannotBeCleaned.
    """
    row = Attachment(uuid=uuid5(case.pk, str(token)), case=case, added_by=actor, added_at=at)
    if Attachment.objects.filter(pk=row.pk).exists():
        return []
    file_checks.must_have_room(list(case.attachments.values_list("size", flat=True)), upload.size or 0)
    (file,), scan = file_checks.looked_at(upload, Wish(as_it_is=about.as_it_is)), file_checks.scanned(upload)
    said = {
        "name": file_checks.named(clean_name(upload.name or ""), file.kind),
        "what": about.what,
        "made_on": about.made_on.isoformat() if about.made_on else "",
        "content_type": file.kind.content_type,
        "sha256": file.sha256,
        "role": file.role.value,
        "scan": scan.value,
        "removed": file.removed,
    }
    row.kind, row.size, row.stored_as = file.kind.name, file.size, keeping.name_of(uuid4())
    keys.seal(row, about=said)
    keeping.put(row.stored_as, encryption.seal_chunks(keys.of(case), file.pieces(), place(row, "body")))
    try:
        is_claimed = _claim(row, actor=actor, at=at)
    except (Refusal, Refused):
        keeping.drop(row.stored_as)
        raise
    if not is_claimed:
        keeping.drop(row.stored_as)
    return file.removed


@transaction.atomic
def _claim(row: Attachment, *, actor: User, at: datetime) -> bool:
    """Write the row of stored bytes, unless the same form was handled already. Raises Refusal for a closed case."""
    row.case = open_case(row.case)
    if Attachment.objects.filter(pk=row.pk).exists():
        return False
    file_checks.must_have_room(list(row.case.attachments.values_list("size", flat=True)), row.size)
    row.save(force_insert=True)
    acted(row.case, actor, "casework.file.added", at)
    return True


def of_case(case: Case) -> list[Attachment]:
    return whole.read(Attachment.objects.select_related("added_by").order_by("added_at"), case)


def find(case: Case, uuid: UUID) -> Attachment | None:
    return whole.find(Attachment.objects, case, uuid)


def body_of(row: Attachment, keys: Keys) -> Iterator[bytes]:
    """The bytes, piece by piece. Raises FileNotFoundError, boxes.CannotOpen."""
    return encryption.open_chunks(keys.of(row.case), keeping.pieces(row.stored_as), place(row, "body"))


def must_be_clean(row: Attachment, keys: Keys, *, actor: User, at: datetime) -> None:
    """Where there is a scanner, nothing is handed out that it has not looked at. Raises looking.NotScanned."""
    said = keys.facts(row, "about")
    if said["scan"] == Scan.CLEAN or not settings.SCANNER_SOCKET:
        return
    found = file_checks.found_again(body_of(row, keys))
    with transaction.atomic():
        if not found:
            keys.seal(row, about=said | {"scan": Scan.CLEAN.value})
            row.save(update_fields=["about"])
        record(actor, "casework.file.scanned", row.case, {"result": "found" if found else "clean"}, at=at)
    if found:
        raise NotScanned


def drop_orphans(now: datetime) -> int:
    """Bytes that no row speaks for, an hour after they came; how many. A file that was removed may be restored."""
    dropped = 0
    for name, _uuid in keeping.kept_before(now - ORPHAN_AFTER):
        if not any(model.objects.filter(stored_as=name).exists() for model in (Attachment, Removal)):
            keeping.drop(name)
            dropped += 1
    return dropped
