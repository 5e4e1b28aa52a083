"""A file made for one person, handed out once: always an attachment, in a sandbox, kept by no cache."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def attachment(body: bytes, *, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response
