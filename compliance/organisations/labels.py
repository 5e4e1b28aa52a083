"""The labels of outcomes and answers, as the pages show them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.organisations.choices import GroupRole, LegalForm, TurnoverBand
from compliance.organisations.rules import scope
from compliance.organisations.rules.learner_list import ListProblem

HEADLINES = {
    "required": gettext_lazy("You must publish a statement"),
    "required_group_may_cover": gettext_lazy("You need a statement, and your parent company’s may cover you"),
    "probably_required": gettext_lazy("You probably have to publish a statement"),
    "not_required": gettext_lazy("You do not have to publish a statement for this year"),
    "not_required_voluntary": gettext_lazy("You do not have to publish a statement"),
    "not_required_public_body": gettext_lazy("You do not have to publish a statement today"),
    "more_information": gettext_lazy("We cannot tell yet"),
}
ANSWERS = {
    "yes": gettext_lazy("Yes"),
    "no": gettext_lazy("No"),
    "unsure": gettext_lazy("Not sure"),
    "not_provided": gettext_lazy("Not known"),
    "": gettext_lazy("Not known"),
}
# Whether all business had ceased is asked the other way round: did the organisation trade?
CEASED_ANSWERS = ANSWERS | {"yes": ANSWERS["no"], "no": ANSWERS["yes"]}


def outcome_headline(outcome: str) -> str:
    """Return the sentence that stands for an outcome of the questionnaire."""
    return str(HEADLINES[outcome])


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A question and its answer in words. change: the address to change it, where that is possible."""

    question: str
    answer: str
    change: str | None


def describe_answers(answers: scope.Answers, address: Callable[[str], str] | None = None) -> list[AnswerLine]:
    """Return question, answer in words and the address to change it, for each question that applies."""
    return [
        AnswerLine(scope.get_question(code)["text"], _describe_answer(code, value), address(code) if address else None)
        for code, value in scope.get_relevant_answers(answers).items()
    ]


def _describe_answer(code: str, value: scope.Answer) -> str:
    if isinstance(value, int):
        return f"£{value:,}"
    if value in ANSWERS:
        return str((CEASED_ANSWERS if code == "q_ceased" else ANSWERS)[value])
    if code == "q_period_end":
        return date_format(date.fromisoformat(str(value)), "j F Y")
    kinds = {"q_form": LegalForm, "q_group": GroupRole, "q_turnover": TurnoverBand}
    return str(kinds[code](value).label) if code in kinds else _("Not known")


LIST_PROBLEMS = {
    "no_rows": gettext_lazy("The list has no people. Add a line for each person below the line of headings"),
    "no_email_column": gettext_lazy("The list has no column “Email”. Its columns are: %(value)s"),
    "too_many": gettext_lazy("The list has more than 2,000 people. Split it into several lists"),
    "address": gettext_lazy("Row %(row)s: “%(value)s” is not an email address, like name@example.com"),
    "twice": gettext_lazy("Row %(row)s: %(value)s is in the list twice"),
    "group": gettext_lazy(
        "Row %(row)s: we do not know the group “%(value)s”. Use “Procurement” or another group on this page, or "
        "leave it empty"
    ),
}


def describe_list_problem(problem: ListProblem) -> str:
    """Return the sentence about a problem of a list of learners."""
    return str(LIST_PROBLEMS[problem.code]) % {"row": problem.row, "value": problem.value}
