"""What the overview of an organisation shows one of its members (settings.ORGANISATION_HOOKS names get_overview).

Nothing is counted or named that the member may not open: each part asks the permissions of its app.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from compliance.audits.selectors.unread_alerts import WaitingAlerts, get_waiting_alerts
from compliance.organisations.models import Membership
from compliance.organisations.permissions import can_read_activity, can_read_team_training
from compliance.organisations.selectors.training import (
    AssignmentLine,
    LearnerCounts,
    count_learner_assignments,
    get_own_assignments,
    get_team_lines,
)
from compliance.statements.choices import FROZEN, OPEN, State
from compliance.suppliers.models import RiskScore
from portal.dashboard.labels import NEXT_STEP_LABELS, NO_APPROVER
from portal.dashboard.presenter import OwnTask, get_due_dates, get_own_tasks
from portal.dashboard.rules import Counts, DueDate, OpenVersion, StatementStatus, get_statement_status
from portal.dashboard.selectors import overview_rows as rows
from portal.history.models import Entry


@dataclass(frozen=True)
class PublishedStatement:
    """The newest statement of the organisation that is public."""

    year: int
    published_on: date
    is_late: bool
    address: str


@dataclass(frozen=True)
class Overview:
    """The parts of the page. activity: None for who may not read it; team and learners: empty for who sees only their
    own.
    """

    statement: StatementStatus
    draft: OpenVersion | None
    published: PublishedStatement | None
    counts: Counts
    alerts: WaitingAlerts
    risky: Sequence[RiskScore]
    team: Sequence[AssignmentLine]
    learners: LearnerCounts
    has_training: bool
    tasks: Sequence[OwnTask]
    dates: Sequence[DueDate]
    activity: Sequence[Entry] | None

    @property
    def draft_step(self) -> str:
        """Return whose turn it is with the draft."""
        if self.draft is None:
            return ""
        is_stuck = self.draft.state in FROZEN and self.draft.lacks_approver
        return str(NO_APPROVER if is_stuck else NEXT_STEP_LABELS[self.draft.state])

    @property
    def team_assigned(self) -> int:
        """Return how often a course is assigned to one of the team."""
        return sum(len(line.people) for line in self.team)

    @property
    def team_completed(self) -> int:
        """Return how many of these are completed."""
        return sum(line.completed for line in self.team)

    @property
    def team_overdue(self) -> int:
        """Return how many of these are overdue."""
        return sum(line.overdue for line in self.team)


def get_overview(membership: Membership, members: Sequence[Membership], *, today: date) -> Overview:
    """Return what the member sees. members: all active ones of the organisation."""
    organisation = membership.organisation
    versions = rows.fetch_versions(organisation.pk, membership.user_id)
    years = [(row["statement__year"], row["state"]) for row in versions]
    due_on = get_statement_status(organisation.year_end_on, years, today=today).due_on
    [row] = rows.fetch_counts(organisation.pk, today, membership.user_id, due_on or date.max)
    draft, counts = _get_draft(versions), Counts(*row)
    kept = counts.get_scope_answers(due_on)
    statement = get_statement_status(organisation.year_end_on, years, today=today, kept=kept)
    lines = get_team_lines(organisation, members, today=today)
    own = get_own_assignments(lines, membership)
    sees_team = can_read_team_training(membership)
    assignments = [line.assignment for line in lines] if sees_team else []
    alerts = get_waiting_alerts([membership], members=members)[organisation.pk]
    return Overview(
        statement=statement,
        draft=draft,
        published=_get_published(versions, is_public=organisation.is_public),
        counts=counts,
        alerts=alerts,
        risky=rows.fetch_risky_places(organisation.pk),
        team=lines if sees_team else (),
        learners=count_learner_assignments(organisation, assignments, today=today),
        has_training=bool(own),
        tasks=get_own_tasks(membership, statement, draft, counts, alerts, own, today=today),
        dates=get_due_dates(membership, statement, counts, alerts, own, today=today),
        activity=rows.fetch_activity(organisation.uuid) if can_read_activity(membership) else None,
    )


def _get_draft(versions: Iterable[dict[str, Any]]) -> OpenVersion | None:  # Any: values of columns
    drafts = [
        OpenVersion(
            year=row["statement__year"],
            state=State(row["state"]),
            is_mine=row["is_mine"],
            is_others=row["is_others"],
            has_free_approver=row["has_free_approver"],
        )
        for row in versions
        if row["state"] in OPEN
    ]
    return min(drafts, key=lambda draft: draft.year, default=None)


def _get_published(versions: Iterable[dict[str, Any]], *, is_public: bool) -> PublishedStatement | None:
    for row in versions:
        if row["state"] == State.PUBLISHED and row["publication__first_published_on"]:
            year, slug = row["statement__year"], row["publication__organisation_slug"]
            address = reverse("register:statement", args=[slug, year]) if is_public else ""
            return PublishedStatement(
                year, row["publication__first_published_on"], row["publication__is_late"], address
            )
    return None
