"""Writes of files: received, scanned where there is a scanner, handed out by whoever owns them.

The owning app passes its own fence, then asks `serve`. There is no address of files.
"""

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http import HTTPStatus

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Exists, ManyToOneRel, OuterRef, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from portal.accounts.current_user import Actor
from portal.core import rate_limits
from portal.core.fernet import DecryptionError
from portal.files import storage
from portal.files.file_types import ALL, Kind, Refused, clean_file, clean_name, identify_kind
from portal.files.models import StoredFile
from portal.files.tasks import scan
from portal.history.services import record

__all__ = [
    "FileNotScanned",
    "FileUnavailable",
    "Refused",
    "delete_orphans",
    "read_body",
    "receive",
    "receive_with_record",
    "save_generated",
    "serve",
]

ORPHAN_TTL = timedelta(hours=1)
POLICY = "default-src 'none'; sandbox"


def receive(upload: UploadedFile, *, scope: uuid.UUID, by: Actor, kinds: tuple[Kind, ...] = ALL) -> StoredFile:
    """Seal and save a file of one of the kinds. scope: the uuid of the organisation whose room it takes.

    Raises Refused or OverLimit, errors for the form field. With a scanner configured the file cannot be had until it
    has been found clean. A file that no row points at within an hour is dropped by the sweep.

    by: an account, or words for somebody who has none; whoever lets such a person in says how often they may.
    """
    body, kind = _read_upload(upload, scope, by, kinds)
    return _save_file(body, kind, upload, scope, by)


@contextmanager
def receive_with_record(
    upload: UploadedFile, *, scope: uuid.UUID, by: Actor, kinds: tuple[Kind, ...] = ALL, at: datetime | None = None
) -> Iterator[StoredFile]:
    """Receive a file in one transaction with the record that the block writes: both are kept, or neither.

    at: when it came; now without it. An exception of the block goes on to the caller, and the file is as if it had
    never come.
    """
    body, kind = _read_upload(upload, scope, by, kinds)
    stored = None
    try:
        with transaction.atomic():
            stored = _save_file(body, kind, upload, scope, by, at)
            yield stored
    except BaseException:
        if stored is not None:
            storage.delete_file(stored.uuid)
        raise


def _read_upload(upload: UploadedFile, scope: uuid.UUID, by: Actor, kinds: tuple[Kind, ...]) -> tuple[bytes, Kind]:
    """Return the bytes and what they are; the cheap questions come before the reading. Raises Refused or OverLimit."""
    if not isinstance(by, str) and (wait := rate_limits.count_and_get_wait("upload", by.pk)):
        raise rate_limits.OverLimit(wait)
    body = _body(upload)
    _must_have_room(len(body), scope, by)
    kind = identify_kind(upload.name or "", body, kinds)
    return clean_file(kind, body), kind


def _save_file(
    body: bytes, kind: Kind, upload: UploadedFile, scope: uuid.UUID, by: Actor, at: datetime | None = None
) -> StoredFile:
    stored = StoredFile(
        name=clean_name(upload.name or ""),
        content_type=kind.content_type,
        size=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
        scope=scope,
        uploaded_by=None if isinstance(by, str) else by,
    )
    storage.save_file(stored.uuid, body)
    with transaction.atomic():
        stored.save(force_insert=True)
        detail = {"size": stored.size, "sha256": stored.sha256}
        record(by, "files.file.received", stored, detail, scope=scope, at=at)
        if settings.SCANNER_SOCKET:
            transaction.on_commit(lambda: scan.enqueue(stored.pk))
    return stored


