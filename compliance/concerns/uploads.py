"""Taking in a reporter's file: in memory until it is sealed, and sound and video may be larger (decision 19)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from portal.core.uploads import InMemoryOnly
from portal.files import told


class ReporterUploads(InMemoryOnly):
    """By its first bytes a file is found to be sound or video; everything else has the limit of all files."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        if start == 0 and told.is_media(raw_data):
            self.limit = told.MEDIA_BYTES
        return super().receive_data_chunk(raw_data, start)


def takes_files(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The token against forgery stands in the same form as the file: it is asked once the handler is there."""
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def received(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [ReporterUploads(request)]
        return protected(request, **kwargs)

    return received
