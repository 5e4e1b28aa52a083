"""A reporter's file: looked at, cleaned, scanned and sealed within the request, for nobody can open it later (3.9).

A person in danger is not turned away because a scanner is down: then the file is taken, and says so.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from compliance.concerns import keeping, sealed
from compliance.concerns.choices import FileRole, Scan
from compliance.concerns.models import Concern, ConcernFile, Draft
from compliance.concerns.services import draft as drafts
from compliance.concerns.services.dialogue import hour
from compliance.concerns.services.draft import OpenDraft
from compliance.concerns.services.submitting import SOMEBODY
from portal.files import scanner, told
from portal.files.kinds import Kind, Refused, clean_name, cleaned, kind_of
from portal.history.services import record
from portal.vault import boxes

MOST_FILES, MOST_BYTES = 10, 150 * 1024 * 1024
ORPHAN_AFTER = timedelta(hours=1)


class CannotBeCleaned(Refused):
    """It may hold hidden details that we cannot take out: the person chooses whether to send it so."""


@dataclass(frozen=True)
class Wish:
    """What the person ticked. as_it_is: send what cannot be cleaned."""

    note: str = ""
    keeps_original: bool = False
    as_it_is: bool = False


@dataclass(frozen=True)
class _Looked:
    """One file to be kept, with what was taken out of it."""

    role: FileRole
    kind: Kind
    body: bytes
    removed: list[str]


def add_to_draft(opened: OpenDraft, upload: UploadedFile, *, wish: Wish, token: UUID, now: datetime) -> list[str]:
    """Codes of what was taken out. Sent twice it is kept once. Raises Refused, CannotBeCleaned, drafts.Gone."""
    if any(facts["uuid"] == str(token) for facts in opened.files):
        return []
    _must_have_room([facts["size"] for facts in opened.files], upload)
    kept = _keep(upload, wish, token, now, draft=opened.row)
    drafts.add_file(opened.cookie, kept, now=now)
    return kept[0]["removed"]


def add_to_concern(
    concern: Concern, key: bytes, upload: UploadedFile, *, wish: Wish, token: UUID, now: datetime
) -> list[str]:
    """The same, after the concern was sent."""
    if ConcernFile.objects.filter(uuid=token).exists():
        return []
    _must_have_room(list(concern.files.values_list("size", flat=True)), upload)
    with transaction.atomic():
        kept = _keep(upload, wish, token, now, concern=concern)
        for facts in kept:
            uuid = UUID(facts["uuid"])
            place = sealed.facts_of(concern.uuid, uuid)
            ConcernFile.objects.filter(uuid=uuid).update(facts=sealed.seal_json(key, facts, place))
        record(SOMEBODY, "concerns.file.received", concern, at=hour(now))
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


def _must_have_room(sizes: list[int], upload: UploadedFile) -> None:
    if len(sizes) >= MOST_FILES:
        raise Refused(_("You have added 10 files. Remove one before you add another."))
    if sum(sizes) + (upload.size or 0) > MOST_BYTES:
        raise Refused(_("All files together may have 150 MB. Remove one, or choose a smaller file."))


def _keep(upload: UploadedFile, wish: Wish, token: UUID, now: datetime, **owner: Any) -> list[dict[str, Any]]:
    """Seal what is to be kept, bytes first and rows in one go; facts of each, the file that was chosen first."""
    name, looked = clean_name(upload.name or ""), _looked_at(upload, wish)
    scan = _scanned(upload)
    kept: list[dict[str, Any]] = []
    for number, one in enumerate(looked):
        uuid, key = (token if number == 0 else uuid4()), boxes.new_key()
        keeping.put(uuid, boxes.seal_chunks(key, [one.body], sealed.body_of(uuid)))
        kept.append(
            {
                "uuid": str(uuid),
                "beside": "" if number == 0 else str(token),
                "key": key.hex(),
                "name": _named(name, one.kind),
                "kind": one.kind.name,
                "size": len(one.body),
                "sha256": hashlib.sha256(one.body).hexdigest(),
                "role": one.role.value,
                "scan": scan.value,
                "removed": one.removed,
                "note": wish.note,
                "at": now.isoformat(),
            }
        )
    ConcernFile.objects.bulk_create(
        ConcernFile(**owner, **{name: facts[name] for name in ("uuid", "kind", "size", "role", "scan")})
        for facts in kept
    )
    return kept


def _looked_at(upload: UploadedFile, wish: Wish) -> list[_Looked]:
    body, kind = _read(upload)
    removed = told.hidden_in(kind, body)
    as_it_came = _Looked(FileRole.UNCLEANED, kind, body, [])
    if kind == told.TXT:
        return [_Looked(FileRole.CLEANED, kind, told.plain_text(body), [])]
    if kind.name in told.MEDIA:
        return [_chosen(as_it_came, wish)]
    try:
        clean = cleaned(kind, body)
    except Refused:
        return [_chosen(as_it_came, wish)]
    found = [_Looked(FileRole.CLEANED, told.BECOMES.get(kind.name, kind), clean, removed)]
    return [*found, _Looked(FileRole.ORIGINAL, kind, body, [])] if wish.keeps_original else found


def _chosen(file: _Looked, wish: Wish) -> _Looked:
    if not wish.as_it_is:
        raise CannotBeCleaned(
            _(
                "We cannot take hidden details out of this file. It may hold where and when it was made, and your "
                "name. To send it so, choose it again and tick “Send it as it is”."
            )
        )
    return file


def _read(upload: UploadedFile) -> tuple[bytes, Kind]:
    too_big = _("The file is too big. Photos and documents may have 25 MB, sound and video 100 MB.")
    if (upload.size or 0) > told.MEDIA_BYTES:
        raise Refused(too_big)
    upload.seek(0)
    body = upload.read()
    if not body:
        raise Refused(too_big if upload.size else _("The file is empty. Choose another."))
    if body.startswith(told.OLD_WORD):
        raise Refused(_("We cannot read old Office files. Save it as a PDF or as .docx, and choose that."))
    kind = kind_of(upload.name or "", body, told.TOLD)
    if len(body) > told.most_bytes(kind):
        raise Refused(too_big)
    return body, kind


def _named(name: str, kind: Kind) -> str:
    """The name with the ending that the kept file has."""
    stem, dot, ending = name.rpartition(".")
    return name if not dot or ending.lower() in kind.extensions else f"{stem}.{kind.extensions[0]}"


def _scanned(upload: UploadedFile) -> Scan:
    """Of the file as it came. Raises Refused for what the scanner found."""
    if not settings.SCANNER_SOCKET:
        return Scan.NOT_SCANNED
    upload.seek(0)
    try:
        found = scanner.found_in(upload.read(), address=settings.SCANNER_SOCKET)
    except scanner.ScannerAway:
        return Scan.NOT_SCANNED
    if found:
        raise Refused(_("Our virus check found something harmful in this file, so we did not take it."))
    return Scan.CLEAN


def drop_orphans(now: datetime) -> int:
    """Bytes that no row speaks for, an hour after they came; how many."""
    dropped = 0
    for path, uuid in keeping.kept_before(now - ORPHAN_AFTER):
        if uuid is None or not ConcernFile.objects.filter(uuid=uuid).exists():
            keeping.storage().delete(path)
            dropped += 1
    return dropped
