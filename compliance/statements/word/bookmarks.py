"""Names that a Word document of a draft carries, and its namespaces. A bookmark has at most 40 characters."""

import hashlib
import re

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
OLD_PICTURE = "{urn:schemas-microsoft-com:vml}imagedata"
# Figures of a document that are not ours yet are numbered from here: a statement has fewer.
PROPOSED = 9000
AREA = re.compile(r"daylight_a_([a-z_]+?(?:_\d{1,2})?)_(\d{1,9})$")
VERSION = re.compile(r"daylight_v_([0-9a-f]{16})$")
OWN_LINE = re.compile(r"daylight_o_\d{1,6}_([0-9a-f]{20})$")
FIGURE = re.compile(r"daylight figure (\d{1,4})$")


def area_bookmark(code: str, revision: int) -> str:
    """Return the bookmark on the heading of an area: which it is, and how often it had been saved."""
    return f"daylight_a_{code}_{revision}"


def version_bookmark(uuid_hex: str) -> str:
    return f"daylight_v_{uuid_hex[:16]}"


def figure_bookmark(number: int) -> str:
    return f"daylight figure {number}"


def own_line_bookmark(number: int, text: str) -> str:
    """Return the bookmark on a line that is not the text of an area. It knows the words: changed ones are theirs."""
    return f"daylight_o_{number}_{_digest(text)}"


def is_own_line(bookmarks: list[str], text: str) -> bool:
    """Return whether a paragraph is a line of ours, whatever words this version of the portal has for it."""
    return any(match[1] == _digest(text) for match in map(OWN_LINE.match, bookmarks) if match)


def fold_line(text: str) -> str:
    return " ".join(text.split()).casefold()


def _digest(text: str) -> str:
    return hashlib.sha256(fold_line(text).encode()).hexdigest()[:20]
