"""All that the registers offer to one section of a statement."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from compliance.statements.rules.evidence import answers, supply, training, visits
from compliance.statements.rules.evidence.held import Held, Period
from compliance.statements.rules.evidence.suggestion import Suggestion
from compliance.statements.rules.evidence.visits import Year


def suggestions(section: str, held: Held, period: Period, *, today: date, sees_all: bool) -> list[Suggestion]:
    """sees_all: also what an open A-alert keeps for safeguarding leads and administrators (decision 15)."""
    if section not in SECTIONS:
        return []
    return list(SECTIONS[section](Year(held, period, sees_all), today))


def _due_diligence(year: Year, today: date) -> Iterator[Suggestion]:
    yield from visits.of_due_diligence(year, today)
    yield from supply.of_complaints(year.held, year.period)
    yield from answers.of_registry(year)


def _monitoring(year: Year, today: date) -> Iterator[Suggestion]:
    yield from visits.of_monitoring(year, today)
    yield from training.figure_of_own_people(year.held, year.period)
    yield from supply.trained_figure(year.held, year.period)


def _training(year: Year) -> Iterator[Suggestion]:
    yield from training.of_own_people(year.held, year.period)
    yield from supply.of_training(year.held, year.period)


SECTIONS: Mapping[str, Callable[[Year, date], Iterator[Suggestion]]] = {
    "structure": lambda year, _today: supply.of_structure(year.held),
    "policies": lambda year, _today: supply.of_policies(year.held, year.period),
    "risk": lambda year, _today: supply.of_risk(year.held, year.period),
    "due_diligence": _due_diligence,
    "training": lambda year, _today: _training(year),
    "monitoring": _monitoring,
}
