"""Read a workbook in a process of its own; its rows come back as compressed lines of JSON, walked one at a time.

The child is killed with all it started after a minute or 512 MB, and has no file, socket or process. No Django here.
"""

import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from itertools import batched
from typing import Any

from compliance.workbooks import pdf_reader, reader
from compliance.workbooks.types import (
    CellError,
    FileRefused,
    Marks,
    NoResult,
    Notes,
    Row,
    Sheet,
    Unread,
    UnreadKind,
    Workbook,
)
from portal.core.sandbox import FunctionRaised, LimitExceeded, run_in_sandbox
from portal.core.types import JsonObject

SECONDS = 30  # of processor time; run_apart waits 30 more by the clock, a minute in all
MEGABYTES = 512
# So many rows are pressed together, after the size of what comes of them in so many bytes.
CHUNK_ROWS, LENGTH_BYTES = 200, 4
MAX_UNPACKED_BYTES = 256 * 1024 * 1024
# How a value that JSON does not know is told, and read back: {"d": "2026-05-14"}.
TAGS: dict[type, tuple[str, Callable[[Any], Any], Callable[[Any], Any]]] = {
    datetime: ("m", datetime.isoformat, datetime.fromisoformat),
    date: ("d", date.isoformat, date.fromisoformat),
    time: ("t", time.isoformat, time.fromisoformat),
    timedelta: ("s", timedelta.total_seconds, lambda seconds: timedelta(seconds=seconds)),
    CellError: ("e", lambda error: error.text, CellError),
    NoResult: ("n", lambda _: 0, lambda _: reader.NO_RESULT),
}
DECODERS = {tag: back for tag, _, back in TAGS.values()}


def is_pdf(body: bytes) -> bool:
    """Return whether these are the bytes of a PDF document."""
    return body.startswith(b"%PDF-")


def read_upload(body: bytes, *, encoding: str = "") -> Workbook:
    """Return the workbook, or the rows of the tables of a report in PDF. Raises FileRefused."""
    return read_report(body) if is_pdf(body) else read_workbook(body, encoding=encoding)


def read_workbook(body: bytes, *, encoding: str = "") -> Workbook:
    """Return the workbook as reader.read_workbook does, with nothing parsed in this process.

    Raises FileRefused, F014 among its codes.
    """
    return _read(serialise_workbook, encoding.encode() + b"\n" + body)


def read_report(body: bytes) -> Workbook:
    """Return the rows of a report in PDF as pdf_reader.read_pdf does, with nothing parsed in this process.

    Raises FileRefused, F014 among its codes.
    """
    return _read(serialise_report, body)


def _read(function: Callable[[bytes], bytes], order: bytes) -> Workbook:
    try:
        return _parse_answer(run_in_sandbox(function, order, seconds=SECONDS, megabytes=MEGABYTES))
    except LimitExceeded:
        raise FileRefused("F014") from None
    except (
        FunctionRaised,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
    ):  # a library fell over, or told nonsense
        raise FileRefused("F006") from None


def _parse_answer(answer: bytes) -> Workbook:
    """Return the workbook of an answer, whose last line describes the sheets and where their rows are."""
    head = json.loads(answer[answer.rindex(b"\n") :])
    if "refused" in head:
        code, wording, values = head["refused"]
        raise FileRefused(code, wording=wording, **values)
    sheets = []
    for sheet in head["sheets"]:
        notes = Notes(**sheet["notes"])
        notes.merges = tuple(tuple(merge) for merge in sheet["notes"]["merges"])
        notes.formulas = Marks.unpacked(sheet["formulas"])
        sheets.append(Sheet(sheet["name"], sheet["is_hidden"], _rows(answer, *sheet["between"]), notes))
    return Workbook(head["kind"], sheets, tuple(map(_parse_unread, head["unread"])))


def _parse_unread(part: JsonObject) -> Unread:
    names, sheets = (tuple(map(str, part[field])) for field in ("names", "sheets"))
    return Unread(UnreadKind(part["kind"]), int(part["count"]), names, sheets)


def _rows(answer: bytes, start: int, end: int) -> Iterator[Row]:
    decode = json.JSONDecoder(object_hook=_decode_value).decode
    while start < end:
        after = start + LENGTH_BYTES + int.from_bytes(answer[start : start + LENGTH_BYTES])
        unpack = zlib.decompressobj()
        lines = unpack.decompress(answer[start + LENGTH_BYTES : after], MAX_UNPACKED_BYTES)
        if not unpack.eof:
            raise FileRefused("F014")
        for line in lines.decode().split("\n"):
            number, values = decode(line)
            yield Row(number, values)
        start = after


def _decode_value(tagged: JsonObject) -> Any:
    ((tag, encoded),) = tagged.items()
    return DECODERS[tag](encoded)


# --- In the process of its own -------------------------------------------------------------------------------------


def serialise_workbook(body: bytes) -> bytes:
    """Return what _parse_answer understands. The first line of body names the encoding, or is empty."""
    encoding, _, file = body.partition(b"\n")
    del body
    return _serialise(lambda: reader.read_workbook(file, encoding=encoding.decode()))


def serialise_report(body: bytes) -> bytes:
    """Return what _parse_answer understands, of a report in PDF."""
    return _serialise(lambda: pdf_reader.read_pdf(body))


def _serialise(read: Callable[[], Workbook]) -> bytes:
    output = bytearray()
    try:
        head = _write_workbook(read(), output)
    except FileRefused as refused:
        output.clear()
        head = {"refused": (refused.code, refused.wording, refused.values)}
    return bytes(output + b"\n" + json.dumps(head).encode())


def _write_workbook(workbook: Workbook, output: bytearray) -> dict[str, object]:
    encode = json.JSONEncoder(
        ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_encode_value
    ).encode
    sheets = []
    for sheet in workbook.sheets:
        start = len(output)
        for rows in batched(sheet.rows, CHUNK_ROWS, strict=False):
            piece = zlib.compress("\n".join(encode([row.number, row.values]) for row in rows).encode(), 1)
            output += len(piece).to_bytes(LENGTH_BYTES) + piece
        notes = sheet.notes
        plain = ("has_errors", "merges", "hidden_rows", "hidden_columns", "stopped_after", "encoding")
        sheets.append(
            {
                "name": sheet.name,
                "is_hidden": sheet.is_hidden,
                "between": (start, len(output)),
                "notes": {name: getattr(notes, name) for name in plain},
                "formulas": notes.formulas.packed(),
            }
        )
    return {"kind": workbook.kind, "unread": [asdict(part) for part in workbook.unread], "sheets": sheets}


def _encode_value(value: object) -> dict[str, object]:
    tag, encode, _ = TAGS[type(value)]
    return {tag: encode(value)}
