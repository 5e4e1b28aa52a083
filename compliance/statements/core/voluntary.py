"""Whether an organisation publishes by choice."""

from collections.abc import Sequence
from datetime import date

from compliance.organisations.models import Organisation, ScopeAnswer
from compliance.organisations.rules.publication_deadline import get_due_date
from compliance.organisations.rules.scope import is_statement_not_required
from compliance.statements.types import Answers

# Forms and turnover for which the questionnaire's answer is never "required".
# See docs/requirements/statements.md#scope-outcomes.
OUTSIDE_FORMS = frozenset({"public_body", "other_unincorporated"})
BELOW_THRESHOLD = "under_36m"


# Expected day and outcome of each answer of the questionnaire, the newest first.
ScopeOutcomes = Sequence[tuple[date | None, str]]


def is_voluntary(
    organisation: Organisation, answers: Answers, period_end: date | None, outcomes: ScopeOutcomes | None = None
) -> bool:
    """Tell whether publishing is voluntary: by the questionnaire's answer for the year, else by form and turnover.

    answers: legal_form and turnover_band of the statement, as far as they are given.
    outcomes: where they are known already.
    """
    return is_voluntary_when_due(organisation, answers, get_due_date(period_end) if period_end else None, outcomes)


def is_voluntary_when_due(
    organisation: Organisation, answers: Answers, due: date | None, outcomes: ScopeOutcomes | None = None
) -> bool:
    """Tell the same for a statement that is expected on a day."""
    if outcomes is None:
        outcomes = list(ScopeAnswer.objects.filter(organisation=organisation).values_list("due_on", "outcome"))
    outcomes_for_due = [(day, outcome) for day, outcome in outcomes if day in (due, None)]
    if outcomes_for_due:
        return is_statement_not_required(outcomes_for_due, due)
    legal_form = answers.get("legal_form") or organisation.legal_form
    return legal_form in OUTSIDE_FORMS or answers.get("turnover_band") == BELOW_THRESHOLD
