"""Which kind of finding some words may tell of (suppliers 3.2). A suggestion: a person confirms it. Pure."""

import re
from functools import cache

from portal.reference.synonyms import folded
from portal.reference.tables import read

OTHER = "OT99"
# So many words before a match a negation blocks it, within the same part of the sentence.
REACH = 4
_PARTS = re.compile(r"[.;:,!?()\n]|\bbut\b|\band\b", re.I)


def suggest(text: str) -> str | None:
    """The issue code of the first rule that fits the text, or None."""
    words = " | ".join(folded(part) for part in _PARTS.split(text))
    return next((issue for issue, groups in _rules() if all(_says(words, group) for group in groups)), None)


def _says(words: str, group: re.Pattern[str]) -> bool:
    return any(not _is_denied(words[: found.start()]) for found in group.finditer(words))


def _is_denied(before: str) -> bool:
    near = " ".join(before.rpartition("|")[2].split()[-REACH:])
    return bool(_negation().search(near))


@cache
def _rules() -> list[tuple[str, list[re.Pattern[str]]]]:
    return [(rule["issue"], [_any_of(group) for group in rule["words"]]) for rule in read("issue_words")["rules"]]


@cache
def _negation() -> re.Pattern[str]:
    return _any_of(read("issue_words")["negations"])


def _any_of(words: list[str]) -> re.Pattern[str]:
    """Whole words; * is any ending."""
    either = "|".join(re.escape(word).replace(r"\*", r"\S*") for word in words)
    return re.compile(rf"(?<!\S)(?:{either})(?!\S)")
