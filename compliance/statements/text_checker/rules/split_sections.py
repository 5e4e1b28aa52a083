"""A whole statement split into the introduction and the six areas: by its headings, then by the words of each part.

A suggestion that a person corrects before anything is saved.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from compliance.statements.rubric.rules.signal_words import count_signals
from compliance.statements.rules.content import AREAS
from compliance.statements.text_checker.rules.approval import law_approval
from compliance.statements.text_checker.rules.dehyphenate import is_of_contents
from compliance.statements.text_checker.rules.result import Text, is_heading
from compliance.statements.text_checker.rules.signature import law_signature

INTRO, REST = "intro", "rest"
PARTS = (INTRO, *AREAS, REST)
# Asked in this order: "Training on our policies" is training, "Risk assessment and due diligence" is risk.
HEADINGS = {
    "training": re.compile(r"\b(?:training|train|awareness|capacity|e-?learning|educat\w+)\b", re.IGNORECASE),
    "monitoring": re.compile(
        r"\b(?:effective\w*|kpis?|performance|indicators?|monitor\w*|measur\w*|evaluat\w*|goals?|progress|"
        r"next steps|looking (?:ahead|forward)|"
        r"future|targets?|objectives|further steps|plans?)\b",
        re.IGNORECASE,
    ),
    "risk": re.compile(r"\brisks?\b", re.IGNORECASE),
    "due_diligence": re.compile(
        r"\b(?:due diligence|remed\w+|grievance\w*|whistle\w*|speak\w* up|audit\w*|reporting concerns|"
        r"raising concerns|supplier "
        r"(?:engagement|management|adherence|assessment)|hotline)\b",
        re.IGNORECASE,
    ),
    "policies": re.compile(r"\b(?:polic(?:y|ies)|codes?|standards|our approach|commitments?)\b", re.IGNORECASE),
    "structure": re.compile(
        r"\b(?:structure|organisation|our (?:business|company|group|operations|people)|"
        r"about (?!(?:this|the|our) (?:statement|report)\b)\w+|"
        r"who we are|what we do|supply "
        r"chains?|governance|business model|suppliers)\b",
        re.IGNORECASE,
    ),
    REST: re.compile(
        r"\b(?:approv\w+|sign(?:ed|ature|[- ]?off)|appendix|contacts?|document control|version)\b", re.IGNORECASE
    ),
    INTRO: re.compile(r"\b(?:introduction|foreword|message|opening|purpose|modern slavery|statement)\b", re.IGNORECASE),
}
MIN_SIGNALS = 2
CHAPTER = "## "
# What a heading inside a chapter may name without leading out of it.
GENERAL = (None, INTRO, "structure")


def split(words: str) -> dict[str, str]:
    """Return text by part, every part there, paragraphs set apart by blank lines. words: repaired text.

    Headings that name an area are dropped, others stay as "## …", and so does one that brings the text back to an area
    after such a chapter. What approves and signs goes to the rest, as do the lines of a contents page. A heading right
    below one that names an area makes that a chapter: what its other headings leave open stays in it.
    """
    text = Text(words)
    signing = _signing(text)
    parts: defaultdict[str, list[str]] = defaultdict(list)
    has_headings = any(is_heading(line) and _named(line) not in (None, INTRO) for line, _inside in text.paragraphs)
    place, last, chapter, above, opened = INTRO, INTRO, "", "", ""
    waiting: list[str] = []
    for line, inside in text.paragraphs:
        if (inside and inside[0].start >= signing) or is_of_contents(line):
            parts[REST] += [*waiting, line]
            waiting = []
            continue
        if is_heading(line):
            named = _named(line)
            if above:
                chapter, waiting = above, [block for block in waiting if block != opened]
            place = chapter if chapter and named in GENERAL else named or ""
            above, opened = named or "", CHAPTER + line
            if chapter or named is None or chapters(parts[named]):
                waiting = [*waiting, opened]
            continue
        place = last = _get_place(line, place or chapter, last, has_headings=has_headings)
        parts[place] += [*waiting, line]
        waiting, above = [], ""
    parts[last] += waiting
    return {part: "\n\n".join(parts[part]) for part in PARTS}


def chapters(paragraphs: Iterable[str]) -> list[str]:
    """Return the headings in a part that name no area."""
    return [paragraph.removeprefix(CHAPTER).strip() for paragraph in paragraphs if paragraph.startswith(CHAPTER)]


def without_chapter(text: str, heading: str) -> tuple[str, str]:
    """Return the text of a part without the chapter of that heading, and the text of the chapter."""
    left: list[str] = []
    taken: list[str] = []
    here = left
    for block in text.replace("\r\n", "\n").split("\n\n"):
        if block.startswith(CHAPTER):
            here = taken if chapters([block]) == [heading] else left
            if here is taken:
                continue
        here.append(block)
    return "\n\n".join(left), "\n\n".join(taken)


def _signing(text: Text) -> int:
    """Where the sign-off begins, when it stands in the last third; the end of the text otherwise."""
    spans = [*text.once(law_approval).spans[:1], *text.once(law_signature).spans[:1]]
    starts = [start for start, _end in spans if start * 3 >= len(text.text) * 2]
    return min(starts, default=len(text.text))


def _named(heading: str) -> str | None:
    return next((part for part, pattern in HEADINGS.items() if pattern.search(heading)), None)


def _get_place(line: str, place: str, last: str, *, has_headings: bool) -> str:
    """Under a heading that names a part, there; else by the words, or where the text was last."""
    if place and (has_headings or place == REST):
        return place
    counts = {area: count_signals(area, line) for area in AREAS}
    best = max(counts, key=lambda area: counts[area])
    return best if counts[best] >= MIN_SIGNALS else place or last
