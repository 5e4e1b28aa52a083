"""Says of which precise kind a dictionary or stream of a PDF is, where one of several may stand. No Django here."""

from collections.abc import Callable

import pikepdf

from portal.files.pdf_kinds import ACTIONS

ELEMENT_KINDS = {"/MCR": "content mark", "/OBJR": "object mark", "/StructTreeRoot": "structure"}
LAYER_KINDS = {"/OCG": "group of layer", "/OCMD": "layer membership"}
CALCULATION = 4


def choose_drawing_kind(thing: pikepdf.Object, kind: str) -> str:
    """Return the precise kind of what draws or marks; the kind itself where there is one only, and empty for none."""
    is_stream = isinstance(thing, pikepdf.Stream)
    choices: dict[str, Callable[[], str]] = {
        "xobject": lambda: {"/Image": "image", "/Form": "drawing"}.get(
            str(thing.get("/Subtype")), "drawing" if "/BBox" in thing else ""
        ),
        "appearance": lambda: "drawing" if is_stream else "appearance states",
        "pattern": lambda: "tiles" if is_stream else "shaded pattern",
        "shading": lambda: "shaded mesh" if is_stream else kind,
        "function": lambda: _choose_function_kind(thing) if is_stream else kind,
        "font": lambda: {"/Type0": "composite font", "/Type3": "drawn font"}.get(str(thing.get("/Subtype")), kind),
        "element": lambda: ELEMENT_KINDS.get(str(thing.get("/Type")), kind),
        "parent element": lambda: kind.removeprefix("parent "),
        "layer": lambda: LAYER_KINDS.get(str(thing.get("/Type")), ""),
        "layer or property": lambda: LAYER_KINDS.get(str(thing.get("/Type")), "property"),
        "action": lambda: kind if str(thing.get("/S")) in ACTIONS else "",
    }
    return choices[kind]() if kind in choices else kind


def _choose_function_kind(stream: pikepdf.Object) -> str:
    return "calculation" if stream.get("/FunctionType") == CALCULATION else "function of samples"
