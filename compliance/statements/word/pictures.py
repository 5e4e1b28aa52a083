"""Draws pictures that somebody put into a Word document anew, for a figure. Only in a process of its own; no Django.

Which pictures become figures is counted in pieces, bytes, pixels and steps, never in seconds: a slow machine proposes
the same figures as a fast one.
"""

import posixpath
from base64 import b64encode
from dataclasses import dataclass, field

from lxml import etree

from compliance.statements.types import ProposedPicture
from compliance.statements.word.bookmarks import PROPOSED
from portal.files import parse_check, sanitising

RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
KINDS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
# Of one document. A picture beyond them is counted, as one of another kind is.
MOST, MAX_BYTES, MAX_PIXELS = 40, 40 * 1024 * 1024, 30_000_000
# A PNG is slow to pack again.
MAX_PNG_SHARE = {"bytes": 4 * 1024 * 1024, "pixels": 10_000_000}
# Of the drawing of all of them. A pixel of a JPEG in one scan is a step, 0.02 microseconds on a core of 2024; each
# further scan goes over every pixel again. A PNG is slow to pack again, the more so the more there is to pack.
MAX_STEPS = 75_000_000
STEPS_A_SCAN, STEPS_A_PNG_PIXEL, STEPS_A_PNG_BYTE = 1 / 16, 2, 12
JPEG_SCAN = b"\xff\xda"
ALT_LENGTH = 500


@dataclass
class Pictures:
    """parts: of the document. rels: name of the part that tells which picture an id is. taken: by number."""

    parts: dict[str, bytes]
    rels: str
    taken: dict[int, ProposedPicture] = field(default_factory=dict)
    bytes: int = 0
    pixels: int = 0
    steps: int = 0

    def take(self, id_: str, words: str) -> int | None:
        """Return the number of the proposed figure; None where the picture cannot be had, or there are too many."""
        body = self.parts.get(self._names().get(id_, ""), b"")
        kind = next((kind for start, kind in KINDS.items() if body.startswith(start)), "")
        if not kind or len(self.taken) >= MOST:
            return None
        try:
            width, height = parse_check.get_picture_size(body)
            steps = count_steps(kind, body, width * height)
            if (
                self.pixels + width * height > MAX_PIXELS
                or self.steps + steps > MAX_STEPS
                or _is_slow(kind, len(body), width * height)
            ):
                return None
            self.steps += steps
            picture = sanitising.clean_picture(body)
        except (sanitising.Unclean, OSError, SyntaxError, ValueError):
            return None
        if self.bytes + len(picture) > MAX_BYTES:
            return None
        self.bytes += len(picture)
        self.pixels += width * height
        number = PROPOSED + len(self.taken) + 1
        self.taken[number] = {
            "number": number, "alt": " ".join(words.split())[:ALT_LENGTH], "content_type": kind,
            "width": width, "height": height, "body": b64encode(picture).decode(),
        }  # fmt: skip
        return number

    def _names(self) -> dict[str, str]:
        if self.rels not in self.parts:
            return {}
        relationships = (relationship for relationship in etree.fromstring(self.parts[self.rels]).iter(RELATIONSHIP))
        return {
            relationship.get("Id") or "": _place(relationship.get("Target") or "")
            for relationship in relationships
            if not relationship.get("TargetMode")
        }


def count_steps(kind: str, body: bytes, pixels: int) -> int:
    """Return how much work it is to draw a picture anew, in pixels of a JPEG."""
    if kind == "image/png":
        return STEPS_A_PNG_PIXEL * pixels + STEPS_A_PNG_BYTE * len(body)
    return int(pixels * (1 + STEPS_A_SCAN * body.count(JPEG_SCAN)))


def _is_slow(kind: str, size: int, pixels: int) -> bool:
    return kind == "image/png" and (size > MAX_PNG_SHARE["bytes"] or pixels > MAX_PNG_SHARE["pixels"])


def _place(target: str) -> str:
    """A target is named from the folder of the main part."""
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else f"word/{target}")
