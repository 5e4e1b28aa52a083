"""A reporter's file: checked and encrypted within the request, because nobody can open it later.

See docs/requirements/security.md#file-checks.
"""

import errno
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from compliance.concerns import storage
from compliance.concerns.encryption import get_file_body_place, get_file_facts_place, open_json, seal_json
from compliance.concerns.models import Concern, ConcernFile, Draft
from compliance.concerns.services import draft as drafts
from compliance.concerns.services import file_checks
from compliance.concerns.services.delayed_history import delay_line
from compliance.concerns.services.draft import OpenDraft
from compliance.concerns.services.file_checks import UploadOptions
from compliance.concerns.types import FileFacts
from portal.files.file_types import Refused, clean_name
from portal.vault import encryption

logger = logging.getLogger(__name__)
ORPHAN_AFTER = timedelta(hours=1)
BATCH_SIZE = 500


def add_to_draft(
    draft: OpenDraft, upload: UploadedFile, *, wish: UploadOptions, token: UUID, now: datetime
) -> list[str]:
    """Save a file with a draft and return the codes of what was removed from it.

    A form that is sent twice, even at the same moment, saves one file.
    Raises Refused, file_checks.CannotBeCleaned, drafts.Gone.
    """
    if _is_saved(draft.files, upload, token):
        return []
    file_checks.check_room(_sizes(draft.files), upload.size or 0)
    with _storing(upload, wish, token, now) as stored:
        stored.is_claimed = drafts.claim_files(draft.cookie, stored.facts, now=now)
        return stored.removed


