"""The courses that the demo's first organisation assigns: one completed by all, one overdue, one in progress."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from operator import itemgetter

from compliance.organisations.choices import Role, TrainingGroup
from compliance.organisations.models import Membership, Organisation, TrainingAssignee, TrainingAssignment
from learning.training import demo as courses
from learning.training.models import Course


@dataclass(frozen=True)
class DemoAssignment:
    """One assignment. due: days from the last day of the financial year, or from today. done: who completed it, ten
    days before.
    """

    course: str
    group: TrainingGroup
    roles: tuple[Role, ...]
    due: int
    is_of_last_year: bool = False
    done: tuple[Role, ...] = ()


DEMO_ASSIGNMENTS = (
    DemoAssignment(
        "spot-the-signs",
        TrainingGroup.FRONT_LINE,
        (Role.VIEWER, Role.EDITOR, Role.APPROVER),
        due=-30,
        is_of_last_year=True,
        done=(Role.VIEWER, Role.EDITOR, Role.APPROVER),
    ),
    DemoAssignment("buying-responsibly", TrainingGroup.PROCUREMENT, (Role.EDITOR,), due=-3),
    DemoAssignment(
        "board-and-section-54",
        TrainingGroup.EXECUTIVES,
        (Role.APPROVER, Role.ADMINISTRATOR),
        due=20,
        done=(Role.APPROVER,),
    ),
)


def run_training_steps(organisation: Organisation, *, today: date) -> Iterator[datetime]:
    """Yield the time of each step, then carry the step out; a second run yields nothing."""
    if TrainingAssignment.objects.for_organisation(organisation).exists():
        return
    members = {member.role: member for member in Membership.objects.active().for_organisation(organisation)}
    steps = [step for assignment in DEMO_ASSIGNMENTS for step in _steps(organisation, assignment, members, today)]
    for at, take in sorted(steps, key=itemgetter(0)):
        yield at
        take()


def _steps(
    organisation: Organisation, planned: DemoAssignment, members: dict[str, Membership], today: date
) -> Iterator[tuple[datetime, Callable[[], object]]]:
    begin = organisation.year_end_on if planned.is_of_last_year and organisation.year_end_on else today
    due_on = begin + timedelta(days=planned.due)
    course = Course.objects.get(slug=planned.course)
    assigned_at = _morning(due_on - timedelta(days=40))
    assignment = TrainingAssignment(
        organisation=organisation,
        course=course,
        group=planned.group,
        due_on=due_on,
        roles=[role.value for role in planned.roles],
        assigned_by=members[Role.ADMINISTRATOR].user,
        assigned_at=assigned_at,
    )
    yield assigned_at, partial(_assign, assignment, [members[role] for role in planned.roles])
    # Not in the future, for a course that is due later.
    done_at = _morning(min(due_on, today) - timedelta(days=10))
    for role in planned.done:
        yield done_at, partial(courses.complete, user=members[role].user, course=course, at=done_at)


def _assign(assignment: TrainingAssignment, members: list[Membership]) -> None:
    assignment.save()
    TrainingAssignee.objects.bulk_create(
        TrainingAssignee(assignment=assignment, membership=member, since=assignment.assigned_at) for member in members
    )


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=UTC)
