"""The words of a statement as people would read them, from the lines that a file or a paste gives.

Lines are joined to paragraphs, hyphens at line ends taken out, running headers and page numbers dropped. Pure; every
pattern takes time in proportion to the text.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from compliance.statements.rules.text import tidy
from compliance.statements.text_checker.rules.ligatures import restore_ligatures
from compliance.statements.text_checker.rules.names import TITLE
from compliance.statements.text_checker.rules.structure import BULLET as BULLET_ITEM
from compliance.statements.text_checker.rules.structure import KINDS, ROW, plain

LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
# Where a reader found no letter for a ligature: "traf cking", "Of cer", "speci c".
LOST = (
    (re.compile(r"\b(tra)f? (?=ck(?:ing|ed|ers?)\b)", re.IGNORECASE), r"\1ffi"),
    (
        re.compile(r"\b(of|speci|identi|certi|quali|noti|veri) (?=(?:cers?|c|cally|ed|es|cations?)\b)", re.IGNORECASE),
        r"\1fi",
    ),
)
# A hyphen where PDFium saw one at the end of a line, a soft hyphen, and what shows nothing.
END_HYPHENS = "\x02\ufffe\u2010\u00ad"
UNSEEN = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\x00-\x08\x0b\x0e-\x1f]")
SPACES = re.compile(r"[^\S\n]+")
BULLET = re.compile(
    r"(?:[•●○▪■◦‣⁃∙·\uf0b7\uf0a7➢✓✔►-]|[–—o*])\s+|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)]\s+|\d{1,2}(?:\.\d{1,2})+\s+"
)
MARK = re.compile(r"\A(?:[•●○▪■◦‣⁃∙·\uf0b7\uf0a7➢✓✔►]|[–—*o-](?=\s))\s*")
PAGE_NUMBER = re.compile(r"(?:page\s*)?[|–-]?\s*\d{1,3}\s*[|–-]?(?:\s*(?:of|/)\s*\d{1,3})?", re.IGNORECASE)
DIGITS = re.compile(r"\d+")
ENDED = re.compile(r"[.!?:;][\"'”’)\]]*$")
RUNS_ON = re.compile(
    r"(?:,|\b(?:a|an|and|as|at|behalf of|by|for|from|in|into|is|it|its|of|on|or|our|that|the|their|this|to|we|which|"
    r"with|"
    r"has|have|been|was|were|are|be|will))$",
    re.IGNORECASE,
)
# Words that keep their hyphen when a line ends there.
_PREFIXES = """
anti cross face full half high long low multi non part risk self semi short third two three well year zero
"""
PREFIXES = frozenset(_PREFIXES.split())
MAX_DIGITS, MIN_DOTS = 3, 4
EDGE_LINES = 2
MIN_RUNNING_LINES, MAX_RUNNING_WORDS = 3, 16
PARAGRAPH_A_LINE = 180
WIDTH_OF, LONGER = 0.9, 1.3


@dataclass(frozen=True, slots=True)
class Line:
    """is_apart: a gap or a change of type stands before it. right: how far it reaches, in any unit; 0 when unknown."""

    text: str
    is_apart: bool = False
    right: float = 0


def repair(pages: Sequence[Sequence[Line]], *, is_marked: bool = False) -> str:
    """Return one line a paragraph, heading, list item or line of a sign-off.

    is_marked: with what is known of each line, as rules/structure.py has it; this holds for all functions here.
    """
    cleaned = [[Line(clean(line.text), line.is_apart, line.right) for line in page] for page in pages]
    remaining = _without_running_lines(cleaned)
    lines = [
        Line(line.text, line.is_apart and number > 0, line.right)
        for page in remaining
        for number, line in enumerate(page)
    ]
    text = "\n".join(_paragraphs(lines))
    return text if is_marked else plain(text)


def from_text(text: str, *, is_marked: bool = False) -> str:
    """Repair what was pasted or is a text file: blank lines set paragraphs apart, form feeds pages."""
    pages = []
    text = tidy(restore_ligatures(text))
    for page in (text if "\f" in text else _without_running_text(text)).split("\f"):
        lines, is_apart = [], False
        for line in page.split("\n"):
            if line.strip():
                lines.append(Line(line, is_apart))
                is_apart = False
            else:
                is_apart = True
        pages.append(lines)
    return repair(pages, is_marked=is_marked)


def _without_running_text(text: str) -> str:
    """Drop lines that stand again and again, figures aside, where one cuts a sentence in two or counts the pages."""
    lines = text.split("\n")
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if 0 < len(line.split()) <= MAX_RUNNING_WORDS:
            places[_fold(line.strip())].append(index)
    dropped = {
        index
        for found in places.values()
        if len(found) >= MIN_RUNNING_LINES and _is_running(lines, found)
        for index in found
    }
    return "\n".join(line for index, line in enumerate(lines) if index not in dropped)


def _is_running(lines: Sequence[str], found: Sequence[int]) -> bool:
    texts = [lines[index].strip() for index in found]
    if len({DIGITS.sub("", text) for text in texts}) == 1 and len(set(texts)) == len(texts):
        return True  # only the number of the page differs
    return any(_cuts(lines, index) for index in found)


def _cuts(lines: Sequence[str], index: int) -> bool:
    """Tell whether the line before it has no end, and the line behind it goes on in small letters."""
    before = next((line.strip() for line in reversed(lines[max(0, index - 3) : index]) if line.strip()), "")
    after = next((line.strip() for line in lines[index + 1 : index + 4] if line.strip()), "")
    return bool(before) and not ENDED.search(before) and after[:1].islower() and not BULLET.match(after)


def from_paragraphs(paragraphs: Iterable[str], *, is_marked: bool = False) -> str:
    """Repair a word processor's document, whose paragraphs are whole."""
    cleaned = (
        without_mark(clean(part)) if part[:1] not in KINDS else part[:1] + MARK.sub("", clean(part[1:]), count=1)
        for paragraph in paragraphs
        for part in paragraph.split("\n")
    )
    text = "\n".join(line for line in cleaned if line and line not in KINDS)
    return text if is_marked else plain(text)


