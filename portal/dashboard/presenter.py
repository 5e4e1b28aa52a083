"""What waits for the reader of the overview, and when things are due: rows that were read already, as lines of a page.

Nothing is named that the reader's roles do not let them do: each line asks the permissions of its app.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.audits.permissions import can_verify_actions, can_write
from compliance.audits.selectors.unread_alerts import WaitingAlerts
from compliance.organisations.models import Membership, TrainingAssignment
from compliance.organisations.permissions import can_manage_people, can_publish_for, is_approver, is_writer
from compliance.organisations.selectors.training import AssignedPerson
from compliance.statements.permissions import can_log_copies, can_start, may_review_ever
from compliance.statements.rules.financial_year import copy_due_on
from compliance.workbooks.permissions import can_upload
from portal.dashboard.labels import OWN_STEP_LABELS, OWN_STEP_PAGES, START_STATEMENT
from portal.dashboard.rules import Counts, DueDate, OpenVersion, StatementStatus, is_own_turn

# How long before its due date the overview asks for a statement that nobody started.
START_WITHIN = timedelta(days=120)
MAX_DATES = 5

type OwnTraining = Sequence[tuple[TrainingAssignment, AssignedPerson]]


@dataclass(frozen=True)
class OwnTask:
    """Something that waits for the reader: a link whose words say what to do. is_late: its day is past."""

    text: str
    address: str
    due_on: date | None = None
    is_urgent: bool = False
    is_late: bool = False


def get_own_tasks(
    membership: Membership,
    statement: StatementStatus,
    draft: OpenVersion | None,
    counts: Counts,
    alerts: WaitingAlerts,
    training: OwnTraining,
    *,
    today: date,
) -> list[OwnTask]:
    """Return what waits for the member, people at risk first."""
    slug = membership.organisation.slug
    return [
        *_alert_tasks(slug, alerts, today),
        *_statement_tasks(membership, statement, draft, today),
        *_register_tasks(membership, counts, today),
        *_people_tasks(membership, counts, training),
    ]


def _alert_tasks(slug: str, alerts: WaitingAlerts, today: date) -> Iterator[OwnTask]:
    address = reverse("alerts:list", args=[slug])
    if number := alerts.unread:
        text = ngettext(
            "Read %(number)s new alert: someone may be at risk",
            "Read %(number)s new alerts: someone may be at risk",
            number,
        )
        yield OwnTask(text % {"number": number}, address, is_urgent=True)
    if number := alerts.to_confirm:
        text = ngettext(
            "Confirm that %(number)s alert can be closed", "Confirm that %(number)s alerts can be closed", number
        )
        yield OwnTask(text % {"number": number}, address)
    if number := len(alerts.look_by):
        text = ngettext("Review %(number)s serious finding", "Review %(number)s serious findings", number)
        yield OwnTask(text % {"number": number}, address, alerts.first, is_late=alerts.first < today)


def _statement_tasks(
    membership: Membership, statement: StatementStatus, draft: OpenVersion | None, today: date
) -> Iterator[OwnTask]:
    organisation, due = membership.organisation, statement.due_on
    if draft is None:
        is_soon = due is not None and due - START_WITHIN <= today and not statement.is_spared
        if can_start(membership) and is_soon:
            text = START_STATEMENT % {"year": statement.year}
            yield OwnTask(text, reverse("statements:list", args=[organisation.slug]), due, is_late=statement.is_late)
        return
    is_turn = is_own_turn(
        draft,
        writes=is_writer(membership),
        reviews=may_review_ever(membership),
        approves=is_approver(membership),
        publishes=can_publish_for(membership, organisation),
    )
    if is_turn:
        address = reverse(OWN_STEP_PAGES.get(draft.state, "statements:tasks"), args=[organisation.slug, draft.year])
        yield OwnTask(OWN_STEP_LABELS[draft.state] % {"year": draft.year}, address, due, is_late=statement.is_late)


def _register_tasks(membership: Membership, counts: Counts, today: date) -> Iterator[OwnTask]:
    slug = membership.organisation.slug
    if counts.uploads and can_upload(membership):
        text = ngettext(
            "Decide what to do with %(number)s file you uploaded",
            "Decide what to do with %(number)s files you uploaded",
            counts.uploads,
        )
        yield OwnTask(text % {"number": counts.uploads}, reverse("workbooks:list", args=[slug]))
    if counts.late_actions and can_write(membership):
        text = ngettext(
            "Follow up %(number)s overdue corrective action",
            "Follow up %(number)s overdue corrective actions",
            counts.late_actions,
        )
        yield OwnTask(
            text % {"number": counts.late_actions},
            reverse("actions:list", args=[slug]),
            counts.first_action_due_on,
            is_late=True,
        )
    if counts.unverified_actions and can_verify_actions(membership):
        text = ngettext(
            "Verify %(number)s closed corrective action",
            "Verify %(number)s closed corrective actions",
            counts.unverified_actions,
        )
        yield OwnTask(text % {"number": counts.unverified_actions}, reverse("actions:to_verify", args=[slug]))
    if counts.unplanned_findings and can_write(membership):
        text = ngettext(
            "Plan a corrective action for %(number)s finding",
            "Plan corrective actions for %(number)s findings",
            counts.unplanned_findings,
        )
        yield OwnTask(text % {"number": counts.unplanned_findings}, reverse("audits:findings", args=[slug]))
    if counts.first_copy_received_on and can_log_copies(membership):
        text = ngettext(
            "Send %(number)s copy of your statement", "Send %(number)s copies of your statement", counts.copies
        )
        due = copy_due_on(counts.first_copy_received_on)
        yield OwnTask(
            text % {"number": counts.copies}, reverse("statements:copies", args=[slug]), due, is_late=due < today
        )


def _people_tasks(membership: Membership, counts: Counts, training: OwnTraining) -> Iterator[OwnTask]:
    slug = membership.organisation.slug
    if counts.join_requests and can_manage_people(membership, membership.organisation):
        text = ngettext(
            "Answer %(number)s person who asked to join",
            "Answer %(number)s people who asked to join",
            counts.join_requests,
        )
        yield OwnTask(text % {"number": counts.join_requests}, reverse("organisations:people", args=[slug]))
    for assignment, person in training:
        if not person.is_completed:
            text = _("Complete the course %(course)s") % {"course": assignment.course.title}
            address = reverse("organisations:training", args=[slug])
            yield OwnTask(text, address, assignment.due_on, is_late=person.is_overdue)


def get_due_dates(
    membership: Membership,
    statement: StatementStatus,
    counts: Counts,
    alerts: WaitingAlerts,
    training: OwnTraining,
    *,
    today: date,
) -> list[DueDate]:
    """Return the next days that matter to the member, the earliest first."""
    slug = membership.organisation.slug
    days: list[tuple[date, str, str]] = []
    if statement.due_on and not statement.is_spared:
        days.append((statement.due_on, _("Publish your statement"), reverse("statements:list", args=[slug])))
    if counts.first_action_due_on:
        days.append((counts.first_action_due_on, _("Next corrective action"), reverse("actions:list", args=[slug])))
    if counts.first_copy_received_on and can_log_copies(membership):
        copies = reverse("statements:copies", args=[slug])
        days.append((copy_due_on(counts.first_copy_received_on), _("Send a copy of your statement"), copies))
    if alerts.look_by:
        days.append((alerts.first, _("Review a serious finding"), reverse("alerts:list", args=[slug])))
    course_page = reverse("organisations:training", args=[slug])
    days += [(each.due_on, str(each.course.title), course_page) for each, person in training if not person.is_completed]
    return [DueDate(day, text, address, is_late=day < today) for day, text, address in sorted(days)[:MAX_DATES]]
