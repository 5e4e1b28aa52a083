"""List what an Excel workbook has beside the cells that we read: links, files inside, and data that no cell holds.

A part is known by its content type, by the relationship that leads to it, or by its usual place; nothing outside is
asked, and no part is opened that is not XML.

See docs/requirements/suppliers.md#unread-parts.
"""

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from compliance.workbooks.guard import markup
from compliance.workbooks.guard.archive import XML_NAMES, Archive
from compliance.workbooks.guard.first_bytes import ACTIVE_CONTENTS, UNKNOWN_CONTENTS, name_contents
from compliance.workbooks.guard.markup import Attributes
from compliance.workbooks.guard.pictures import PICTURE_NAME, is_picture
from compliance.workbooks.guard.unread_list import UnreadList, name_target
from compliance.workbooks.types import COMMENT_AUTHOR, FileRefused, Unread, UnreadKind

MAX_PARSED_BYTES = 32 * 1024 * 1024  # of relationships, comments and drawings together; the rest is counted by parts
MAX_RELATIONS = 20_000  # kept; links of cells are not among them
# What a part is: by the end of its content type, by the last word of its relationship, and by its place.
BY_TYPE = {
    "externallink+xml": "externalLink", "connections+xml": "connections", "querytable+xml": "queryTable",
    "comments+xml": "comments", "pivottable+xml": "pivotTable", "pivotcachedefinition+xml": "pivotCacheDefinition",
    "controlproperties+xml": "ctrlProp", "activex+xml": "control", "drawing+xml": "drawing",
    "oleobject": "oleObject", "webextension+xml": "webextension", "model+data": "powerPivotData",
    "revisionheaders+xml": "revisionHeaders", "diagramdata+xml": "diagramData", "worksheet+xml": "worksheet",
}  # fmt: skip
BY_PLACE = {
    r"externallinks/[^/]+\.xml$": "externalLink", r"connections\.xml$": "connections",
    r"querytables/[^/]+\.xml$": "queryTable", r"comments\d*\.xml$": "comments",
    r"pivottables/[^/]+\.xml$": "pivotTable", r"pivotcache/pivotcachedefinition[^/]*\.xml$": "pivotCacheDefinition",
    r"ctrlprops/[^/]+\.xml$": "ctrlProp", r"activex/[^/]+\.xml$": "control", r"drawings/drawing\d*\.xml$": "drawing",
    r"embeddings/": "oleObject", r"customui/[^/]+\.xml$": "extensibility",
    r"webextensions/webextension\d*\.xml$": "webextension", r"model/item\.data$": "powerPivotData",
    r"revisions/revisionheaders\.xml$": "revisionHeaders", r"customxml/item\d*\.xml$": "customXml",
    r"diagrams/data\d*\.xml$": "diagramData", r"worksheets/[^/]+\.xml$": "worksheet",
}  # fmt: skip
PLACES = [(re.compile(rf"(?:^|/){place}", re.IGNORECASE), word) for place, word in BY_PLACE.items()]
# Parts of these words are one of their kind each, with nothing to count inside.
PLAIN_KINDS = {
    "oleObject": UnreadKind.EMBEDDED_FILE, "package": UnreadKind.EMBEDDED_FILE, "ctrlProp": UnreadKind.CONTROL,
    "control": UnreadKind.CONTROL, "activeXControl": UnreadKind.CONTROL, "extensibility": UnreadKind.ADD_IN,
    "webextension": UnreadKind.ADD_IN, "pivotTable": UnreadKind.PIVOT_TABLE,
    "powerPivotData": UnreadKind.DATA_MODEL, "revisionHeaders": UnreadKind.EARLIER_CHANGES,
    "worksheet": UnreadKind.UNLISTED_SHEET,
}  # fmt: skip
NAMED_KINDS = frozenset({UnreadKind.EMBEDDED_FILE})  # by the part's own name; others have names that say nothing
# What Excel, SharePoint and printers leave in a file, and no person put there.
LEFT_BY_PROGRAMS = re.compile(
    rb"schemas\.microsoft\.com/(?:sharepoint|office)/|schemas\.openxmlformats\.org/|http://gemini/"
)
POWER_QUERY = b"DataMashup"
SETTINGS = re.compile(r"\.bin$", re.IGNORECASE)  # of printers and controls


@dataclass(frozen=True, slots=True)
class Relation:
    """Hold where a part leads: the last word of the type, and the target, a part unless it is outside."""

    word: str
    target: str
    is_outside: bool


class _Found(Exception):
    """The element that was looked for is there; the rest of the part is not parsed."""


def find_unread(
    archive: Archive,
    *,
    sheets: Mapping[str, str],
    without_cells: Iterable[str],
    types: Mapping[str, str],
    openings: Mapping[str, bytes],
) -> tuple[Unread, ...]:
    """Return what is not read, of a file whose parts were all counted.

    sheets: the names of those that are read, by part. without_cells: the names of charts and the like on tabs.
    types: content types, by part or extension. openings: the first bytes of every part that no reader meets.
    """
    return _Finder(archive, sheets, types, openings).find(without_cells)


