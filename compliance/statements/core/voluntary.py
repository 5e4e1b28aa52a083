"""Whether an organisation publishes by choice."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from compliance.organisations.models import Organisation, ScopeAnswer
from compliance.organisations.rules.scope import is_statement_not_required
from compliance.statements.rules.financial_year import due_on

# Forms and turnover for which the questionnaire's answer is never "required".
# See docs/requirements/statements.md#scope-outcomes.
OUTSIDE_FORMS = frozenset({"public_body", "other_unincorporated"})
BELOW_THRESHOLD = "under_36m"


# Expected day and outcome of each answer of the questionnaire, the newest first.
ScopeOutcomes = Sequence[tuple[date | None, str]]


def is_voluntary(
    organisation: Organisation, answers: Mapping[str, Any], period_end: date | None, asked: ScopeOutcomes | None = None
) -> bool:
    """Tell whether publishing is voluntary: by the questionnaire's answer for the year, else by form and turnover.

    answers: legal_form and turnover_band of the statement, as far as they are given. asked: where it is known already.
    """
    return is_voluntary_when_due(organisation, answers, due_on(period_end) if period_end else None, asked)


def is_voluntary_when_due(
    organisation: Organisation, answers: Mapping[str, Any], due: date | None, asked: ScopeOutcomes | None = None
) -> bool:
    """Tell the same for a statement that is expected on a day."""
    if asked is None:
        asked = list(ScopeAnswer.objects.filter(organisation=organisation).values_list("due_on", "outcome"))
    outcomes = [(day, outcome) for day, outcome in asked if day in (due, None)]
    if outcomes:
        return is_statement_not_required(outcomes, due)
    legal_form = answers.get("legal_form") or organisation.legal_form
    return legal_form in OUTSIDE_FORMS or answers.get("turnover_band") == BELOW_THRESHOLD
