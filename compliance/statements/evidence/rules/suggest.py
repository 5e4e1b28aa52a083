"""All that the registers offer to one section of a statement."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from compliance.statements.evidence.rules import audits, registry_answers, supply_chain, training
from compliance.statements.evidence.rules.audits import Year
from compliance.statements.evidence.rules.register_snapshot import Period, RegisterSnapshot
from compliance.statements.evidence.rules.suggestion import Suggestion


def make_suggestions(
    section: str, held: RegisterSnapshot, period: Period, *, today: date, sees_all: bool
) -> list[Suggestion]:
    """Suggest evidence for a section. sees_all: also what an open A-alert keeps for some roles.

    See docs/requirements/statements.md#evidence-under-alert.
    """
    if section not in SECTIONS:
        return []
    return list(SECTIONS[section](Year(held, period, sees_all), today))


def _due_diligence(year: Year, today: date) -> Iterator[Suggestion]:
    yield from audits.suggest_due_diligence(year, today)
    yield from supply_chain.suggest_complaints(year.held, year.period)
    yield from registry_answers.suggest_registry_answers(year)


def _monitoring(year: Year, today: date) -> Iterator[Suggestion]:
    yield from audits.suggest_monitoring(year, today)
    yield from training.get_staff_training_figure(year.held, year.period)
    yield from supply_chain.trained_figure(year.held, year.period)


def _training(year: Year) -> Iterator[Suggestion]:
    yield from training.suggest_staff_training(year.held, year.period)
    yield from supply_chain.suggest_training(year.held, year.period)


SECTIONS: Mapping[str, Callable[[Year, date], Iterator[Suggestion]]] = {
    "structure": lambda year, _today: supply_chain.suggest_structure(year.held),
    "policies": lambda year, _today: supply_chain.suggest_policies(year.held, year.period),
    "risk": lambda year, _today: supply_chain.suggest_risk(year.held, year.period),
    "due_diligence": _due_diligence,
    "training": lambda year, _today: _training(year),
    "monitoring": _monitoring,
}
