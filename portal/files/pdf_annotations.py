"""Says which annotations and form fields of a PDF are shown, and clears them of what they do not show.

A field keeps the value that its reader sees. Runs only in a sandbox process (portal.core.sandbox). No Django here.
"""

import re
from typing import Any

import pikepdf

from portal.files.pdf_kinds import SHOWN_ANNOTATIONS, STATE
from portal.files.pdf_names import Names

MAX_PARENTS = 50
# Flags of an annotation (ISO 32000-2, 12.5.3), and of a field of text (12.7.5.3).
HIDDEN, PRINT, NO_VIEW, PASSWORD = 1 << 1, 1 << 2, 1 << 5, 1 << 13
# The operators of a default appearance: a font with its size, and a colour.
STYLE = re.compile(rb"(/[^\s()<>\[\]{}/%]+)\s+([-+.\d]+)\s+Tf\b|(?:[-+.\d]+\s+){1,4}(?:g|rg|k)\b")
# A value as pikepdf returns it: numbers are Python's own.
Value = Any  # Any: see above


def is_shown(note: pikepdf.Object) -> bool:
    """Return whether the annotation is of a kind that stays, and can be seen or printed."""
    flags: Value = note.get("/F")
    flags = flags if isinstance(flags, int) else 0
    is_hidden = flags & HIDDEN or (flags & NO_VIEW and not flags & PRINT)
    return str(note.get("/Subtype")) in SHOWN_ANNOTATIONS and not is_hidden


class Notes:
    """The annotations that are shown, and the fields that have one: shown, fields, by the numbers of their objects."""

    def __init__(self, opened: pikepdf.Pdf) -> None:
        self.shown: set[tuple[int, int]] = set()
        self.fields: set[tuple[int, int]] = set()
        self.named = 0
        for page in opened.pages:
            notes = page.obj.get("/Annots")
            for note in list(notes) if isinstance(notes, pikepdf.Array) else []:
                if isinstance(note, pikepdf.Dictionary) and is_shown(note):
                    self.shown.add(note.objgen)
                    self._add_fields(note)
        self.shown.discard((0, 0))
        self.fields.discard((0, 0))

    def _add_fields(self, note: pikepdf.Object) -> None:
        if note.get("/Subtype") == "/Widget":
            self.fields |= {field.objgen for field in _lineage(note)}

    def prepare(self, note: pikepdf.Object) -> None:
        """Rename, replace or drop what is not shown in an annotation or field, before its entries are looked at."""
        if "/T" in note:
            self.named += 1
            note["/T"] = pikepdf.String(str(self.named))
        kind, flags = _inherited(note, "/FT"), _inherited(note, "/Ff")
        if kind == "/Tx" and isinstance(flags, int) and flags & PASSWORD:
            _drop(note, "/V")
        if kind == "/Ch":
            _show_choice(note)
        else:
            _drop(note, "/Opt")
        if kind != "/Btn" and isinstance(look := note.get("/MK"), pikepdf.Dictionary):
            _drop(look, "/CA")
        if note.get("/Subtype") != "/FreeText" or _has_appearance(note):
            _drop(note, "/Contents")


def _drop(thing: pikepdf.Object, key: str) -> None:
    if key in thing:
        del thing[key]


def _has_appearance(note: pikepdf.Object) -> bool:
    appearances = note.get("/AP")
    return isinstance(appearances, pikepdf.Dictionary) and isinstance(appearances.get("/N"), pikepdf.Stream)


def _lineage(field: pikepdf.Object) -> list[pikepdf.Object]:
    fields = [field]
    while isinstance(parent := fields[-1].get("/Parent"), pikepdf.Dictionary) and len(fields) < MAX_PARENTS:
        fields.append(parent)
    return fields


def _inherited(field: pikepdf.Object, key: str) -> Value:
    return next((value for one in _lineage(field) if (value := one.get(key)) is not None), None)


def _show_choice(field: pikepdf.Object) -> None:
    """Give the options and the value of a list as they read. A form sends other words for them."""
    options = field.get("/Opt")
    if not isinstance(options, pikepdf.Array):
        return
    read: dict[bytes, pikepdf.Object] = {}
    for option in list(options):
        sent, shown = (option[0], option[1]) if isinstance(option, pikepdf.Array) and len(option) > 1 else [option] * 2
        if isinstance(sent, pikepdf.String) and isinstance(shown, pikepdf.String):
            read[bytes(sent)] = shown
    field["/Opt"] = pikepdf.Array(list(read.values()))
    value = field.get("/V")
    if isinstance(value, pikepdf.Array):
        field["/V"] = pikepdf.Array([_shown_option(one, read) for one in list(value)])
    elif isinstance(value, pikepdf.String):
        field["/V"] = _shown_option(value, read)


def _shown_option(value: Value, read: dict[bytes, pikepdf.Object]) -> Value:
    return read.get(bytes(value), value) if isinstance(value, pikepdf.String) else value


def clean_value(value: Value, names: Names) -> Value:
    """Return the value of a field where it is text or the name of a state; a long text is a stream."""
    if isinstance(value, pikepdf.Name):
        return names.rename_name(STATE, value)
    if isinstance(value, pikepdf.Stream):
        return pikepdf.String(bytes(value.read_bytes()).decode("utf-8", "replace"))
    return value if isinstance(value, pikepdf.String) else None


def clean_font_style(value: Value, names: Names) -> Value:
    """Return font, size and colour of a default appearance, without the rest."""
    if not isinstance(value, pikepdf.String):
        return None
    styles = STYLE.finditer(re.sub(rb"%[^\r\n]*", b"", bytes(value)))
    return pikepdf.String(" ".join(_written_style(match, names) for match in styles))


def _written_style(match: re.Match[bytes], names: Names) -> str:
    font, size = match[1], match[2]
    if font is None:
        return match[0].decode("latin-1")
    return f"{names.rename_name('fonts', pikepdf.Object.parse(font)).unparse().decode()} {size.decode()} Tf"


def read_destinations(root: pikepdf.Object) -> dict[str, pikepdf.Object]:
    """Return the places in the file that have names, by name."""
    places: dict[str, pikepdf.Object] = {}
    names = root.get("/Names")
    waiting, seen = [names.get("/Dests") if isinstance(names, pikepdf.Dictionary) else None], set()
    while waiting:
        node = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary) or node.objgen in seen:
            continue
        seen |= {node.objgen} - {(0, 0)}
        if isinstance(pairs := node.get("/Names"), pikepdf.Array):
            values = list(pairs)
            places |= {str(name): _place(place) for name, place in zip(values[::2], values[1::2], strict=False)}
        if isinstance(children := node.get("/Kids"), pikepdf.Array):
            waiting += list(children)
    if isinstance(older := root.get("/Dests"), pikepdf.Dictionary):
        places |= {name: _place(place) for name, place in older.items()}
    return places


def _place(value: Value) -> Value:
    return value.get("/D") if isinstance(value, pikepdf.Dictionary) else value
