"""Who has a case, and where it stands."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework import permissions
from compliance.casework.choices import Status
from compliance.casework.models import Case
from compliance.casework.rules import triage
from compliance.casework.selectors.concerns import get_concerns
from compliance.casework.services import merged_cases, transitions
from compliance.concerns.choices import Status as ConcernStatus
from compliance.concerns.services import desk
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused


@transaction.atomic
def assign_case(*, case: Case, owner: User | None, actor: User, at: datetime) -> Case:
    """Give the case to somebody, or to nobody: to those that are free.

    Raises ActionRefused where they may not open it.
    """
    current = transitions.lock_open_case(case)
    if owner is not None and not permissions.can_work_at_desk(owner):
        raise ActionRefused(_("This person does not work at the desk."))
    return _give_to(owner, current, actor, at)


@transaction.atomic
def pick_up_case(*, case: Case, actor: User, at: datetime) -> Case:
    """Take a case that nobody has. Raises ActionRefused where a colleague was first, or where they may not open it."""
    current = transitions.lock_open_case(case)
    if current.owner_id is not None:
        raise ActionRefused(_("A colleague has just taken it."))
    return _give_to(actor, current, actor, at)


def _give_to(owner: User | None, case: Case, actor: User, at: datetime) -> Case:
    """Give a locked case, and what was merged into it, to somebody who can then open it. Raises ActionRefused."""
    case.owner = owner
    if owner is not None and not permissions.can_open_case(owner, case):
        raise ActionRefused(_("This person cannot open the case."))
    transitions.save_case(case, actor, "casework.case.assigned", at, owner=str(owner or ""))
    merged_cases.share_access(case)
    return case


@transaction.atomic
def change_status(*, case: Case, status: Status, actor: User, at: datetime) -> Case:
    """Take one step of the table. Raises ActionRefused, also where something has to be known first."""
    current = transitions.lock_open_case(case)
    if status in {Status.CLOSED, Status.MERGED, Status.REOPENED, Status.CLOSURE_REQUESTED}:
        raise ActionRefused(_("Use the separate pages to close, merge or reopen a case."))
    needed = triage.find_missing(level=current.level, category=current.category, age=current.age_of_person)
    if needed and current.status == Status.NEW:
        raise ActionRefused(_("First select the kind of case in “Coded facts”."))
    transitions.move_to_status(current, status)
    if status == Status.IN_PROGRESS:
        for concern in get_concerns(current):
            desk.set_status(concern, ConcernStatus.UNDER_WAY, by=actor, now=at)
    return transitions.save_case(current, actor, "casework.case.moved", at, status=str(status))
