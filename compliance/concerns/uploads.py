"""Taking in a reporter's file: in memory until it is sealed, and sound and video may be larger (decision 19)."""

from typing import Any

from portal.core.uploads import InMemoryOnly
from portal.files import told


class ReporterUploads(InMemoryOnly):
    """By its first bytes a file is found to be sound or video; everything else has the limit of all files."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        if start == 0 and told.is_media(raw_data):
            self.limit = told.MEDIA_BYTES
        return super().receive_data_chunk(raw_data, start)
