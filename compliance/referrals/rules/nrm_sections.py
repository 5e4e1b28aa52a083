"""What is asked once for a section of a pack: whose words its answers are, and why some are missing. Pure.

The pack keeps both with each answer (rules.nrm), so that an answer may differ from the others of its section.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from compliance.referrals.rules.nrm import Kept
from portal.core.types import JsonObject
from portal.reference.nrm import Question

OPTIONAL = "optional"


def propose_source(answers: Kept, keys: Collection[str]) -> str:
    """Return whose words most answers are; empty where there is no answer."""
    return _commonest(
        [str(answers[key].get("source") or "") for key in keys if key in answers and answers[key].get("value")]
    )


def propose_reason(answers: Kept, keys: Collection[str]) -> str:
    """Return why most of the missing answers are missing; empty where nobody said."""
    return _commonest(
        [str(answers[key].get("why") or "") for key in keys if key in answers and not answers[key].get("value")]
    )


def complete_answers(
    # Any: values of answers: text or codes.
    questions: Collection[Question],
    answers: Mapping[str, Mapping[str, Any]],
    *,
    source: str,
    why: str,
) -> dict[str, JsonObject]:
    """Return the answers as they are kept: what one of them does not say itself is that of its section.

    An answer has a source and no reason, a gap a reason and no source; a question that may stay empty has neither.
    """
    completed_answers = {}
    for question in questions:
        answer = answers[question.key]
        value, needs_reason = answer.get("value"), question.rule != OPTIONAL
        completed_answers[question.key] = {
            "value": value or "",
            "source": (answer.get("source") or source) if value else "",
            "why": (answer.get("why") or why) if needs_reason and not value else "",
        }
    return completed_answers


# Any: values of answers: text or codes.
def lacks_source(answers: Mapping[str, Mapping[str, Any]], *, source: str) -> bool:
    """Return whether nobody said whose words some answer is."""
    return not source and any(answer.get("value") and not answer.get("source") for answer in answers.values())


def _commonest(values: list[str]) -> str:
    counted = Counter(value for value in values if value)
    return counted.most_common(1)[0][0] if counted else ""
