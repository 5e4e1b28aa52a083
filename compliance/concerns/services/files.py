"""A reporter's file: looked at and sealed within the request, for nobody can open it later (security 3.9)."""

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import batched
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from compliance.concerns import keeping, sealed
from compliance.concerns.models import Concern, ConcernFile, Draft
from compliance.concerns.services import draft as drafts
from compliance.concerns.services import looking
from compliance.concerns.services.draft import OpenDraft
from compliance.concerns.services.held import hold
from compliance.concerns.services.looking import Wish
from portal.files.kinds import Refused, clean_name
from portal.vault import boxes

logger = logging.getLogger(__name__)
ORPHAN_AFTER = timedelta(hours=1)
ASKED_AT_ONCE = 500


def add_to_draft(opened: OpenDraft, upload: UploadedFile, *, wish: Wish, token: UUID, now: datetime) -> list[str]:
    """Codes of what was taken out. Sent twice it is kept once. Raises Refused, looking.CannotBeCleaned, drafts.Gone."""
    if any(facts["uuid"] == str(token) for facts in opened.files):
        return []
    looking.must_have_room([facts["size"] for facts in opened.files], upload.size or 0)
    kept = _keep(upload, wish, token, now, draft=opened.row)
    drafts.add_file(opened.cookie, kept, now=now)
    return kept[0]["removed"]


def add_to_concern(
    concern: Concern, key: bytes, upload: UploadedFile, *, wish: Wish, token: UUID, now: datetime
) -> list[str]:
    """The same, after the concern was sent."""
    if ConcernFile.objects.filter(uuid=token).exists():
        return []
    looking.must_have_room(sizes_of(concern), upload.size or 0)
    # Before the transaction: a file that is looked at holds up no other reporter (portal.core.turns.lent).
    looked = _looked_at(upload, wish)
    with transaction.atomic():
        kept = _keep(upload, wish, token, now, looked=looked, concern=concern)
        for facts in kept:
            uuid = UUID(facts["uuid"])
            place = sealed.facts_of(concern.uuid, uuid)
            ConcernFile.objects.filter(uuid=uuid).update(facts=sealed.seal_json(key, facts, place))
        hold("concerns.file.received", concern, now=now)
    return kept[0]["removed"]


def remove_from_draft(opened: OpenDraft, uuid: UUID, *, now: datetime) -> None:
    for gone in drafts.remove_file(opened.cookie, str(uuid), now=now):
        keeping.drop(UUID(gone))


def drop_draft(opened: OpenDraft) -> None:
    """The draft and all that came with it; what was sent already stays sent."""
    uuids = list(ConcernFile.objects.filter(draft=opened.row).values_list("uuid", flat=True))
    Draft.objects.filter(uuid=opened.row.uuid).delete()
    for uuid in uuids:
        keeping.drop(uuid)


def sizes_of(concern: Concern) -> list[int]:
    return list(concern.files.values_list("size", flat=True))


def of_concern(concern: Concern, key: bytes) -> list[dict[str, Any]]:
    """Facts of each file, by when it came; `scan` and `role` as they are now."""
    found = []
    for file in concern.files.all():
        facts = sealed.open_json(key, file.facts, sealed.facts_of(concern.uuid, file.uuid))
        found.append(facts | {"scan": file.scan, "role": file.role})
    return sorted(found, key=lambda facts: (facts["at"], facts["role"]))


def body_of(facts: dict[str, Any]) -> Iterator[bytes]:
    """The bytes, piece by piece. Raises FileNotFoundError, portal.vault.boxes.CannotOpen."""
    uuid = UUID(facts["uuid"])
    return boxes.open_chunks(bytes.fromhex(facts["key"]), keeping.pieces(uuid), sealed.body_of(uuid))


def _looked_at(upload: UploadedFile, wish: Wish) -> list[looking.Looked]:
    """Raises Refused, looking.CannotBeCleaned."""
    with _disk():
        return looking.looked_at(upload, wish)


def _keep(
    upload: UploadedFile,
    wish: Wish,
    token: UUID,
    now: datetime,
    *,
    looked: list[looking.Looked] | None = None,
    **owner: Any,
) -> list[dict[str, Any]]:
    """Seal what is to be kept, bytes first and rows in one go; facts of each, the file that was chosen first.

    looked: where it was looked at already.
    """
    name = clean_name(upload.name or "")
    looked = looked or _looked_at(upload, wish)
    scan = looking.scanned(upload)
    kept: list[dict[str, Any]] = []
    for number, one in enumerate(looked):
        uuid, key = (token if number == 0 else uuid4()), boxes.new_key()
        with _disk():
            keeping.put(uuid, boxes.seal_chunks(key, one.pieces(), sealed.body_of(uuid)))
        kept.append(
            {
                "uuid": str(uuid),
                "beside": "" if number == 0 else str(token),
                "key": key.hex(),
                "name": looking.named(name, one.kind),
                "kind": one.kind.name,
                "size": one.size,
                "sha256": one.sha256,
                "role": one.role.value,
                "scan": scan.value,
                "removed": one.removed,
                "note": wish.note,
                "made": wish.made,
                "at": now.isoformat(),
            }
        )
    ConcernFile.objects.bulk_create(
        ConcernFile(**owner, **{name: facts[name] for name in ("uuid", "kind", "size", "role", "scan")})
        for facts in kept
    )
    return kept


@contextmanager
def _disk() -> Iterator[None]:
    """Raises Refused where it cannot be written: a full disk must not keep somebody from telling the rest."""
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
    for kept in batched(keeping.kept_before(now - ORPHAN_AFTER), ASKED_AT_ONCE, strict=False):
        named = [uuid for _, uuid in kept if uuid]
        known = set(ConcernFile.objects.filter(uuid__in=named).values_list("uuid", flat=True))
        for path, uuid in kept:
            if uuid not in known:
                keeping.storage().delete(path)
                dropped += 1
    return dropped
