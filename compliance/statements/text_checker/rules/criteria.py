"""Every criterion of the rubric that text can speak to, judged from the text alone, in the rubric's order.

Text suggests and never decides: not found means that no sentence was seen, not that it was not done.

See docs/requirements/statements.md#text-checks.
"""

from collections.abc import Callable
from dataclasses import dataclass

from compliance.statements import vocabulary
from compliance.statements.text_checker.rules import form, practice
from compliance.statements.text_checker.rules.approval import law_approval
from compliance.statements.text_checker.rules.recommended_areas import AREA_RULES, b_all_six_topics
from compliance.statements.text_checker.rules.result import FOUND, NOT_FOUND, UNCLEAR, CriterionResult, Text
from compliance.statements.text_checker.rules.signature import law_signature
from compliance.statements.vocabulary import Criterion

__all__ = ["FOUND", "NOT_FOUND", "UNCLEAR", "Judged", "criteria", "judge", "judged"]

NOT_FOR_TEXT = frozenset({"not applicable", "not checked"})
RULES: dict[str, Callable[[Text], CriterionResult]] = {
    **form.RULES,
    **AREA_RULES,
    **practice.RULES,
    "law_approval": law_approval,
    "law_signature": law_signature,
    "b_all_six_topics": b_all_six_topics,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """result: found, not_found or unclear. sentence: what it rests on, None unless found. spans: as in the result."""

    criterion: Criterion
    result: str
    sentence: str | None
    spans: tuple[tuple[int, int], ...]


def criteria() -> tuple[Criterion, ...]:
    """Return those whose text check is something; conditions on facts that no text tells count as true."""
    return tuple(criterion_ for criterion_ in vocabulary.criteria() if criterion_.text_check not in NOT_FOR_TEXT)


def judge(words: str) -> list[Judged]:
    """Judge a text by every criterion. words: repaired text, see repair."""
    text = Text(words)
    return [judged(words, criterion_, text.once(RULES[criterion_.code])) for criterion_ in criteria()]


def judged(words: str, criterion: Criterion, told: CriterionResult) -> Judged:
    sentence = Text(words).quote(told.spans[0]) if told.result == FOUND and told.spans else None
    return Judged(criterion, told.result, sentence, told.spans)