def without_mark(line: str) -> str:
    """Return the line without the sign of its list, which BULLET of rules/structure.py stands for."""
    words, count = MARK.subn("", line, count=1)
    return f"{BULLET_ITEM}{words}" if count and words else words


def clean(text: str) -> str:
    """Return ligatures as letters, one space between words; a hyphen at the end of the line stays, as "-"."""
    for ligature, letters in LIGATURES.items():
        text = text.replace(ligature, letters)
    text = restore_ligatures(text)
    text = SPACES.sub(" ", text.replace("\xa0", " ")).strip()
    for gap, letters in LOST:
        text = gap.sub(letters, text)
    if text and text[-1] in END_HYPHENS:
        text = f"{text[:-1]}-"
    for hyphen in "\x02\ufffe\u00ad":
        text = text.replace(hyphen, "")
    return UNSEEN.sub("", text.replace("\u2010", "-").replace("\u2011", "-")).strip()


def is_of_contents(line: str) -> bool:
    """Tell whether it is a line of a contents page: dots, and the number of a page."""
    titled = line.rstrip("0123456789")
    dots = titled[len(titled.rstrip(" .\u2026")) :].replace("\u2026", "...")
    return 0 < len(line) - len(titled) <= MAX_DIGITS and dots.count(".") >= MIN_DOTS


