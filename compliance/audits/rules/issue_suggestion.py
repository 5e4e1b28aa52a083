"""The suggestion of a finding's kind from its text. A person confirms it. Pure.

See docs/requirements/suppliers.md#issue-suggestions.
"""

import re
from functools import cache

from portal.reference.synonyms import fold
from portal.reference.tables import read_table

OTHER_ISSUE = "OT99"
# So many words before a match a negation blocks it, within the same part of the sentence.
NEGATION_REACH = 4
_PARTS = re.compile(r"[.;:,!?()\n]|\bbut\b|\band\b", re.I)


def suggest_issue_code(text: str) -> str | None:
    """Return the issue code of the first rule that matches the text, or None."""
    folded_text = " | ".join(fold(part) for part in _PARTS.split(text))
    return next(
        (issue for issue, groups in _get_rules() if all(_matches(folded_text, group) for group in groups)), None
    )


def _matches(text: str, group: re.Pattern[str]) -> bool:
    return any(not _is_negated(text[: match.start()]) for match in group.finditer(text))


def _is_negated(before: str) -> bool:
    nearest = " ".join(before.rpartition("|")[2].split()[-NEGATION_REACH:])
    return bool(_negation_pattern().search(nearest))


@cache
def _get_rules() -> list[tuple[str, list[re.Pattern[str]]]]:
    return [
        (rule["issue"], [_any_of_pattern(group) for group in rule["words"]])
        for rule in read_table("issue_words")["rules"]
    ]


@cache
def _negation_pattern() -> re.Pattern[str]:
    return _any_of_pattern(read_table("issue_words")["negations"])


def _any_of_pattern(alternatives: list[str]) -> re.Pattern[str]:
    """Return a pattern of whole words; * matches any ending."""
    either = "|".join(re.escape(word).replace(r"\*", r"\S*") for word in alternatives)
    return re.compile(rf"(?<!\S)(?:{either})(?!\S)")