def _body(upload: UploadedFile) -> bytes:
    most = settings.UPLOAD_MAX_BYTES
    if (upload.size or 0) > most:
        raise Refused(_("The file must be smaller than %(size)d MB.") % {"size": most // 1024 // 1024})
    upload.seek(0)
    body = upload.read()
    if not body:
        raise Refused(_("The file is empty. Choose another file."))
    return body


def _must_have_room(size: int, scope: uuid.UUID, by: Actor) -> None:
    """Require room for the file. Two who send at once may pass together; the limit of uploads an hour bounds it.

    Raises Refused.
    """
    if _is_full(StoredFile.objects.filter(scope=scope), size, settings.FILE_ROOM["organisation"]):
        raise Refused(_("Your organisation has no space left for files. Contact us to ask for more."))
    if isinstance(by, str):
        return
    if _is_full(StoredFile.objects.filter(uploaded_by=by), size, settings.FILE_ROOM["account"]):
        raise Refused(_("You have no space left for files. Ask a colleague to send this one, or contact us."))


def _is_full(files: QuerySet[StoredFile], size: int, room: tuple[int, int]) -> bool:
    most_files, most_bytes = room
    totals = files.aggregate(number=Count("pk"), bytes=Coalesce(Sum("size"), 0))
    return totals["number"] >= most_files or totals["bytes"] + size > most_bytes


def serve(stored: StoredFile, *, by: Actor) -> HttpResponse:
    """Return the file as a download and nothing else; having it is a line of history.

    See docs/requirements/security.md#private-downloads.
    """
    response = serve_publicly(stored)
    if response.status_code == HTTPStatus.OK:
        record(by, "files.file.downloaded", stored, scope=stored.scope)
    return response


def serve_publicly(stored: StoredFile) -> HttpResponse:
    """Return a file that the public may have, as serve does: who had it is not written down.

    409 while a scanner has yet to look at it, 410 where it was found unsafe or its bytes are gone.
    """
    if stored.state == StoredFile.State.REFUSED:
        return _sentence(_("This file is not safe, so we have deleted it."), 410)
    if settings.SCANNER_SOCKET and stored.state != StoredFile.State.CLEAN:
        return _sentence(_("We are still checking this file for viruses. Try again in a minute."), 409)
    try:
        body = storage.read_file(stored.uuid)
    except (FileNotFoundError, DecryptionError):
        return _sentence(_("We can no longer read this file."), 410)
    response = HttpResponse(body, content_type=stored.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=stored.name)
    return _with_headers(response)


class FileNotScanned(Exception):
    """The scanner has not looked at the file: ask again later."""


class FileUnavailable(Exception):
    """The file was found unsafe, or its bytes are gone."""


def read_body(stored: StoredFile) -> bytes:
    """Return the bytes, for a job of the app that owns the file. Raises FileNotScanned, FileUnavailable."""
    stored.refresh_from_db(fields=["state"])
    if stored.state == StoredFile.State.REFUSED:
        raise FileUnavailable
    if settings.SCANNER_SOCKET and stored.state != StoredFile.State.CLEAN:
        raise FileNotScanned
    try:
        return storage.read_file(stored.uuid)
    except (FileNotFoundError, DecryptionError) as error:
        raise FileUnavailable from error


def save_generated(body: bytes, *, name: str, content_type: str, scope: uuid.UUID) -> StoredFile:
    """Save a file that the portal made itself; whoever points at it owns it."""
    stored = StoredFile(
        name=name,
        content_type=content_type,
        size=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
        scope=scope,
        state=StoredFile.State.CLEAN,
    )
    storage.save_file(stored.uuid, body)
    stored.save(force_insert=True)
    return stored


def _sentence(text: str, status: int) -> HttpResponse:
    return _with_headers(HttpResponse(text, content_type="text/plain; charset=utf-8", status=status))


def _with_headers(response: HttpResponse) -> HttpResponse:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    return response


def delete_orphans(now: datetime) -> int:
    """Delete bytes that no row speaks for, and files that no row points at, an hour after they came; return how many.

    Whoever was refused after sending a file leaves such a one behind.
    """
    dropped = 0
    for stored in _unclaimed(now - ORPHAN_TTL):
        dropped += _drop(stored, now)
    for path, owner in storage.list_files_before(now - ORPHAN_TTL):
        if owner is None or not StoredFile.objects.filter(uuid=owner).exists():
            storage.get_storage().delete(path)
            dropped += 1
    return dropped


def _drop(stored: StoredFile, now: datetime) -> bool:
    """Delete a file that nothing points at, once it is locked: then nobody can begin to. Return whether it went."""
    with transaction.atomic():
        list(StoredFile.objects.select_for_update().filter(pk=stored.pk))
        if not _unclaimed(now - ORPHAN_TTL).filter(pk=stored.pk).exists():
            return False
        record("system", "files.file.dropped", stored, scope=stored.scope)
        stored.delete()
    storage.delete_file(stored.uuid)
    return True


def _unclaimed(before: datetime) -> QuerySet[StoredFile]:
    """Return files to which no foreign key of any model points, nor a one-to-one key, which is one of its kind."""
    files = StoredFile.objects.filter(uploaded_at__lt=before)
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):
            claims = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            files = files.exclude(Exists(claims))
    return files
