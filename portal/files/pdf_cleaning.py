"""Removes from a PDF what could act, and who made it, when and where.

The file is walked from its catalogue. Only what portal.files.pdf_kinds lists is written again: pictures without their
metadata, annotations and fields without what they do not show. Runs only in a sandbox process (portal.core.sandbox).
No Django here.

See docs/requirements/security.md#file-checks, docs/requirements/security.md#file-metadata.
"""

import re
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

import pikepdf

from portal.files import pdf_annotations, pdf_content, pdf_fonts, pdf_images, pdf_samples, pdf_type1
from portal.files.image_metadata import Unclean
from portal.files.pdf_kinds import (
    ADDRESS,
    COLLECTION_NAME,
    COLLECTIONS,
    COLORANT,
    COLOUR,
    DESTINATION,
    DICTIONARIES,
    FIELD_VALUE,
    FONT_NAME,
    FONT_STYLE,
    GLYPH,
    LANGUAGE,
    MAPS,
    NAMED_KINDS,
    NAMES,
    PAGE,
    PLAIN,
    ROLE,
    ROLES,
    SAMPLES,
    STATE,
    STREAMS,
    TEXT,
)
from portal.files.pdf_names import Names, key_text, name_text
from portal.files.pdf_precise_kinds import choose_drawing_kind

MAX_DEPTH = 50
# Of a document that somebody waits for: ninety pages with tags have some 7,000.
MAX_QUICK_OBJECTS = 100_000
LINK_SCHEMES = ("http:", "https:", "mailto:", "tel:")
LANGUAGE_CODE = re.compile(rb"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?")
# Of an array that is a colour space: the kinds after its family.
COLOUR_PARTS = {
    "/ICCBased": ("profile",),
    "/CalGray": ("calibration",),
    "/CalRGB": ("calibration",),
    "/Lab": ("calibration",),
    "/Indexed": (COLOUR, PLAIN, SAMPLES),
    "/I": (COLOUR, PLAIN, SAMPLES),
    "/Separation": (COLORANT, COLOUR, "function"),
    "/DeviceN": (COLORANT, COLOUR, "function"),
    "/Pattern": (COLOUR,),
}
STREAM_CLEANERS: dict[str, Callable[[pikepdf.Pdf, pikepdf.Object, Names], None]] = {
    "image": pdf_images.clean_image,
    "content": pdf_content.clean_content,
    "drawing": pdf_content.clean_content,
    "tiles": pdf_content.clean_content,
    "profile": pdf_images.clean_profile,
    "shared bitmap": pdf_images.clean_shared_bitmap,
    **dict.fromkeys(("shaded mesh", "function of samples", "colour table", "glyph numbers"), pdf_samples.trim_samples),
    "cmap": pdf_content.clean_cmap,
    "calculation": pdf_content.clean_calculation,
    "type 1 program": pdf_type1.clean_type1,
    "font program": pdf_fonts.clean_program,
}
# Names that are somebody's own, whatever they read.
OWN_NAMES = frozenset({ROLE, COLORANT, FONT_NAME, GLYPH, STATE, FIELD_VALUE})
NAMED_MAPS = {"glyphs": GLYPH, "appearance states": STATE}
NUMBERED_KINDS = frozenset({"parent element", "label"})
MAX_ROLE_STEPS = 10
# What pikepdf returns: numbers and booleans as Python's own, all else as its objects.
Value = Any  # Any: see above


def clean_quickly(body: bytes) -> bytes:
    """Return the cleaned file, while somebody waits for it. Raises Unclean, also for too many objects, and
    pikepdf.PdfError.
    """
    return clean(body, max_objects=MAX_QUICK_OBJECTS)


def clean(body: bytes, *, max_objects: int | None = None) -> bytes:
    """Return the cleaned file. Raises Unclean, pikepdf.PdfError."""
    out = BytesIO()
    with pikepdf.open(BytesIO(body)) as opened:
        if max_objects is not None and len(opened.objects) > max_objects:
            raise Unclean("too many objects")
        for key in set(opened.trailer.keys()) - {"/Root", "/Size"}:
            del opened.trailer[key]
        for page in opened.pages:
            if isinstance(page.obj.get("/Contents"), pikepdf.Array):
                page.contents_coalesce()
        _Walk(opened).clean()
        # What an earlier revision of the file still held, and what nothing leads to, is not written again.
        opened.save(out, deterministic_id=True)
    return out.getvalue()


