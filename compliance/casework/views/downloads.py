"""A file made for one person, handed out once: always an attachment, in a sandbox, kept by no cache."""

from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header


def attachment(body: bytes, *, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    _in_a_sandbox(response, name)
    return response


def download(pieces: Iterator[bytes], *, name: str, size: int | None = None) -> StreamingHttpResponse:
    """The same, piece by piece, of a kind that nothing opens by itself.

    size: bytes, where it is known. The browser then shows how far it is, and tells a download that was cut off.
    """
    response = StreamingHttpResponse(pieces, content_type="application/octet-stream")
    if size is not None:
        response.headers["Content-Length"] = str(size)
    _in_a_sandbox(response, name)
    return response


def _in_a_sandbox(response: HttpResponseBase, name: str) -> None:
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
