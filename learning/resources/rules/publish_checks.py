"""Checks before a page is submitted for review. Some of them stop the page. Some of it stops the page.

Pure: what is found comes back as codes; learning.resources.labels says them.

See docs/requirements/experience.md#guidance-checks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from learning.resources.rules import page_template
from portal.core.readability import reading_age
from portal.core.text import TAG, split_at_pauses, split_passages, split_words, strip_tags

MAX_SENTENCE_WORDS = 25
MAX_READING_AGE = 12
# Too few words to tell an age from.
MIN_WORDS = 60

NO_ALTERNATIVE = "no_alternative"
HEADING_JUMP = "heading_jump"
NO_CAPTION = "no_caption"
NO_SUCH_SOURCE = "no_such_source"
SOURCE_UNUSED = "source_unused"
LINK_WORDS = "link_words"
LONG_SENTENCE = "long_sentence"
HARD_TO_READ = "hard_to_read"
STILL_TO_WRITE = "still_to_write"
# Who cannot see, or who follows a number, is lost; a prompt is no text. These stop the page, the rest is advice.
BLOCKING_PROBLEMS = frozenset({NO_ALTERNATIVE, HEADING_JUMP, NO_CAPTION, NO_SUCH_SOURCE, STILL_TO_WRITE})

HEADING = re.compile(r"<h([2-6])\b[^>]*>(.*?)</h\1>", re.DOTALL)
LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.DOTALL)
CITED = re.compile(r"\[(\d{1,2})\]")
FILE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp|heic)$|^(?:img|dsc|image|photo|picture)[_ -]?\d*$", re.I)
SAYS_NOTHING = re.compile(
    r"(?:click )?here|this(?: page| link)?|more|read more|learn more|find out more|see more|link|go|click|website", re.I
)
BARE_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.I)


@dataclass(frozen=True)
class Part:
    """One block of a page.

    html: all that it says, its own heading as h2 first. alternative: of a picture that is not decoration; None where
    there is no picture. caption: of a table; None where there is no table.
    """

    html: str = ""
    alternative: str | None = None
    caption: str | None = None


@dataclass(frozen=True)
class Problem:
    """A problem. position: of the block, from 1; 0 is the page as a whole. quote: the words that it is about."""

    code: str
    position: int = 0
    quote: str = field(default="", compare=True)

    @property
    def stops(self) -> bool:
        return self.code in BLOCKING_PROBLEMS


def find_problems(parts: Sequence[Part], *, summary: str = "", sources: int = 0) -> list[Problem]:
    """Return what stops the page first. sources: how many the page lists."""
    problems = [problem for position, part in enumerate(parts, start=1) for problem in _check_part(part, position)]
    problems += _jumps(parts)
    problems += _check_sources(parts, summary, sources)
    problems += [Problem(LONG_SENTENCE, 0, sentence) for sentence in _long(summary)]
    problems += _age([summary, *(part.html for part in parts)])
    return sorted(problems, key=lambda problem: (not problem.stops, problem.position))


def _check_part(part: Part, position: int) -> Iterator[Problem]:
    if part.alternative is not None and (not part.alternative.strip() or FILE_NAME.search(part.alternative.strip())):
        yield Problem(NO_ALTERNATIVE, position, part.alternative.strip())
    if part.caption is not None and not part.caption.strip():
        yield Problem(NO_CAPTION, position)
    if page_template.PROMPT in strip_tags(part.html):
        yield Problem(STILL_TO_WRITE, position)
    for inner in LINK.findall(part.html):
        text = strip_tags(inner)
        if SAYS_NOTHING.fullmatch(text.strip(" .→>")) or BARE_ADDRESS.fullmatch(text):
            yield Problem(LINK_WORDS, position, text)
    for sentence in _long(part.html):
        yield Problem(LONG_SENTENCE, position, sentence)


def _jumps(parts: Sequence[Part]) -> Iterator[Problem]:
    """Return headings that jump. The title is the first level; a heading may be one level deeper than the one before
    it.
    """
    before = 1
    for position, part in enumerate(parts, start=1):
        for level, inner in HEADING.findall(part.html):
            if int(level) > before + 1:
                yield Problem(HEADING_JUMP, position, strip_tags(inner))
            before = int(level)


def _check_sources(parts: Sequence[Part], summary: str, sources: int) -> Iterator[Problem]:
    texts = [(0, summary), *((position, part.html) for position, part in enumerate(parts, start=1))]
    cited = {(position, int(number)) for position, text in texts for number in CITED.findall(TAG.sub("", text))}
    for position, number in sorted(cited):
        if not 1 <= number <= sources:
            yield Problem(NO_SUCH_SOURCE, position, f"[{number}]")
    for number in range(1, sources + 1):
        if number not in {each for _position, each in cited}:
            yield Problem(SOURCE_UNUSED, 0, f"[{number}]")


def _long(html: str) -> Iterator[str]:
    for passage in split_passages(html):
        for sentence in split_at_pauses(passage):
            if len(split_words(sentence)) > MAX_SENTENCE_WORDS:
                yield sentence


def _age(texts: Sequence[str]) -> Iterator[Problem]:
    age = reading_age(texts)
    if age > MAX_READING_AGE and sum(len(split_words(strip_tags(text))) for text in texts) >= MIN_WORDS:
        yield Problem(HARD_TO_READ, 0, f"{age:.0f}")