class _Walk:
    """Cleans all that the catalogue leads to. waiting: dictionaries and streams, with their kinds."""

    def __init__(self, opened: pikepdf.Pdf) -> None:
        self.opened = opened
        self.pages = {page.obj.objgen for page in opened.pages}
        self.destinations = pdf_annotations.read_destinations(opened.Root)
        self.notes = pdf_annotations.Notes(opened)
        self.roles = _read_roles(opened.Root)
        self.names = Names()
        self.layers = 0
        self.waiting: list[tuple[pikepdf.Object, str]] = [(opened.Root, "catalogue")]
        self.seen: set[tuple[tuple[int, int], str]] = set()
        self.streams: list[tuple[pikepdf.Object, str]] = []
        self.values: dict[str, Callable[[Value], Value]] = {
            PLAIN: lambda value: None,
            **{kind: partial(self._clean_name, kind) for kind in (COLORANT, FONT_NAME, GLYPH, STATE)},
            TEXT: lambda value: value if isinstance(value, pikepdf.String) else None,
            FIELD_VALUE: lambda value: pdf_annotations.clean_value(value, self.names),
            FONT_STYLE: lambda value: pdf_annotations.clean_font_style(value, self.names),
            LANGUAGE: _clean_language,
            ADDRESS: _clean_address,
            COLLECTION_NAME: _clean_collection,
            PAGE: lambda value: value if self._is_page(value) else None,
            DESTINATION: self._clean_destination,
            COLOUR: self._clean_colour,
            ROLE: self._clean_role,
            SAMPLES: self._clean_samples,
        }

    def clean(self) -> None:
        """Clean everything. Raises Unclean."""
        while self.waiting:
            self._clean_entries(*self.waiting.pop())
        # Once each: what has new names already would get others.
        streams = {(stream.objgen, STREAM_CLEANERS[kind]): stream for stream, kind in self.streams}
        for (_number, clean_stream), stream in streams.items():
            clean_stream(self.opened, stream, self.names)

    def _clean_entries(self, thing: pikepdf.Object, kind: str) -> None:
        if kind in {"annotation", "field"}:
            self.notes.prepare(thing)
        elif kind == "group of layer":
            self.layers += 1
            thing["/Name"] = pikepdf.String(str(self.layers))
            # What is meant for no view decides about none.
            if not _is_known_intent(thing.get("/Intent")):
                thing["/Intent"] = pikepdf.Name.Design
        kinds, of_all = (DICTIONARIES.get(kind) or STREAMS.get(kind) or {}), MAPS.get(kind)
        # A copy: entries go on the way.
        for key, value in list(thing.items()):
            admitted = None
            if entry := of_all or kinds.get(key):
                admitted = self._admit(value, entry)
            if admitted is None:
                del thing[key]
            elif admitted is not value:
                thing[key] = admitted
        if of_all:
            self.names.rename_keys(NAMED_MAPS.get(kind, kind), thing)

    def _admit(self, value: Value, kind: str, depth: int = 0) -> Value:
        """Return the value as it may stay where one of the kind belongs; None for one that goes."""
        if depth > MAX_DEPTH:
            raise Unclean("nested too deeply")
        if not isinstance(value, pikepdf.Object):
            return value
        if isinstance(value, pikepdf.Name) and kind not in OWN_NAMES and f"/{name_text(value)}" in NAMES:
            return value
        if isinstance(value, pikepdf.Array) and kind not in {DESTINATION, COLOUR}:
            return self._admit_array(value, kind, depth)
        if clean := self.values.get(kind):
            return clean(value)
        if isinstance(value, pikepdf.Name):
            return value if f"/{name_text(value)}" in NAMED_KINDS.get(kind, ()) else None
        if not isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            return None
        precise = self._choose_kind(value, kind)
        if precise not in (STREAMS if isinstance(value, pikepdf.Stream) else {*DICTIONARIES, *MAPS}):
            return None
        self._enqueue(value, precise)
        return value

    def _admit_array(self, array: pikepdf.Array, kind: str, depth: int) -> Value:
        values = list(array)
        admitted = [self._admit(value, kind, depth + 1) for value in values]
        if all(one is other for one, other in zip(values, admitted, strict=True)):
            return array
        # A tree of numbers goes by the places of its values.
        return pikepdf.Array([value for value in admitted if value is not None or kind in NUMBERED_KINDS])

    def _enqueue(self, thing: pikepdf.Object, kind: str) -> None:
        key = (thing.objgen, kind)
        if thing.is_indirect:
            if key in self.seen:
                return
            self.seen.add(key)
        self.waiting.append((thing, kind))
        if kind in STREAM_CLEANERS:
            self.streams.append((thing, kind))

    def _choose_kind(self, thing: pikepdf.Object, kind: str) -> str:
        """Return the precise kind of a dictionary or stream where one of several may stand; empty for none."""
        if kind == "pages":
            return "pages" if "/Kids" in thing else "page" if self._is_page(thing) else ""
        if kind in {"annotation", "field", "marked object"}:
            return self._choose_note_kind(thing, kind)
        return choose_drawing_kind(thing, kind)

    def _choose_note_kind(self, thing: pikepdf.Object, kind: str) -> str:
        if kind == "field":
            return kind if thing.objgen in self.notes.fields else ""
        if kind == "marked object" and "/Rect" not in thing:
            return choose_drawing_kind(thing, "xobject")
        if kind == "marked object" and thing.objgen not in self.notes.shown:
            return ""
        is_field = thing.get("/Subtype") == "/Widget"
        return "" if not pdf_annotations.is_shown(thing) else "field" if is_field else "annotation"

    def _is_page(self, value: Value) -> bool:
        return isinstance(value, pikepdf.Dictionary) and value.is_indirect and value.objgen in self.pages

    def _clean_destination(self, value: Value) -> Value:
        """Return the place that a name stands for, written out: the names are words that nobody sees."""
        if isinstance(value, pikepdf.Name | pikepdf.String):
            value = self.destinations.get(str(value))
        if not isinstance(value, pikepdf.Array) or not len(value):
            return None
        page, *view = list(value)
        if not (isinstance(page, int) or self._is_page(page)):
            return None
        return pikepdf.Array([page, *(self._admit(one, PLAIN) for one in view)])

    def _clean_colour(self, value: Value) -> Value:
        if not isinstance(value, pikepdf.Array) or not len(value):
            return None
        family, *parts = list(value)
        kind = f"/{name_text(family)}" if isinstance(family, pikepdf.Name) else ""
        kinds = COLOUR_PARTS.get(kind, ())
        # A pattern may bring its own colours.
        if kind not in NAMES or (len(parts) < len(kinds) and kind != "/Pattern"):
            return None
        return pikepdf.Array([family, *(self._admit(part, kind) for part, kind in zip(parts, kinds, strict=False))])

    def _clean_name(self, kind: str, value: Value) -> Value:
        return self.names.rename_name(kind, value) if isinstance(value, pikepdf.Name) else None

    def _clean_samples(self, value: Value) -> Value:
        if isinstance(value, pikepdf.Stream):
            self._enqueue(value, "colour table")
        return value if isinstance(value, pikepdf.Stream | pikepdf.String) else None

    def _clean_role(self, value: Value) -> Value:
        """Return a role of the standard: other roles are called by somebody's own words."""
        if not isinstance(value, pikepdf.Name):
            return None
        role = f"/{name_text(value)}"
        for _step in range(MAX_ROLE_STEPS):
            if role in ROLES:
                return pikepdf.Name(role)
            role = self.roles.get(role, "")
        return pikepdf.Name.NonStruct


