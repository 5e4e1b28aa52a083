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
IGNORED_PARTS = {
    "externallinks/": "external_links",
    "connections.xml": "connections",
    "querytables/": "connections",
    "embeddings/": "embedded_files",
    "activex/": "controls",
    "ctrlprops/": "controls",
    "customxml/": "custom_data",
}
HIDDEN_STATES = {"hidden", "veryHidden"}


def inspect(archive: Archive) -> Package:
    """Return the package of a workbook. Raises FileRefused."""
    types = _types(archive)
    if any(map(MACRO_PART.search, archive.entries)) or any(map(MACRO_TYPE.search, types)):
        raise FileRefused("F005")
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
    sheets = []
    for seen, part in _sheets(body, targets):
        if part not in archive:
            raise damaged()
        sheets.append(_seen(seen, partial(archive.chunks, part), formats))
        parts.append(part)
    is_plain = _read_the_rest(archive, set(parts))
    return Package("xlsx", archive.only(parts), sheets, _ignored(archive), is_strict=STRICT in body, is_plain=is_plain)


def _types(archive: Archive) -> set[str]:
    """Return the content types of the parts. Raises F002 for what is no Excel workbook."""
    types = {attributes.get("ContentType", "") for _, attributes in markup.elements(archive.read(CONTENT_TYPES_PART))}
    for mark, name in OTHER_TYPES.items():
        if any(mark in kind for kind in types) and not any(kind.endswith(WORKBOOK_TYPES) for kind in types):
            raise not_a_workbook(name)
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


def _sheets(workbook: bytes, targets: dict[str, tuple[str, str]]) -> list[tuple[SheetCounters, str]]:
    """Return worksheets in the order of their tabs, with their parts; charts on a tab of their own are none."""
    sheets = []
    for name, attributes in markup.elements(workbook):
        if name == "sheet":
            reference = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            kind, part = targets.get(reference, ("", ""))
            if kind == "worksheet":
                seen = SheetCounters(attributes.get("name", ""), is_hidden=attributes.get("state") in HIDDEN_STATES)
                sheets.append((seen, part))
    if len({seen.name for seen, _ in sheets}) < len(sheets) or len({part for _, part in sheets}) < len(sheets):
        raise damaged()
    return sheets


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


def _ignored(archive: Archive) -> tuple[str, ...]:
    names = [name.casefold() for name in archive.entries]
    return tuple(sorted({word for mark, word in IGNORED_PARTS.items() if any(mark in name for name in names)}))


def _read_the_rest(archive: Archive, read_parts: set[str]) -> bool:
    """Count the bytes of the other parts and refuse a DTD in them. Returns whether the kept ones are in UTF-8."""
    for name in archive.entries.keys() - read_parts:
        archive.drain(name)
    return all(markup.is_plain(next(iter(archive.chunks(name)), b"<")) for name in read_parts)