def _without_running_lines(pages: list[list[Line]]) -> list[list[Line]]:
    """Lines that stand at the edge of many pages, numbers aside, are headers and footers."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_fold(page[index].text) for index in _edges(page)})
    often = {
        text for text, times in seen.items() if text and times >= min(3, len(pages)) and times * 3 >= len(pages) > 1
    }
    remaining = []
    for page in pages:
        edges = set(_edges(page))
        remaining.append(
            [
                line
                for index, line in enumerate(page)
                if line.text
                and not (index in edges and (_fold(line.text) in often or PAGE_NUMBER.fullmatch(line.text)))
            ]
        )
    return remaining


def _edges(page: list[Line]) -> list[int]:
    count = len(page)
    return [index for index in range(count) if index < EDGE_LINES or index >= count - EDGE_LINES]


def _fold(text: str) -> str:
    return DIGITS.sub("0", text).casefold()


def _paragraphs(lines: list[Line]) -> list[str]:
    words = Counter(word.casefold() for line in lines for word in re.findall(r"\w[\w-]*\w", line.text))
    width = _width(lines)
    paragraphs: list[str] = []
    before: Line | None = None
    for current in lines:
        if before is not None and _goes_on(before, current, width):
            paragraphs[-1] = _join(paragraphs[-1], current.text, words)
        else:
            paragraphs.append(current.text)
        before = current
    return [text for text in (without_mark(line) if BULLET.match(line) else line for line in paragraphs) if text]


def _width(lines: list[Line]) -> float:
    """How far a full line reaches; 0 where each line is a paragraph of its own."""
    reaches = sorted(line.right or len(line.text) for line in lines)
    if not reaches:
        return 0
    width = reaches[min(len(reaches) - 1, int(len(reaches) * WIDTH_OF))]
    if any(line.right for line in lines):
        return width
    # Broken lines are much of a length; where some are far longer than most, each is a paragraph.
    return 0 if width > PARAGRAPH_A_LINE or reaches[-1] > LONGER * width else width


def _goes_on(before: Line, after: Line, width: float) -> bool:
    is_cut = is_of_contents(before.text) or (ENDED.search(before.text) and _is_name_alone(after, width))
    if BULLET.match(after.text) or is_cut or ROW in (before.text[:1], after.text[:1]):
        return False
    if TITLE.fullmatch(after.text) and _is_name_alone(before, 0):
        return False
    starts_small = after.text[0].islower()
    if after.is_apart:
        return starts_small and not ENDED.search(before.text) and not BULLET.match(after.text)
    if before.text.endswith("-") and before.text[-2:-1].isalpha() and starts_small:
        return True
    if ENDED.search(before.text) and before.text[-1] in ":;":
        return starts_small and before.text[-1] == ";" and bool(_is_full(before, after, width))
    return starts_small or bool(RUNS_ON.search(before.text)) or _is_full(before, after, width)


def _is_name_alone(line: Line, width: float) -> bool:
    """Two to five capitalised words on half a line, or on any where width is 0: who signs."""
    words = line.text.split()
    is_short = not width or 2 * (line.right or len(line.text)) < width
    return is_short and 2 <= len(words) <= 5 and all(word[0].isupper() and word[-1] not in ".;:!?" for word in words)


def _is_full(before: Line, after: Line, width: float) -> bool:
    """Whether the next word would not have fitted: the line was broken for want of room."""
    if not width:
        return False
    first = len(after.text.split(" ", 1)[0]) + 1
    if before.right:
        a_letter = before.right / max(1, len(before.text))
        return before.right + first * a_letter >= width
    return len(before.text) + first > width


def _join(text: str, more: str, words: Counter[str]) -> str:
    if not (text.endswith("-") and text[-2:-1].isalpha() and more[0].islower()):
        return f"{text} {more}"
    first = re.split(r"[\s(\"“‘']", text[:-1])[-1]
    second = re.match(r"[\w]*", more)[0]  # type: ignore[index]  # it may match nothing, and always matches
    joined, parted = f"{first}{second}".casefold(), f"{first}-{second}".casefold()
    keeps = words[parted] > words[joined] or (not words[joined] and first.casefold() in PREFIXES)
    return f"{text}{more}" if keeps else f"{text[:-1]}{more}"
