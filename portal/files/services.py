"""A file's whole life: taken in, looked at by a scanner where there is one, handed out by whoever owns it.

The owning app passes its own fence, then asks `serve`. There is no address of files.
"""

import hashlib
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from portal.core import limits
from portal.core.sealing import CannotOpen
from portal.files import keeping
from portal.files.kinds import ALL, Kind, Refused, clean_name, kind_of
from portal.files.models import StoredFile
from portal.files.tasks import scan
from portal.history.services import record

__all__ = ["Refused", "drop_orphans", "receive", "serve"]

ORPHAN_AFTER = timedelta(hours=1)
POLICY = "default-src 'none'; sandbox"


def receive(upload: UploadedFile, *, scope: uuid.UUID, by: Any, kinds: tuple[Kind, ...] = ALL) -> StoredFile:
    """Seal and keep a file of one of the kinds, for the organisation whose uuid is the scope.

    Raises Refused, whose message is for the form field. With a scanner configured the file cannot be had until it
    has been found clean; a rolled back transaction leaves bytes without a row, which the sweep drops.
    """
    if limits.is_over("upload", by.pk):
        raise Refused(_("You have sent 30 files within an hour. Wait an hour, then send the next."))
    body = _body(upload)
    kind = kind_of(upload.name or "", body, kinds)
    stored = StoredFile(
        name=clean_name(upload.name or ""),
        content_type=kind.content_type,
        size=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
        scope=scope,
        uploaded_by=by,
    )
    keeping.put(stored.uuid, body)
    with transaction.atomic():
        stored.save(force_insert=True)
        record(by, "files.file.received", stored, {"size": stored.size, "sha256": stored.sha256}, scope=scope)
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
        raise Refused(_("The file is empty. Choose another."))
    return body


def serve(stored: StoredFile, *, by: Any) -> HttpResponse:
    """The file as a download and nothing else (security 3.11); having it is a line of history.

    409 while a scanner has yet to look at it, 410 where it was found unsafe or its bytes are gone.
    """
    if stored.state == StoredFile.State.REFUSED:
        return _sentence(_("This file was found to be unsafe and has been dropped."), 410)
    if settings.SCANNER_SOCKET and stored.state != StoredFile.State.CLEAN:
        return _sentence(_("This file is still being checked for viruses. Try again in a minute."), 409)
    try:
        body = keeping.get(stored.uuid)
    except (FileNotFoundError, CannotOpen):
        return _sentence(_("This file cannot be read any more."), 410)
    record(by, "files.file.downloaded", stored, scope=stored.scope)
    response = HttpResponse(body, content_type=stored.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=stored.name)
    return _guarded(response)


def _sentence(text: str, status: int) -> HttpResponse:
    return _guarded(HttpResponse(text, content_type="text/plain; charset=utf-8", status=status))


def _guarded(response: HttpResponse) -> HttpResponse:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    return response


def drop_orphans(now: datetime) -> int:
    """Drop bytes that no row speaks for, an hour after they were written; the number dropped."""
    dropped = 0
    for path, owner in keeping.kept_before(now - ORPHAN_AFTER):
        if owner is None or not StoredFile.objects.filter(uuid=owner).exists():
            keeping.storage().delete(path)
            dropped += 1
    return dropped
