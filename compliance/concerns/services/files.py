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
from compliance.concerns.services.delayed_history import hold
from compliance.concerns.services.draft import OpenDraft
from compliance.concerns.services.file_checks import Wish
from portal.files.file_types import Refused, clean_name
from portal.vault import encryption

logger = logging.getLogger(__name__)
ORPHAN_AFTER = timedelta(hours=1)
ASKED_AT_ONCE = 500


def add_to_draft(opened: OpenDraft, upload: UploadedFile, *, wish: Wish, token: UUID, now: datetime) -> list[str]:
    """Save a file with a draft and return the codes of what was removed from it.

    A form that is sent twice, even at the same moment, saves one file.
    Raises ActionRefused, looking.CannotBeCleaned, drafts.Gone.
    """
    if drafts.has_upload(opened.files, token):
        return []
    file_checks.must_have_room(_sizes(opened.files), upload.size or 0)
    with _stored(upload, wish, token, now) as stored:
        stored.is_claimed = drafts.claim_files(opened.cookie, stored.facts, now=now)
        return stored.removed


def add_to_concern(
    concern: Concern, key: bytes, upload: UploadedFile, *, wish: Wish, token: UUID, now: datetime
) -> list[str]:
    """Do the same for a concern that was sent."""
    if drafts.has_upload(of_concern(concern, key), token):
        return []
    file_checks.must_have_room(sizes_of(concern), upload.size or 0)
    with _stored(upload, wish, token, now) as stored:
        stored.is_claimed = _claim_for_concern(concern, key, stored.facts, now=now)
        return stored.removed


@transaction.atomic
def _claim_for_concern(concern: Concern, key: bytes, facts: list[dict[str, Any]], *, now: datetime) -> bool:
    """Write the rows of stored files, unless the same form was handled already; whether they were written."""
    locked = Concern.objects.select_for_update().filter(pk=concern.pk).first()
    if locked is None:
        raise Refused(_("This conversation has ended, so we could not add the file. Tell us again to send it."))
    saved = of_concern(locked, key)
    if drafts.has_upload(saved, UUID(facts[0]["token"])):
        return False
    file_checks.must_have_room(_sizes(saved), sum(_sizes(facts)), adds=len(facts))
    rows = drafts.file_rows(facts, concern=locked)
    for row, row_facts in zip(rows, facts, strict=True):
        row.facts = concerns_encryption.seal_json(key, row_facts, concerns_encryption.facts_of(locked.uuid, row.uuid))
    ConcernFile.objects.bulk_create(rows)
    hold("concerns.file.received", locked, now=now)
    return True


def remove_from_draft(opened: OpenDraft, uuid: UUID, *, now: datetime) -> None:
    for gone in drafts.remove_file(opened.cookie, str(uuid), now=now):
        concerns_storage.drop(UUID(gone))


def drop_draft(opened: OpenDraft) -> None:
    """The draft and all that came with it; what was sent already stays sent."""
    uuids = list(ConcernFile.objects.filter(draft=opened.row).values_list("uuid", flat=True))
    Draft.objects.filter(uuid=opened.row.uuid).delete()
    for uuid in uuids:
        concerns_storage.drop(uuid)


def sizes_of(concern: Concern) -> list[int]:
    return list(concern.files.values_list("size", flat=True))


def _sizes(files: list[dict[str, Any]]) -> list[int]:
    return [facts["size"] for facts in files]


def of_concern(concern: Concern, key: bytes) -> list[dict[str, Any]]:
    """Facts of each file, by when it came; `scan` and `role` as they are now."""
    found = []
    for file in concern.files.all():
        facts = concerns_encryption.open_json(key, file.facts, concerns_encryption.facts_of(concern.uuid, file.uuid))
        found.append(facts | {"scan": file.scan, "role": file.role})
    return sorted(found, key=lambda facts: (facts["at"], facts["role"]))


def body_of(facts: dict[str, Any]) -> Iterator[bytes]:
    """The bytes, piece by piece. Raises FileNotFoundError, portal.vault.encryption.CannotOpen."""
    uuid = UUID(facts["uuid"])
    return encryption.open_chunks(
        bytes.fromhex(facts["key"]), concerns_storage.pieces(uuid), concerns_encryption.body_of(uuid)
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
def _stored(upload: UploadedFile, wish: Wish, token: UUID, now: datetime) -> Iterator[StoredUpload]:
    """Write the encrypted bytes under new random names; they are deleted again unless the block claims them.

    A name that a form could choose would let the second of two equal posts, or another person's post, replace bytes
    that a row already speaks for.
    """
    name = clean_name(upload.name or "")
    with _disk():
        looked = file_checks.looked_at(upload, wish)
    scan = file_checks.scanned(upload)
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
                    "name": file_checks.named(name, item.kind),
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
            with _disk():
                concerns_storage.put(
                    uuid, encryption.seal_chunks(key, item.pieces(), concerns_encryption.body_of(uuid))
                )
        yield stored
    except DatabaseError:
        # The rows may have been committed all the same: the sweep deletes what no row speaks for.
        raise
    except BaseException:
        _drop(stored)
        raise
    if not stored.is_claimed:
        _drop(stored)


def _drop(stored: StoredUpload) -> None:
    for facts in stored.facts:
        concerns_storage.drop(UUID(facts["uuid"]))


@contextmanager
def _disk() -> Iterator[None]:
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


def drop_orphans(now: datetime) -> int:
    """Bytes that no row speaks for, an hour after they came; how many. To look at all that is kept takes a while."""
    dropped = 0
    for kept in batched(concerns_storage.kept_before(now - ORPHAN_AFTER), ASKED_AT_ONCE, strict=False):
        named = [uuid for _, uuid in kept if uuid]
        known = set(ConcernFile.objects.filter(uuid__in=named).values_list("uuid", flat=True))
        for path, uuid in kept:
            if uuid not in known:
                concerns_storage.storage().delete(path)
                dropped += 1
    return dropped
