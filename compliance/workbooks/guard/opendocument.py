"""Check an OpenDocument sheet; its cells are in one part, content.xml."""

import re

from compliance.workbooks.guard import markup
from compliance.workbooks.guard.archive import Archive
from compliance.workbooks.guard.opendocument_content import Content
from compliance.workbooks.guard.refusals import damaged, not_a_workbook
from compliance.workbooks.guard.types import Package
from compliance.workbooks.types import FileRefused

SHEETS = ("application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet-template")
MANIFEST = "META-INF/manifest.xml"
MACROS = re.compile(r"^(?:Basic|Scripts)/", re.IGNORECASE)
EMBEDDED = re.compile(r"^Object", re.IGNORECASE)


def inspect(archive: Archive) -> Package:
    """Return the package of a sheet. Raises FileRefused."""
    kind = archive.read("mimetype").decode("ascii", "replace").strip()
    if kind not in SHEETS:
        raise not_a_workbook("another OpenDocument file" if "opendocument" in kind else "a ZIP archive")
    if MANIFEST in archive and any(name == "encryption-data" for name, _ in markup.elements(archive.read(MANIFEST))):
        raise FileRefused("F003")
    if any(map(MACROS.search, archive.entries)):
        raise FileRefused("F005")
    if "content.xml" not in archive:
        raise damaged()
    content = Content()
    if "styles.xml" in archive:
        markup.parse(archive.chunks("styles.xml"), start=content.styles.start)
    markup.parse(archive.chunks("content.xml"), start=content.start, end=content.end, text=content.text)
    for seen in content.sheets:
        if not seen.is_hidden and (refusal := seen.over_limit()):
            raise refusal
    for name in archive.entries.keys() - {"content.xml"}:
        archive.drain(name)
    ignored = ["embedded_files"] if any(map(EMBEDDED.search, archive.entries)) else []
    ignored += ["external_links"] if content.has_links else []
    parts = [name for name in ("mimetype", "content.xml", MANIFEST) if name in archive]
    opening = next(iter(archive.chunks("content.xml")), b"")
    return Package("ods", archive.only(parts), content.sheets, tuple(ignored), is_plain=markup.is_plain(opening))
