"""Check an OpenDocument sheet; its cells are in one part, content.xml."""

import posixpath
import re
from collections.abc import Mapping

from compliance.workbooks.guard import markup
from compliance.workbooks.guard.archive import XML_NAMES, Archive
from compliance.workbooks.guard.first_bytes import ACTIVE_CONTENTS, UNKNOWN_CONTENTS, name_contents
from compliance.workbooks.guard.opendocument_content import Content
from compliance.workbooks.guard.pictures import PICTURE_NAME, is_picture
from compliance.workbooks.guard.refusals import damaged, not_a_workbook
from compliance.workbooks.guard.types import Package
from compliance.workbooks.guard.unread_list import UnreadList
from compliance.workbooks.types import FileRefused, UnreadKind

SHEETS = ("application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet-template")
MANIFEST = "META-INF/manifest.xml"
MACROS = re.compile(r"^(?:Basic|Scripts)/", re.IGNORECASE)
# Of objects inside, the file itself or the part that says what it is; pictures of them are in a folder of their own.
EMBEDDED = re.compile(r"^(Object [^/]+)(?:/content\.xml)?$", re.IGNORECASE)
CHART = "application/vnd.oasis.opendocument.chart"
# What programs write by themselves: menus, previews, fonts, and the list of parts.
LEFT_BY_PROGRAMS = re.compile(r"^(?:Configurations2|ObjectReplacements|Fonts|META-INF|layout-cache|mimetype)(?:/|$)")


def inspect(archive: Archive) -> Package:
    """Return the package of a sheet. Raises FileRefused."""
    kind = archive.read("mimetype").decode("ascii", "replace").strip()
    if kind not in SHEETS:
        raise not_a_workbook("another OpenDocument file" if "opendocument" in kind else "a ZIP archive")
    manifest = list(markup.elements(archive.read(MANIFEST))) if MANIFEST in archive else []
    if any(name == "encryption-data" for name, _ in manifest):
        raise FileRefused("F003")
    media_types = {
        attributes.get("manifest:full-path", ""): attributes.get("manifest:media-type", "")
        for name, attributes in manifest
        if name == "file-entry"
    }
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
    for name in sorted(archive.entries.keys() - {"content.xml"}):
        _add_part(content.unread, name, archive.drain(name), media_types)
    parts = [name for name in ("mimetype", "content.xml", MANIFEST) if name in archive]
    opening = next(iter(archive.chunks("content.xml")), b"")
    return Package(
        "ods", archive.only(parts), content.sheets, content.unread.listed(), is_plain=markup.is_plain(opening)
    )


def _add_part(unread: UnreadList, name: str, opening: bytes, media_types: Mapping[str, str]) -> None:
    """List a part beside the sheets that is a file of its own, or no picture though it is named as one."""
    file = posixpath.basename(name)
    if PICTURE_NAME.search(name) or media_types.get(name, "").startswith("image/"):
        if opening and not is_picture(name, opening):
            unread.add(UnreadKind.FAKE_PICTURE, f"{file} looks like {name_contents(opening) or UNKNOWN_CONTENTS}")
    elif match := EMBEDDED.match(name):
        if media_types.get(f"{match[1]}/", media_types.get(match[1], "")) != CHART:
            unread.add(UnreadKind.EMBEDDED_FILE, match[1])
    elif name_contents(opening) in ACTIVE_CONTENTS or not (
        name.casefold().endswith(XML_NAMES) or LEFT_BY_PROGRAMS.match(name) or name.startswith("Object ")
    ):
        unread.add(UnreadKind.EMBEDDED_FILE, file)
