"""The ZIP file is written as a stream."""

from django.utils import timezone

from compliance.archive.zip_stream import Entry, Sink, stream_zip


def test_the_file_is_never_whole_in_memory():
    """Twenty entries of a megabyte: no piece is larger than a little over one."""
    sink, at = Sink(), timezone.now()
    entries = (Entry(f"files/{number}.bin.png", [bytes([number]) * 1024 * 1024]) for number in range(20))
    pieces = [len(piece) for piece in stream_zip(entries, sink, at=at, written={})]
    assert sum(pieces) == sink.size > 20 * 1024 * 1024
    assert max(pieces) < 2.1 * 1024 * 1024
