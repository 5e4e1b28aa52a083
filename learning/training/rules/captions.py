"""Reads a WebVTT file: whether it can be shown as captions, and how long it is. Pure.

See docs/requirements/experience.md#recordings. Source: WebVTT, W3C, sections 4.1 and 4.2.
"""

import re
from itertools import pairwise

NOT_WEBVTT = "not_webvtt"
NO_CUE = "no_cue"
OUT_OF_ORDER = "out_of_order"

TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
CUE = re.compile(rf"^{TIME}[ \t]+-->[ \t]+{TIME}[^\n]*\n(?=[^\n]*\S)", re.MULTILINE)


def read_cues(text: str) -> list[tuple[float, float]]:
    """Return start and end of each caption with words, in seconds."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return [(_seconds(match.groups()[:4]), _seconds(match.groups()[4:])) for match in CUE.finditer(lines)]


def find_captions_problem(text: str) -> str:
    """Return what keeps the text from being captions; empty where nothing does."""
    if not re.match(r"WEBVTT(?:[ \t\r\n]|$)", text):
        return NOT_WEBVTT
    cues = read_cues(text)
    if not cues:
        return NO_CUE
    follows = all(later[0] >= earlier[0] for earlier, later in pairwise(cues))
    return "" if follows and all(start < end for start, end in cues) else OUT_OF_ORDER


def measure_seconds(text: str) -> int:
    """Return the end of the last caption in whole seconds; 0 where there is none."""
    return round(max((end for _start, end in read_cues(text)), default=0))


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000
