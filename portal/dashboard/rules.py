"""Pure rules: the state of an organisation's statement that is due next, and whose turn it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from compliance.organisations.rules.publication_deadline import get_due_date, shift_year_end
from compliance.organisations.rules.scope import is_statement_not_required
from compliance.statements.choices import EDITABLE, OPEN, State


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


@dataclass(frozen=True)
class OpenVersion:
    """A version that is not yet public. is_mine: the reader saved a part of it; is_others: somebody else did too."""

    year: int
    state: State
    is_mine: bool
    is_others: bool
    has_free_approver: bool

    @property
    def lacks_approver(self) -> bool:
        """Return whether nobody may approve and sign it, however long it waits."""
        return not self.has_free_approver and self.state != State.SIGNED


@dataclass(frozen=True)
class Counts:
    """What is open in the registers of one organisation. first_*: the earliest day.

    has_scores: whether anything has a risk score; without one, none at high risk means nothing.
    *_outcome: of the newest answers to the questionnaire of all, for the statement that is due next, and for any year.
    """

    has_scores: bool
    high_risk: int
    unplanned_findings: int
    actions: int
    late_actions: int
    first_action_due_on: date | None
    unverified_actions: int
    join_requests: int
    uploads: int
    copies: int
    first_copy_received_on: date | None
    is_proof_with_staff: bool
    scope_outcome: str
    due_outcome: str
    general_outcome: str

    def get_scope_answers(self, due_on: date | None) -> list[tuple[date | None, str]]:
        """Return due day and outcome of the answers that decide whether a statement is needed."""
        answers = [(due_on, self.due_outcome), (None, self.general_outcome)]
        return [(day, outcome) for day, outcome in answers if outcome]


@dataclass(frozen=True)
class DueDate:
    """A day by which something is to be done, and the page where it is."""

    day: date
    text: str
    address: str
    is_late: bool


def is_own_turn(draft: OpenVersion, *, writes: bool, reviews: bool, approves: bool, publishes: bool) -> bool:
    """Return whether the reader, whose roles these are, takes the next step of a version."""
    if draft.state in EDITABLE:
        return writes
    if draft.state == State.INTERNAL_REVIEW:
        return reviews and (draft.is_others or not draft.is_mine)
    if draft.state == State.SIGNED:
        return publishes
    return approves and not draft.is_mine


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
    due = get_due_date(year_end_on) if year_end_on else None
    while due and due.year in published and not drafts:
        due = shift_year_end(due, 12)
    year, state = drafts[0] if drafts else (due.year if due else None, None)
    if due and year and year != due.year:
        due = shift_year_end(due, 12 * (year - due.year))
    spared = is_statement_not_required(kept, due)
    is_late = bool(due and due < today and not spared)
    return StatementStatus(year, state, due, max(published, default=None), is_late=is_late, is_spared=spared)
