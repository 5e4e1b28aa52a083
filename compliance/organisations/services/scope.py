"""Saving an answer to "do we need a statement?"."""

from datetime import date, datetime

from django.db import transaction

from compliance.organisations.models import Organisation, ScopeAnswer
from compliance.organisations.rules import scope as rules
from compliance.organisations.rules.publication_deadline import get_due_date
from portal.accounts.models import User
from portal.history import services as history


@transaction.atomic
def save_answer(*, organisation: Organisation, answers: rules.Answers, actor: User, at: datetime) -> ScopeAnswer:
    """Save answers, outcome, reason and ruleset together, as they are today."""
    relevant = rules.get_relevant_answers(answers)
    decision = rules.decide(relevant)
    period_end = date.fromisoformat(str(relevant["q_period_end"])) if relevant.get("q_period_end") else None
    answer = ScopeAnswer.objects.create(
        organisation=organisation,
        period_end_on=period_end,
        due_on=get_due_date(period_end) if period_end else None,
        answers=relevant,
        outcome=decision.outcome,
        reason=decision.reason,
        rule=decision.rule,
        ruleset=decision.ruleset,
        answered_by=actor,
    )
    history.record(
        actor,
        "organisations.scope.answered",
        answer,
        {"outcome": decision.outcome, "rule": decision.rule, "period_end_on": relevant.get("q_period_end")},
        scope=organisation.uuid,
        at=at,
    )
    return answer
