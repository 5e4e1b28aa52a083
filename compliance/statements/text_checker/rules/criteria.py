"""Every criterion of the rubric that text can speak to, judged from the text alone, in the rubric's order.

Text suggests and never decides: not found means that no sentence was seen, not that it was not done.

See docs/requirements/statements.md#text-checks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from compliance.statements import vocabulary
from compliance.statements.text_checker.rules import form, practice
from compliance.statements.text_checker.rules.approval import law_approval
from compliance.statements.text_checker.rules.recommended_areas import AREA_RULES, b_all_six_topics
from compliance.statements.text_checker.rules.result import FOUND, NOT_FOUND, UNCLEAR, CriterionResult, Text
from compliance.statements.text_checker.rules.signature import law_signature
from compliance.statements.vocabulary import Criterion

__all__ = ["FOUND", "NOT_FOUND", "UNCLEAR", "Judged", "criteria", "judge", "judged"]

# Criteria that ask for two things, which may stand in two sentences.
OF_TWO = frozenset({"law_business_and_supply_chains"})
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
    """result: found, not_found or unclear. sentence: what it rests on, None unless found.

    spans, doubt, status: as in the result of the criterion.
    """

    criterion: Criterion
    result: str
    sentence: str | None
    spans: tuple[tuple[int, int], ...]
    doubt: str = ""
    status: str = ""


def criteria() -> tuple[Criterion, ...]:
    """Return those whose text check is something; conditions on facts that no text tells count as true."""
    return tuple(criterion_ for criterion_ in vocabulary.criteria() if criterion_.text_check not in NOT_FOR_TEXT)


def judge(words: str) -> list[Judged]:
    """Judge a text by every criterion. words: repaired text, see repair."""
    text = Text(words)
    return [judged(words, criterion_, text.once(RULES[criterion_.code])) for criterion_ in criteria()]


def judged(words: str, criterion: Criterion, outcome: CriterionResult) -> Judged:
    sentence = Text(words).quote(outcome.spans[0]) if outcome.result == FOUND and outcome.spans else None
    return Judged(criterion, outcome.result, sentence, outcome.spans, outcome.doubt, outcome.status)


def quote(words: str, code: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return what is quoted on a page: one sentence, or the two that answer a question about two things."""
    text = Text(words)
    return " … ".join(text.quote(span) for span in (spans[:2] if code in OF_TWO else spans[:1]))
