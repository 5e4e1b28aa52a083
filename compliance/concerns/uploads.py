"""The upload of a reporter's file: encrypted on disk as its bytes come; sound and video may be larger.

A slow sender holds a piece of memory, whatever is sent. The scanner gets the file from that disk, piece
by piece, once its last byte has come: one that trickles in would hold one of the scanner's few lines for hours.

See docs/requirements/statements.md#returned-documents, docs/requirements/security.md#uploads-in-memory.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from compliance.concerns import storage, throttling
from compliance.concerns.services import file_checks
from portal.core import concurrency, rate_limits
from portal.core.uploads import InMemoryUploadHandler
from portal.files import attachment_types
from portal.files.file_types import Refused
from portal.vault import encryption
from portal.vault.kdf import Busy

# What else a form with a file has in it.
FORM_BYTES = 64 * 1024
BUSY_SECONDS = 10


class SealedOnDisk:
    """The bytes of one file, in a nameless file and under a key that both end with this object.

    To be written, then read from the start. A disk that cannot be written is told when it is read: OSError.
    """

    def __init__(self) -> None:
        self._key = encryption.new_key()
        self._file: IO[bytes] | None = None
        self._lengths: list[int] = []
        self._size = self._next = 0
        self._left = b""
        self._failure: OSError | None = None
        self.closed = False

    def write(self, piece: bytes) -> int:
        """Encrypt and write a piece; return its length."""
        self._size += len(piece)
        try:
            self._file = self._file or TemporaryFile(dir=storage.get_folder())  # noqa: SIM115 – close() ends it
            self._lengths.append(self._file.write(encryption.lock_key(piece, self._key)))
        except OSError as error:
            self._failure = error
        return len(piece)

    def tell(self) -> int:
        """Return how many bytes came."""
        return self._size

    def seek(self, _start: int) -> None:
        """Go to the start, which is the only position supported."""
        self._next, self._left = 0, b""
        if self._file:
            self._file.seek(0)

    def read(self, size: int = -1) -> bytes:
        """Return decrypted bytes."""
        if self._failure:
            raise self._failure
        pieces = [self._left]
        many = len(self._left)
        while self._file and self._next < len(self._lengths) and (size < 0 or many < size):
            pieces.append(encryption.unlock_key(self._file.read(self._lengths[self._next]), self._key))
            many += len(pieces[-1])
            self._next += 1
        data = b"".join(pieces)
        if size < 0:
            self._left = b""
            return data
        self._left = data[size:]
        return data[:size]

    def close(self) -> None:
        """Close the file, which deletes it."""
        self.closed = True
        if self._file:
            self._file.close()


class ReporterUploads(InMemoryUploadHandler):
    """An upload handler that recognises sound and video by the first bytes; other files have the usual limit."""

    def new_body(self) -> SealedOnDisk:
        return SealedOnDisk()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        if start == 0 and attachment_types.is_media(raw_data):
            self.limit = attachment_types.MEDIA_BYTES
        return super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> Any:
        """Return the uploaded file, and its encrypted bytes as its file object."""
        upload = super().file_complete(file_size)
        return UploadedFile(
            upload.file, upload.name, upload.content_type, upload.size, upload.charset, upload.content_type_extra
        )


def accept_files(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view accept files. The CSRF token is in the same form as the file, so it is checked once the handler is
    set.
    """
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def received(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [ReporterUploads(request)]
        return protected(request, **kwargs)

    return received


def accept_visitor_files(sizes: Callable[..., Sequence[int]]) -> Callable[..., Callable[..., HttpResponse]]:
    """Let a view accept files, but check before reading a byte that there is room and that the visitor is within
    limits.

    sizes: of the files that are there, from the view's own arguments. The view gets `refused`: then nothing was read,
    and nothing may be.
    """

    def decorated(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        read = accept_files(view)

        @wraps(read)
        def asked(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            refused = None
            if request.method == "POST":
                refused = _refuse_before_reading(request, sizes(**kwargs))
                # Two hundred who send slowly do not hold two hundred connections.
                concurrency.release_connections()
            return (view if refused else read)(request, refused=refused, **kwargs)

        return asked

    return decorated


def _refuse_before_reading(request: HttpRequest, sizes: Sequence[int]) -> rate_limits.OverLimit | Refused | None:
    try:
        throttling.slow_down_if(rate_limits.get_visitor_wait("concern_upload", request) > 0, "upload", request)
    except Busy:
        return rate_limits.OverLimit(BUSY_SECONDS)
    coming = int(request.META.get("CONTENT_LENGTH") or 0) - FORM_BYTES
    try:
        file_checks.check_size(coming)
        file_checks.check_room(sizes, coming)
    except Refused as refused:
        return refused
    return None
