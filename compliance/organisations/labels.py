"""The labels of outcomes and answers, as the pages show them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.organisations.choices import GroupRole, LegalForm, TurnoverBand
from compliance.organisations.rules import scope

HEADLINES = {
    "required": gettext_lazy("You must publish a statement"),
    "required_group_may_cover": gettext_lazy("You need a statement, and your parent’s may cover you"),
    "probably_required": gettext_lazy("You probably have to publish a statement"),
    "not_required": gettext_lazy("You do not have to publish a statement for this year"),
    "not_required_voluntary": gettext_lazy("You do not have to publish a statement"),
    "not_required_public_body": gettext_lazy("You do not have to publish a statement today"),
    "more_information": gettext_lazy("We cannot say yet"),
}
ANSWERS = {
    "yes": gettext_lazy("Yes"),
    "no": gettext_lazy("No"),
    "unsure": gettext_lazy("Not sure"),
    "not_provided": gettext_lazy("Not known"),
    "": gettext_lazy("Not known"),
}


def outcome_headline(outcome: str) -> str:
    """Return the sentence that stands for an outcome of the questionnaire."""
    return str(HEADLINES[outcome])


def describe_answers(answers: Mapping[str, Any], address: Callable[[str], str] | None = None) -> list[dict[str, Any]]:
    """Return question, answer in words and the address to change it, for each question that applies."""
    return [
        {
            "question": scope.get_question(code)["text"],
            "answer": _describe_answer(code, value),
            "change": address(code) if address else None,
        }
        for code, value in scope.get_relevant_answers(answers).items()
    ]


def _describe_answer(code: str, value: Any) -> str:
    if isinstance(value, int):
        return f"£{value:,}"
    if value in ANSWERS:
        return str(ANSWERS[value])
    if code == "q_period_end":
        return date_format(date.fromisoformat(value), "j F Y")
    kinds = {"q_form": LegalForm, "q_group": GroupRole, "q_turnover": TurnoverBand}
    return str(kinds[code](value).label) if code in kinds else _("Not known")
