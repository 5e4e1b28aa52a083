"""An upload handler that keeps uploads in memory: nothing is written to disk before it is sealed.

See docs/requirements/security.md#uploads-in-memory.
"""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

# All files of one request together: one of the largest, and small ones beside it.
REQUEST_MAX_BYTES_FACTOR = 2


class InMemoryUploadHandler(FileUploadHandler):
    """Keeps each file up to UPLOAD_MAX_BYTES. A larger one is counted and not kept: its size is true, its body empty.

    Whoever takes a file asks for its size first (portal.files.services.receive, Wagtail's upload limits).
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.kept_in_request = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.body: Any = self.new_body()
        self.is_kept = True
        self.limit = settings.UPLOAD_MAX_BYTES

    def new_body(self) -> Any:
        """Return the buffer in which the bytes of one file are gathered."""
        return BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.kept_in_request += len(raw_data)
        limit = self.limit
        too_big = start + len(raw_data) > limit or self.kept_in_request > limit * REQUEST_MAX_BYTES_FACTOR
        if self.is_kept and too_big:
            self.is_kept = False
            self.kept_in_request -= self.body.tell()
            self.body.close()
            self.body = self.new_body()
        if self.is_kept:
            self.body.write(raw_data)
        else:
            self.kept_in_request -= len(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.body.seek(0)
        size = file_size if self.is_kept else max(file_size, self.limit + 1)
        return InMemoryUploadedFile(
            file=self.body,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
