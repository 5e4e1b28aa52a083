"""Pure rules: the state of an organisation's statement that is due next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from compliance.organisations.rules.scope import is_statement_not_required
from compliance.statements.choices import OPEN, State
from compliance.statements.rules.financial_year import add_months, due_on


@dataclass(frozen=True)
class StatementStatus:
    """year: statement year, None where neither a draft nor a year end tells one; state: of its version, None before
    the first; due_on: None where the year end is not known; published_year: the latest one in public; is_spared: the
    questionnaire says that there is no duty, so nothing is late.
    """

    year: int | None
    state: State | None
    due_on: date | None
    published_year: int | None
    is_late: bool = False
    is_spared: bool = False


def get_statement_status(
    year_end_on: date | None,
    versions: Iterable[tuple[int, str]],
    *,
    today: date,
    kept: Iterable[tuple[date | None, str]] = (),
) -> StatementStatus:
    """Return the status of the statement that is due next.

    versions: statement year and state of each version of one organisation. kept: its answers, see is_spared.
    The draft that is open comes first, the oldest before the newer; without one, the first expected statement that is
    not in public.
    """
    known = list(versions)
    published = {year for year, state in known if state == State.PUBLISHED}
    drafts = sorted((year, State(state)) for year, state in known if state in OPEN)
    due = due_on(year_end_on) if year_end_on else None
    while due and due.year in published and not drafts:
        due = add_months(due, 12)
    year, state = drafts[0] if drafts else (due.year if due else None, None)
    if due and year and year != due.year:
        due = add_months(due, 12 * (year - due.year))
    spared = is_statement_not_required(kept, due)
    is_late = bool(due and due < today and not spared)
    return StatementStatus(year, state, due, max(published, default=None), is_late=is_late, is_spared=spared)
