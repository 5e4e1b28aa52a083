"""A reporter's file: looked at and sealed within the request, for nobody can open it later (security 3.9)."""

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from compliance.concerns import encryption as concerns_encryption
from compliance.concerns import storage as concerns_storage
from compliance.concerns.models import Concern, ConcernFile, Draft
from compliance.concerns.services import draft as drafts
from compliance.concerns.services import file_checks
from compliance.concerns.services.delayed_history import delay_line
from compliance.concerns.services.draft import OpenDraft
from compliance.concerns.services.file_checks import UploadOptions
from portal.files.file_types import Refused, clean_name
from portal.vault import encryption

logger = logging.getLogger(__name__)
ORPHAN_AFTER = timedelta(hours=1)
BATCH_SIZE = 500


def add_to_draft(
    opened: OpenDraft, upload: UploadedFile, *, wish: UploadOptions, token: UUID, now: datetime
) -> list[str]:
    """Save a file with a draft and return the codes of what was removed from it.

    A form that is sent twice, even at the same moment, saves one file.
    Raises ActionRefused, looking.CannotBeCleaned, drafts.Gone.
    """
    if drafts.has_upload(opened.files, token):
        return []
    file_checks.check_room(_sizes(opened.files), upload.size or 0)
    with _storing(upload, wish, token, now) as stored:
        stored.is_claimed = drafts.claim_files(opened.cookie, stored.facts, now=now)
        return stored.removed


def add_to_concern(
    concern: Concern, key: bytes, upload: UploadedFile, *, wish: UploadOptions, token: UUID, now: datetime
) -> list[str]:
    """Do the same for a concern that was sent."""
    if drafts.has_upload(get_files(concern, key), token):
        return []
    file_checks.check_room(get_sizes(concern), upload.size or 0)
    with _storing(upload, wish, token, now) as stored:
        stored.is_claimed = _claim_for_concern(concern, key, stored.facts, now=now)
        return stored.removed


@transaction.atomic
def _claim_for_concern(concern: Concern, key: bytes, facts: list[dict[str, Any]], *, now: datetime) -> bool:
    """Write the rows of stored files, unless the same form was handled already; whether they were written."""
    locked = Concern.objects.select_for_update().filter(pk=concern.pk).first()
    if locked is None:
        raise Refused(_("This conversation has ended, so we could not add the file. Tell us again to send it."))
    saved = get_files(locked, key)
    if drafts.has_upload(saved, UUID(facts[0]["token"])):
        return False
    file_checks.check_room(_sizes(saved), sum(_sizes(facts)), adds=len(facts))
    rows = drafts.file_rows(facts, concern=locked)
    for row, row_facts in zip(rows, facts, strict=True):
        row.facts = concerns_encryption.seal_json(
            key, row_facts, concerns_encryption.get_file_facts_place(locked.uuid, row.uuid)
        )
    ConcernFile.objects.bulk_create(rows)
    delay_line("concerns.file.received", locked, now=now)
    return True


def remove_from_draft(opened: OpenDraft, uuid: UUID, *, now: datetime) -> None:
    for gone in drafts.remove_file(opened.cookie, str(uuid), now=now):
        concerns_storage.delete_body(UUID(gone))


def delete_draft(opened: OpenDraft) -> None:
    """The draft and all that came with it; what was sent already stays sent."""
    uuids = list(ConcernFile.objects.filter(draft=opened.row).values_list("uuid", flat=True))
    Draft.objects.filter(uuid=opened.row.uuid).delete()
    for uuid in uuids:
        concerns_storage.delete_body(uuid)


def get_sizes(concern: Concern) -> list[int]:
    return list(concern.files.values_list("size", flat=True))


def _sizes(files: list[dict[str, Any]]) -> list[int]:
    return [facts["size"] for facts in files]


def get_files(concern: Concern, key: bytes) -> list[dict[str, Any]]:
    """Facts of each file, by when it came; `scan` and `role` as they are now."""
    found = []
    for file in concern.files.all():
        facts = concerns_encryption.open_json(
            key, file.facts, concerns_encryption.get_file_facts_place(concern.uuid, file.uuid)
        )
        found.append(facts | {"scan": file.scan, "role": file.role})
    return sorted(found, key=lambda facts: (facts["at"], facts["role"]))


def read_body(facts: dict[str, Any]) -> Iterator[bytes]:
    """The bytes, piece by piece. Raises FileNotFoundError, portal.vault.encryption.DecryptionError."""
    uuid = UUID(facts["uuid"])
    return encryption.open_chunks(
        bytes.fromhex(facts["key"]), concerns_storage.read_body(uuid), concerns_encryption.get_file_body_place(uuid)
    )


@dataclass
class StoredUpload:
    """Files whose encrypted bytes are in storage. Until a row claims them nobody can open them.

    facts: of each file, the file that was chosen first.
    """

    facts: list[dict[str, Any]] = field(default_factory=list, repr=False)
    is_claimed: bool = False

    @property
    def removed(self) -> list[str]:
        """Codes of the hidden details that were removed; empty where another request saved the file."""
        return self.facts[0]["removed"] if self.is_claimed else []


@contextmanager
def _storing(upload: UploadedFile, wish: UploadOptions, token: UUID, now: datetime) -> Iterator[StoredUpload]:
    """Write the encrypted bytes under new random names; they are deleted again unless the block claims them.

    A name that a form could choose would let the second of two equal posts, or another person's post, replace bytes
    that a row already speaks for.
    """
    name = clean_name(upload.name or "")
    with _refusing_disk_errors():
        looked = file_checks.check_upload(upload, wish)
    scan = file_checks.scan_upload(upload)
    stored = StoredUpload()
    try:
        for item in looked:
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
                    "role": item.role.value,
                    "scan": scan.value,
                    "removed": item.removed,
                    "note": wish.note,
                    "made": wish.made,
                    "at": now.isoformat(),
                }
            )
            with _refusing_disk_errors():
                concerns_storage.save_body(
                    uuid, encryption.seal_chunks(key, item.pieces(), concerns_encryption.get_file_body_place(uuid))
                )
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
        concerns_storage.delete_body(UUID(facts["uuid"]))


@contextmanager
def _refusing_disk_errors() -> Iterator[None]:
    """Raises ActionRefused where it cannot be written: a full disk must not keep somebody from telling the rest."""
    try:
        yield
    except OSError as error:
        # The exception itself would say the file's name.
        kind = errno.errorcode.get(error.errno or 0, "OSError")
        logger.error("A reporter's file could not be written: %s", kind)  # noqa: TRY400 – for just that reason
        raise Refused(
            _("We cannot keep files at the moment. Send the rest without it. You can add it later, with your code.")
        ) from error


def delete_orphans(now: datetime) -> int:
    """Bytes that no row speaks for, an hour after they came; how many. To look at all that is kept takes a while."""
    dropped = 0
    for kept in batched(concerns_storage.list_written_before(now - ORPHAN_AFTER), BATCH_SIZE, strict=False):
        named = [uuid for _, uuid in kept if uuid]
        known = set(ConcernFile.objects.filter(uuid__in=named).values_list("uuid", flat=True))
        for path, uuid in kept:
            if uuid not in known:
                concerns_storage.get_storage().delete(path)
                dropped += 1
    return dropped
