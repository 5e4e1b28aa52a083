"""A whole statement split into the introduction and the six areas: by its headings, then by the words of each part.

A suggestion that a person corrects before anything is saved.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from compliance.statements.rubric.rules.signal_words import count_signals
from compliance.statements.rules.content import AREAS
from compliance.statements.text_checker.rules.approval import law_approval
from compliance.statements.text_checker.rules.dehyphenate import ENDED, is_of_contents
from compliance.statements.text_checker.rules.result import HEADING_WORDS, Text, is_heading
from compliance.statements.text_checker.rules.signature import law_signature
from compliance.statements.text_checker.rules.structure import (
    HEADING,
    KINDS,
    NUMBERED,
    as_marks,
    get_kind,
    join_blocks,
    plain_line,
)

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
        r"chains?|governance|business model|suppliers|"
        r"(?:company|corporate|business|group) (?:overview|profile|background)|"
        r"overview of (?:our|the)|(?:our )?workforce|where we (?:source|buy|operate|work)|what we (?:buy|sell|make)|"
        r"our (?:brands|products|sites|global|footprint|locations|services|organisations?|entities)|"
        r"(?:nature|description|background) (?:of|on|to) (?:our|the)|"
        r"the (?:group|company|business|university|college|trust|council|charity|firm|association|society)|"
        r"business and operations)\b",
        re.IGNORECASE,
    ),
    REST: re.compile(
        r"\b(?:approv\w+|sign(?:ed|ature|[- ]?off)|appendix|contacts?|document control|version)\b", re.IGNORECASE
    ),
    INTRO: re.compile(r"\b(?:introduction|foreword|message|opening|purpose|modern slavery|statement)\b", re.IGNORECASE),
}
# What stands at the foot of a page and reads like a heading.
FOOTER = re.compile(
    r"\W*(?:©.*|copyright\b.*|(?:page\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?|"
    r"(?:https?://|www\.)\S+|.*\bpage\s+\d{1,3}(?:\s+of\s+\d{1,3})?|.*\|\s*\d{1,3}|\d{1,3}\s*\|.*|"
    r".*\bregistered (?:in|office|number|no\.?|company|charity)\b.*|"
    r".*\b(?:company|charity|registration) (?:number|no\.?)\b.*|"
    r"(?:strictly )?(?:confidential|private and confidential|internal use only|public|classification\b.*)|"
    r"(?:version|v)\s?\d+(?:\.\d+)*\b.{0,40}|.*\bVAT (?:number|no\.?|reg)\b.*|all rights reserved\b.*)\W*",
    re.IGNORECASE,
)
MIN_SIGNALS = 2
CHAPTER = "## "
# What a heading inside a chapter may name without leading out of it.
GENERAL = (None, INTRO, "structure")


def split(words: str) -> dict[str, str]:
    """Return text by part as simple marks, every part there. words: repaired text, as rules/structure.py has it.

    Headings that name an area are dropped, others stay as "## …", and so does one that brings the text back to an area
    after such a chapter. What approves and signs goes to the rest, as do the lines of a contents page. A heading right
    below one that names an area makes that a chapter: what its other headings leave open stays in it.
    """
    lines = [line for line in words.split("\n") if plain_line(line)]
    text = Text("\n".join(map(plain_line, lines)))
    signing = _signing(text)
    parts: defaultdict[str, list[str]] = defaultdict(list)
    rows = [(line, *row) for line, row in zip(lines, text.paragraphs, strict=True)]
    has_headings = any(_is_heading(raw, line) and _named(line) not in (None, INTRO) for raw, line, _inside in rows)
    place, last, chapter, above, opened = INTRO, INTRO, "", "", ""
    waiting: list[str] = []
    for raw, line, inside in rows:
        if (inside and inside[0].start >= signing) or is_of_contents(line) or _is_footer(raw, line):
            parts[REST] += [*waiting, as_marks(raw)]
            waiting = []
            continue
        if _is_heading(raw, line):
            named = _named(line)
            if above:
                chapter, waiting = above, [block for block in waiting if block != opened]
            place = chapter if chapter and named in GENERAL else named or ""
            above, opened = named or "", CHAPTER + line
            if chapter or named is None or chapters(parts[named]):
                waiting = [*waiting, opened]
            continue
        place = last = _get_place(line, place or chapter, last, has_headings=has_headings)
        parts[place] += [*waiting, as_marks(raw)]
        waiting, above = [], ""
    parts[last] += waiting
    return {part: join_blocks(parts[part]) for part in PARTS}


def _is_footer(raw: str, line: str) -> bool:
    return raw[:1] not in KINDS and bool(FOOTER.fullmatch(line))


def _is_heading(raw: str, line: str) -> bool:
    """Tell whether it is a heading by the file's own word, or reads like one; items and rows of tables are none."""
    kind = get_kind(raw)
    if kind == HEADING:
        return not ENDED.search(line) or len(line.split()) <= HEADING_WORDS
    return (not kind or (kind == NUMBERED and raw[:1] != NUMBERED)) and is_heading(line)


def chapters(paragraphs: Iterable[str]) -> list[str]:
    """Return the headings in a part that name no area."""
    return [paragraph.removeprefix(CHAPTER).strip() for paragraph in paragraphs if paragraph.startswith(CHAPTER)]


def without_chapter(text: str, heading: str) -> tuple[str, str]:
    """Return the text of a part without the chapter of that heading, and the text of the chapter."""
    remaining: list[str] = []
    taken: list[str] = []
    target = remaining
    for block in text.replace("\r\n", "\n").split("\n\n"):
        if block.startswith(CHAPTER):
            target = taken if chapters([block]) == [heading] else remaining
            if target is taken:
                continue
        target.append(block)
    return "\n\n".join(remaining), "\n\n".join(taken)


def _signing(text: Text) -> int:
    """Where the sign-off begins, when it stands in the last third; the end of the text otherwise."""
    spans = [*text.once(law_approval).spans[:1], *text.once(law_signature).spans[:1]]
    starts = [start for start, _end in spans if start * 3 >= len(text.text) * 2]
    return min(starts, default=len(text.text))


def _named(heading: str) -> str | None:
    return next((part for part, pattern in HEADINGS.items() if pattern.search(heading)), None)


def _get_place(line: str, part: str, last: str, *, has_headings: bool) -> str:
    """Under a heading that names a part, there; else by the words, or where the text was last."""
    if part and (has_headings or part == REST):
        return part
    counts = {area: count_signals(area, line) for area in AREAS}
    best = max(counts, key=lambda area: counts[area])
    return best if counts[best] >= MIN_SIGNALS else part or last
