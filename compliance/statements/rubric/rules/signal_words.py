"""Words in a text that show what it speaks of, matched by stem, and how readable it is.

Every pattern starts at the start of a word and takes time in proportion to the text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from compliance.statements import vocabulary
from compliance.statements.rules.text import Sentence, median, word_count
from portal.core.stemming import stem_prefix

MAX_SENTENCE_WORDS = 25  # rubric g_plain_english: the median sentence has 25 words at most
# Lines without a full stop are headings and list items; shorter than this they say nothing of readability.
LINE_WORDS = 12
QUOTE_LENGTH = 300


@cache
def get_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Match any of the words or phrases, each word by its stem. The words are our own data, never a user's."""
    phrases = (r"\w*+[\s-]+".join(re.escape(stem_prefix(part)) for part in phrase.split()) for phrase in words)
    return re.compile(rf"\b(?:{'|'.join(phrases)})", re.IGNORECASE)


@cache
def get_area_pattern(code: str) -> re.Pattern[str]:
    return get_pattern(vocabulary.signals(code))


@cache
def _single_patterns(code: str) -> tuple[re.Pattern[str], ...]:
    stems = dict.fromkeys(vocabulary.signals(code))
    return tuple({get_pattern((word,)).pattern: get_pattern((word,)) for word in stems}.values())


def count_signals(code: str, text: str) -> int:
    """Count how many different signals of an area the text has."""
    return sum(1 for pattern in _single_patterns(code) if pattern.search(text))


def find_first(pattern: re.Pattern[str], sentences: Iterable[Sentence]) -> str:
    """Return the first sentence with a match, shortened to be shown; "" when there is none."""
    return next((quote(sentence.text, match) for sentence in sentences if (match := pattern.search(sentence.text))), "")


def quote(text: str, match: re.Match[str]) -> str:
    """Return the sentence, or, when it is very long, the part around the match."""
    if len(text) <= QUOTE_LENGTH:
        return text
    start = max(0, match.start() - QUOTE_LENGTH // 2)
    part = text[start : start + QUOTE_LENGTH]
    return f"{'…' if start else ''}{part}{'…' if start + QUOTE_LENGTH < len(text) else ''}"


PAST_ACTION = re.compile(
    r"\b(?:trained|reviewed|visited|audited|updated|introduced|published|assessed|completed|engaged|mapped|appointed|"
    r"carried out|worked with|asked|surveyed|checked|inspected|interviewed|investigated|identified|found|held|ran|gave|"
    r"made|took|set up|met|wrote|spoke|sent|joined|launched|adopted|revised|approved|delivered|provided|consulted|"
    r"required|rolled out|rewrote|strengthened|screened|monitored|followed up|repaid|paid|referred|reported|signed|"
    r"added|created|commissioned|developed|established|formed|implemented|included|conducted|undertook|ended|stopped|"
    r"raised|tested|improved|extended|contacted|analysed|began|started|issued|tracked|measured|helped|supported)\s+\w",
    re.IGNORECASE,
)


def is_future(sentence: str) -> bool:
    return bool(get_future_pattern().search(sentence))


@cache
def get_future_pattern() -> re.Pattern[str]:
    """Match whole words: "will" has no stem."""
    phrases = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in vocabulary.signals("future"))
    return re.compile(rf"\b(?:{phrases})\b", re.IGNORECASE)


def is_past_action(sentence: str) -> bool:
    return bool(PAST_ACTION.search(sentence)) and not is_future(sentence)


PASSIVE = re.compile(r"\b(?:is|are|was|were|been|be|being)\s+\w{2,}ed\s+by\b", re.IGNORECASE)
STOCK_PHRASES = re.compile(
    r"\b(?:we are (?:fully |deeply |strongly )?committed to|we take .{0,40} (?:very )?seriously|robust|"
    r"zero[- ]tolerance|going forward|best[- ]in[- ]class|world[- ]class|leverag(?:e|es|ing)|holistic(?:ally)?|"
    r"synerg(?:y|ies)|at all times|in this regard|inter alia|herein(?:after)?|utili[sz]e[sd]?|key stakeholders)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Readability:
    """median_words: of whole sentences; longest: the longest of them, as text; stock: phrases that say little."""

    median_words: float
    longest: str
    passive: int
    stock: tuple[str, ...]

    @property
    def is_plain(self) -> bool:
        return self.median_words <= MAX_SENTENCE_WORDS


def readability(sentences: list[Sentence]) -> Readability:
    counted = [(word_count(sentence.text), sentence.text) for sentence in sentences]
    counted_sentences = [
        (count, text) for count, text in counted if text.endswith((".", "!", "?")) or count >= LINE_WORDS
    ]
    stock = [match[0].casefold() for sentence in sentences for match in STOCK_PHRASES.finditer(sentence.text)]
    return Readability(
        median_words=median([count for count, _ in counted_sentences]),
        longest=max(counted_sentences, default=(0, ""))[1][:QUOTE_LENGTH],
        passive=sum(1 for sentence in sentences for _ in PASSIVE.finditer(sentence.text)),
        stock=tuple(dict.fromkeys(stock)),
    )


MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = "|".join(MONTHS)
DATE = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTH}),?\s+(\d{{4}})|({_MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})"
    r"|(\d{1,2})/(\d{1,2})/(\d{4}))\b",
    re.IGNORECASE,
)


def find_dates(text: str) -> list[date]:
    """Find dates like 31 March 2026, March 31, 2026 or 31/03/2026; days that do not exist are passed over."""
    return [day for match in DATE.finditer(text) if (day := _date(match))]


def _date(match: re.Match[str]) -> date | None:
    parts = match.groups()
    if parts[0]:
        day, month, year = int(parts[0]), MONTHS.index(parts[1].lower()) + 1, int(parts[2])
    elif parts[3]:
        day, month, year = int(parts[4]), MONTHS.index(parts[3].lower()) + 1, int(parts[5])
    else:
        day, month, year = int(parts[6]), int(parts[7]), int(parts[8])
    try:
        return date(year, month, day)
    except ValueError:
        return None