def _read_roles(root: pikepdf.Object) -> dict[str, str]:
    structure = root.get("/StructTreeRoot")
    roles = structure.get("/RoleMap") if isinstance(structure, pikepdf.Dictionary) else None
    named = roles.items() if isinstance(roles, pikepdf.Dictionary) else ()
    return {f"/{key_text(key)}": f"/{name_text(one)}" for key, one in named if isinstance(one, pikepdf.Name)}


def _is_known_intent(intent: Value) -> bool:
    intents = list(intent) if isinstance(intent, pikepdf.Array) else [] if intent is None else [intent]
    return all(isinstance(one, pikepdf.Name) and f"/{name_text(one)}" in NAMES for one in intents)


def _clean_language(value: Value) -> Value:
    return value if isinstance(value, pikepdf.String) and LANGUAGE_CODE.fullmatch(bytes(value)) else None


def _clean_collection(value: Value) -> Value:
    is_known = isinstance(value, pikepdf.String) and bytes(value) in COLLECTIONS
    return value if is_known else pikepdf.String("Identity")


def _clean_address(value: Value) -> Value:
    """Return an address that opens something outside: one on the writer's own disk or network names them."""
    if not isinstance(value, pikepdf.String):
        return None
    return value if bytes(value).decode("latin-1").strip().lower().startswith(LINK_SCHEMES) else None