def add_to_concern(
    concern: Concern,
    key: bytes,
    upload: UploadedFile,
    *,
    wish: UploadOptions,
    token: UUID,
    now: datetime,
    guard: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> list[str]:
    """Save a file with a concern that was sent and return the codes of what was removed from it.

    guard: what is open while the rows are written, long after the upload began.
    """
    if _is_saved(get_files(concern, key), upload, token):
        return []
    file_checks.check_room(get_sizes(concern), upload.size or 0)
    with _storing(upload, wish, token, now) as stored, guard():
        stored.is_claimed = _claim_for_concern(concern, key, stored.facts, now=now)
        return stored.removed


@transaction.atomic
def _claim_for_concern(concern: Concern, key: bytes, facts: list[FileFacts], *, now: datetime) -> bool:
    """Write the rows of stored files, unless the same form was handled already; whether they were written."""
    locked = Concern.objects.select_for_update().filter(pk=concern.pk).first()
    if locked is None:
        raise Refused(_("These messages have ended, so we could not add the file. Make a new report to send it."))
    saved = get_files(locked, key)
    if drafts.has_upload(saved, UUID(facts[0]["token"]), facts[0].get("upload", "")):
        return False
    file_checks.check_room(_sizes(saved), sum(_sizes(facts)), adds=len(facts))
    rows = drafts.file_rows(facts, concern=locked)
    for row, row_facts in zip(rows, facts, strict=True):
        row.facts = seal_json(key, row_facts, get_file_facts_place(locked.uuid, row.uuid))
    ConcernFile.objects.bulk_create(rows)
    delay_line("concerns.file.received", locked, now=now)
    return True


def remove_from_draft(draft: OpenDraft, uuid: UUID, *, now: datetime) -> None:
    """Delete a file of a draft, with its bytes."""
    for gone in drafts.remove_file(draft.cookie, str(uuid), now=now):
        storage.delete_body(UUID(gone))


def delete_draft(draft: OpenDraft) -> None:
    """Delete the draft and its files; what was sent already stays sent."""
    rows = ConcernFile.objects.filter(draft=draft.row)
    uuids = list(rows.values_list("uuid", flat=True))
    # Django deletes them after the draft, by which alone a face for reporters sees them.
    rows.delete()
    Draft.objects.filter(uuid=draft.row.uuid).delete()
    for uuid in uuids:
        storage.delete_body(uuid)


def get_sizes(concern: Concern) -> list[int]:
    """Return the sizes of a concern's files, in bytes."""
    return list(concern.files.values_list("size", flat=True))


def _sizes(files: list[FileFacts]) -> list[int]:
    return [facts["size"] for facts in files]


def get_files(concern: Concern, key: bytes) -> list[FileFacts]:
    """Return the facts of each file, by time of upload; `scan` and `role` as they are now."""
    files: list[FileFacts] = []
    for file in concern.files.all():
        facts: FileFacts = open_json(key, file.facts, get_file_facts_place(concern.uuid, file.uuid))
        files.append(facts | {"scan": file.scan, "role": file.role})
    return sorted(files, key=lambda facts: (facts["at"], facts["role"]))


def read_body(facts: FileFacts) -> Iterator[bytes]:
    """Yield the bytes, piece by piece. Raises FileNotFoundError, portal.vault.encryption.DecryptionError."""
    uuid = UUID(facts["uuid"])
    return encryption.open_chunks(bytes.fromhex(facts["key"]), storage.read_body(uuid), get_file_body_place(uuid))


@dataclass
class StoredUpload:
    """Files whose encrypted bytes are in storage. Until a row claims them nobody can open them.

    facts: of each file, the file that was chosen first.
    """

    facts: list[FileFacts] = field(default_factory=list, repr=False)
    is_claimed: bool = False

    @property
    def removed(self) -> list[str]:
        """Return the codes of the hidden details that were removed; empty where another request saved the file."""
        return self.facts[0]["removed"] if self.is_claimed else []


def _is_saved(files: list[FileFacts], upload: UploadedFile, token: UUID) -> bool:
    """Return whether this very file came with the form before. What comes with a new form is not read for that."""
    if not any(facts["token"] == str(token) for facts in files):
        return False
    with _refusing_disk_errors():
        return drafts.has_upload(files, token, file_checks.hash_upload(upload))


@contextmanager
def _storing(upload: UploadedFile, wish: UploadOptions, token: UUID, now: datetime) -> Iterator[StoredUpload]:
    """Write the encrypted bytes under new random names; they are deleted again unless the block claims them.

    A name that a form could choose would let the second of two equal posts, or another person's post, replace bytes
    that a row already speaks for.
    """
    name = clean_name(upload.name or "")
    with _refusing_disk_errors():
        sent, checked = file_checks.hash_upload(upload), file_checks.check_upload(upload, wish)
    scan = file_checks.scan_upload(upload)
    stored = StoredUpload()
    try:
        for item in checked:
            uuid, key = uuid4(), encryption.new_key()
            first = stored.facts[0]["uuid"] if stored.facts else ""
            stored.facts.append(
                {
                    "uuid": str(uuid),
                    "token": str(token),
                    "beside": first,
                    "key": key.hex(),
                    "name": file_checks.with_suffix(name, item.kind),
                    "kind": item.kind.name,
                    "size": item.size,
                    "sha256": item.sha256,
                    "upload": sent,
                    "role": item.role.value,
                    "scan": scan.value,
                    "removed": item.removed,
                    "note": wish.note,
                    "made": wish.made,
                    "at": now.isoformat(),
                }
            )
            with _refusing_disk_errors():
                storage.save_body(uuid, encryption.seal_chunks(key, item.pieces(), get_file_body_place(uuid)))
        yield stored
    except DatabaseError:
        # The rows may have been committed all the same: the sweep deletes what no row speaks for.
        raise
    except BaseException:
        _delete_stored(stored)
        raise
    if not stored.is_claimed:
        _delete_stored(stored)


def _delete_stored(stored: StoredUpload) -> None:
    for facts in stored.facts:
        storage.delete_body(UUID(facts["uuid"]))


@contextmanager
def _refusing_disk_errors() -> Iterator[None]:
    """Turn a disk error into Refused: a full disk must not keep somebody from reporting the rest."""
    try:
        yield
    except OSError as error:
        # The exception itself would say the file's name.
        kind = errno.errorcode.get(error.errno or 0, "OSError")
        logger.error("A reporter's file could not be written: %s", kind)  # noqa: TRY400 – for just that reason
        raise Refused(
            _("We cannot save files at the moment. Send your report without it. You can add it later with your code.")
        ) from error


def delete_orphans(now: datetime) -> int:
    """Delete bytes without a row, an hour after they came; return how many. Reading the whole storage takes a while."""
    dropped = 0
    for batch in batched(storage.list_written_before(now - ORPHAN_AFTER), BATCH_SIZE, strict=False):
        named = [uuid for _, uuid in batch if uuid]
        existing = set(ConcernFile.objects.filter(uuid__in=named).values_list("uuid", flat=True))
        for path, uuid in batch:
            if uuid not in existing:
                storage.get_storage().delete(path)
                dropped += 1
    return dropped
