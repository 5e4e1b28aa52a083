"""Check an Excel workbook: which parts there are, what must not be in it, what each sheet holds."""

import posixpath
import re
from collections.abc import Callable, Iterable
from functools import partial

from compliance.workbooks.guard import markup, strings, styles
from compliance.workbooks.guard.archive import Archive
from compliance.workbooks.guard.counters import SheetCounters
from compliance.workbooks.guard.refusals import damaged, not_a_workbook
from compliance.workbooks.guard.sheet_bytes import NeedsParser, scan_sheet
from compliance.workbooks.guard.sheet_expat import walk_sheet
from compliance.workbooks.guard.types import Package
from compliance.workbooks.guard.unread_parts import find_unread
from compliance.workbooks.types import FileRefused

CONTENT_TYPES_PART = "[Content_Types].xml"
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
WORKBOOK_TYPES = ("spreadsheetml.sheet.main+xml", "spreadsheetml.template.main+xml")
OTHER_TYPES = {
    "wordprocessingml": "a Word document",
    "presentationml": "a PowerPoint presentation",
    "sheet.binary": "a binary Excel workbook (.xlsb)",
}
MACRO_PART = re.compile(r"(?:^|/)(?:vbaproject\.bin$|vbadata\.xml$|macrosheets/|intlmacrosheets/)", re.IGNORECASE)
MACRO_TYPE = re.compile(r"macroEnabled|vbaProject|macrosheet", re.IGNORECASE)
HIDDEN_STATES = {"hidden", "veryHidden"}


def inspect(archive: Archive) -> Package:
    """Return the package of a workbook. Raises FileRefused."""
    types = _types(archive)
    workbook = _workbook(archive)
    body = archive.read(workbook)
    targets = _relations(archive, workbook)
    parts = [name for name in (CONTENT_TYPES_PART, "_rels/.rels", workbook, _rels_of(workbook)) if name in archive]
    formats: dict[int, str] = {}
    for kind, part in targets.values():
        if kind == "sharedStrings" and part in archive:
            strings.check_strings(partial(archive.chunks, part))
            parts.append(part)
        elif kind == "styles" and part in archive:
            formats = styles.find_changing_formats(archive.read(part))
            parts.append(part)
    sheets, names = [], {}
    listed, without_cells = _sheets(body, targets)
    for seen, part in listed:
        if part not in archive:
            raise damaged()
        sheets.append(_seen(seen, partial(archive.chunks, part), formats))
        parts.append(part)
        names[part] = seen.name
    read_parts = set(parts)
    # Every byte is counted, and a DTD is refused, before any of the other parts is looked into.
    openings = {name: archive.drain(name) for name in sorted(archive.entries.keys() - read_parts)}
    is_plain = all(markup.is_plain(next(iter(archive.chunks(name)), b"<")) for name in read_parts)
    unread = find_unread(archive, sheets=names, without_cells=without_cells, types=types, openings=openings)
    return Package("xlsx", archive.only(parts), sheets, unread, is_strict=STRICT in body, is_plain=is_plain)


def _types(archive: Archive) -> dict[str, str]:
    """Return the content types by part or extension, in small letters.

    Raises F002 for what is no Excel workbook, and F005 where any of them is of macros.
    """
    types: dict[str, str] = {}
    kinds: set[str] = set()  # also of parts that are named twice
    for _, attributes in markup.elements(archive.read(CONTENT_TYPES_PART)):
        kind = attributes.get("ContentType", "")
        types[(attributes.get("PartName") or attributes.get("Extension", "")).casefold()] = kind
        kinds.add(kind)
    for mark, name in OTHER_TYPES.items():
        if any(mark in kind for kind in kinds) and not any(kind.endswith(WORKBOOK_TYPES) for kind in kinds):
            raise not_a_workbook(name)
    if any(map(MACRO_PART.search, archive.entries)) or any(map(MACRO_TYPE.search, kinds)):
        raise FileRefused("F005")
    return types


def _workbook(archive: Archive) -> str:
    """Return the part that _rels/.rels names; strict files and some programs have their own paths."""
    if "_rels/.rels" in archive:
        for kind, part in _relations(archive, "").values():
            if kind == "officeDocument" and part in archive:
                return part
    if "xl/workbook.xml" in archive:
        return "xl/workbook.xml"
    raise not_a_workbook("a ZIP archive")


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Return by id the last word of the type, and the part it names. What lies outside the file is left out."""
    rels, targets = _rels_of(part), {}
    if rels not in archive:
        return {}
    for name, attributes in markup.elements(archive.read(rels)):
        target = attributes.get("Target", "")
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            inside = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
            targets[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], inside)
    return targets


def _sheets(workbook: bytes, targets: dict[str, tuple[str, str]]) -> tuple[list[tuple[SheetCounters, str]], list[str]]:
    """Return worksheets in the order of their tabs, with their parts, and the names of tabs without cells: charts."""
    sheets, without_cells = [], []
    for name, attributes in markup.elements(workbook):
        if name == "sheet":
            reference = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            kind, part = targets.get(reference, ("", ""))
            if kind == "worksheet":
                seen = SheetCounters(attributes.get("name", ""), is_hidden=attributes.get("state") in HIDDEN_STATES)
                sheets.append((seen, part))
            elif kind:
                without_cells.append(attributes.get("name", ""))
    if len({seen.name for seen, _ in sheets}) < len(sheets) or len({part for _, part in sheets}) < len(sheets):
        raise damaged()
    return sheets, without_cells


def _seen(seen: SheetCounters, chunks: Callable[[], Iterable[bytes]], formats: dict[int, str]) -> SheetCounters:
    """Search the part; walk it where it is not written the plain way."""
    try:
        scan_sheet(chunks(), seen, formats)
    except NeedsParser:
        seen = SheetCounters(seen.name, is_hidden=seen.is_hidden)
        walk_sheet(chunks(), seen, formats)
    refusal = seen.over_limit()
    if refusal and not seen.is_hidden:
        raise refusal
    return seen