class _Finder:
    def __init__(
        self, archive: Archive, sheets: Mapping[str, str], types: Mapping[str, str], openings: Mapping[str, bytes]
    ) -> None:
        self.archive, self.sheets, self.types, self.openings = archive, sheets, types, openings
        self.left = MAX_PARSED_BYTES
        self.unread = UnreadList()
        self.relations = self._read_relations()
        self.words = {
            relation.target: relation.word
            for relations in self.relations.values()
            for relation in relations
            if not relation.is_outside
        }
        self.places = self._find_places()

    def find(self, without_cells: Iterable[str]) -> tuple[Unread, ...]:
        for name in without_cells:
            self.unread.add(UnreadKind.CHART_SHEET, name)
        for source, relations in self.relations.items():
            for relation in relations:
                if relation.is_outside:
                    self._add_link(source, relation)
        queries, caches = [], []
        for name in sorted(self.openings):
            word = self._word(name)
            if word == "queryTable":
                queries.append(name)
            elif word == "pivotCacheDefinition":
                caches.append(name)
            else:
                self._add_part(name, word)
        # These belong to a connection and to a pivot table, which are counted where they are there.
        for kind, names in ((UnreadKind.CONNECTION, queries), (UnreadKind.PIVOT_TABLE, caches)):
            if names and kind not in self.unread:
                self.unread.add(kind, sheet=self._sheet(names[0]), count=len(names))
        return self.unread.listed()

    # --- What leads where ---------------------------------------------------------------------------------------------

    def _read_relations(self) -> dict[str, list[Relation]]:
        """Return by part where it leads; links of cells are left out, and what is no XML leads nowhere."""
        found: dict[str, list[Relation]] = {}
        count = 0
        for name in sorted(self.archive.entries):
            folder, file = posixpath.split(name)
            if not (folder.casefold().endswith("_rels") and file.casefold().endswith(".rels")):
                continue
            source = posixpath.join(posixpath.dirname(folder), file[: -len(".rels")])
            found[source] = self._read_relations_of(name, source, room=MAX_RELATIONS - count)
            count += len(found[source])
        return found

    def _read_relations_of(self, name: str, source: str, *, room: int) -> list[Relation]:
        relations: list[Relation] = []

        def start(element: str, attributes: Attributes) -> None:
            word = attributes.get("Type", "").rpartition("/")[2]
            if element == "Relationship" and word != "hyperlink" and len(relations) < room:
                relations.append(_relation(source, word, attributes))

        self._parse(name, start)
        return relations

    def _find_places(self) -> dict[str, str]:
        """Return the sheet that each part belongs to, directly or by a drawing."""
        places: dict[str, str] = {}
        for part, sheet in self.sheets.items():
            waiting = [part]
            while waiting:
                for relation in self.relations.get(waiting.pop(), ()):
                    if not relation.is_outside and relation.target not in places and relation.target not in self.sheets:
                        places[relation.target] = sheet
                        waiting.append(relation.target)
        return places

    def _sheet(self, part: str) -> str:
        return self.sheets.get(part) or self.places.get(part, "")

    def _add_link(self, source: str, relation: Relation) -> None:
        """List what lies outside; the targets of a link to a workbook are told with its own part."""
        if self._word(source) == "externalLink":
            return
        kind = UnreadKind.OTHER_LINK
        if relation.word == "image":
            kind = UnreadKind.LINKED_PICTURE
        elif relation.word.startswith("externalLink"):
            kind = UnreadKind.WORKBOOK_LINK
        self.unread.add(kind, name_target(relation.target), sheet=self._sheet(source))

    # --- What a part is -----------------------------------------------------------------------------------------------

    def _word(self, name: str) -> str:
        """Return the word for what a part is; empty for what needs no mention, or is not known."""
        kind = self._type(name).rpartition(".")[2].casefold()
        if word := BY_TYPE.get(kind):
            return word
        word = self.words.get(name, "")
        if word in PLAIN_KINDS or word in BY_PLACE.values() or word == "image":
            return word
        return next((word for pattern, word in PLACES if pattern.search(name)), "")

    def _type(self, name: str) -> str:
        return self.types.get(f"/{name}".casefold()) or self.types.get(name.rpartition(".")[2].casefold(), "")

    def _add_part(self, name: str, word: str) -> None:
        opening = self.openings[name]
        file = posixpath.basename(name)
        special: dict[str, Callable[[str], None]] = {
            "externalLink": self._add_external_link, "connections": self._add_connections,
            "comments": self._add_comments, "drawing": self._add_text_boxes, "diagramData": self._add_text_boxes,
            "customXml": self._add_custom_data,
        }  # fmt: skip
        if word == "image" or self._type(name).startswith("image/") or PICTURE_NAME.search(name):
            if opening and not is_picture(name, opening):
                found = name_contents(opening) or UNKNOWN_CONTENTS
                self.unread.add(UnreadKind.FAKE_PICTURE, f"{file} looks like {found}", sheet=self._sheet(name))
        elif kind := PLAIN_KINDS.get(word):
            is_active = kind != UnreadKind.EMBEDDED_FILE and name_contents(opening) in ACTIVE_CONTENTS
            kind = UnreadKind.EMBEDDED_FILE if is_active else kind
            self.unread.add(kind, file if kind in NAMED_KINDS else "", sheet=self._sheet(name))
        elif name_contents(opening) in ACTIVE_CONTENTS or self._is_foreign(name):
            self.unread.add(UnreadKind.EMBEDDED_FILE, file, sheet=self._sheet(name))
        elif word in special:
            special[word](name)

    def _is_foreign(self, name: str) -> bool:
        """Return whether a part is neither XML nor the settings of a printer, which programs write by themselves."""
        return not (name.casefold().endswith(XML_NAMES) or SETTINGS.search(name))

    def _add_external_link(self, name: str) -> None:
        """List a link to another workbook, or to a program by DDE or OLE."""
        kinds: list[str] = []

        def start(element: str, _: Attributes) -> None:
            if element in {"externalBook", "ddeLink", "oleLink"}:
                kinds.append(element)
                raise _Found

        self._parse(name, start)
        target = next((relation.target for relation in self.relations.get(name, ()) if relation.is_outside), "")
        is_program = kinds in (["ddeLink"], ["oleLink"])
        self.unread.add(UnreadKind.PROGRAM_LINK if is_program else UnreadKind.WORKBOOK_LINK, name_target(target))

    def _add_connections(self, name: str) -> None:
        """List connections by the names that people see; what they hold beside may be a password."""
        names: list[str] = []

        def start(element: str, attributes: Attributes) -> None:
            if element == "connection":
                names.append(attributes.get("name", ""))

        is_whole = self._parse(name, start)
        for connection in names:
            self.unread.add(UnreadKind.CONNECTION, connection)
        if not names and not is_whole:
            self.unread.add(UnreadKind.CONNECTION)

    def _add_comments(self, name: str) -> None:
        """Count comments of people; those that our result workbooks have are ours."""
        authors: list[list[str]] = []
        count, ours = 0, set()
        is_author = False

        def start(element: str, attributes: Attributes) -> None:
            nonlocal count, is_author
            is_author = element == "author"
            if is_author:
                authors.append([])
            elif element == "comment":
                ours.update({str(at) for at, text in enumerate(authors) if "".join(text) == COMMENT_AUTHOR})
                count += attributes.get("authorId") not in ours

        def text(text: str) -> None:
            if is_author:
                authors[-1].append(text)

        if not self._parse(name, start, text) and not count:
            count = 1
        if count:
            self.unread.add(UnreadKind.COMMENT, sheet=self._sheet(name), count=count)

    def _add_text_boxes(self, name: str) -> None:
        """Count shapes with words in them; what older programs are shown in place of a slicer is none."""
        fallbacks = count = 0
        is_text = is_counted = False

        def start(element: str, _: Attributes) -> None:
            nonlocal fallbacks, is_text, is_counted
            fallbacks += element == "Fallback"
            if element in {"sp", "dataModel"}:
                is_counted = False
            is_text = element == "t"

        def end(element: str) -> None:
            nonlocal fallbacks, is_text
            fallbacks -= element == "Fallback"
            is_text = False

        def text(text: str) -> None:
            nonlocal count, is_counted
            if is_text and not fallbacks and not is_counted and text.strip():
                count, is_counted = count + 1, True

        self._parse(name, start, text, end)
        if count:
            self.unread.add(UnreadKind.TEXT_BOX, sheet=self._sheet(name), count=count)

    def _add_custom_data(self, name: str) -> None:
        opening = self.openings[name].replace(b"\0", b"")
        if POWER_QUERY in opening:
            if UnreadKind.CONNECTION not in self.unread and "connections" not in map(self._word, self.openings):
                self.unread.add(UnreadKind.CONNECTION)
        elif not LEFT_BY_PROGRAMS.search(opening):
            self.unread.add(UnreadKind.CUSTOM_DATA)

    # --- Parsing ------------------------------------------------------------------------------------------------------

    def _parse(
        self,
        name: str,
        start: Callable[[str, Attributes], None],
        text: Callable[[str], None] | None = None,
        end: Callable[[str], None] | None = None,
    ) -> bool:
        """Parse a part as far as it is XML and there is room for it; return whether all of it was."""
        size = self.archive.entries[name].file_size
        if size > self.left:
            return False
        self.left -= size
        try:
            markup.parse(self.archive.chunks(name), start=start, end=end, text=text)
        except _Found:
            return True
        except FileRefused as refused:
            if refused.code != "F006":
                raise
            return False
        return True


def _relation(source: str, word: str, attributes: Attributes) -> Relation:
    target = attributes.get("Target", "")
    if attributes.get("TargetMode") == "External" or "://" in target or target.startswith("\\\\"):
        return Relation(word, target, is_outside=True)
    inside = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")
    return Relation(word, inside, is_outside=False)
