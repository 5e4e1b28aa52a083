"""What is done for the child of a case: a task each, and the council that was told.

See docs/requirements/helpline.md#child-actions.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from compliance.casework.choices import ChildAction, TaskKind
from compliance.casework.models import Case, Task
from compliance.casework.rules import children as rules
from compliance.casework.services import merged_cases, transitions
from compliance.casework.services.case_keys import Keys
from portal.accounts.models import User

# Of a task's words the council's contact, by the part of the Home Office's form that each fills in.
CONTACT = {"council": "name", "phone": "phone", "email": "email", "first_name": "first-name", "last_name": "last-name"}


def get_offered_actions(case: Case) -> list[ChildAction]:
    """Return what can be recorded: all that is not done yet."""
    done = merged_cases.rows_of_case(Task.objects, case).exclude(done_at=None).exclude(child_action="")
    return [
        ChildAction(code)
        for code in rules.get_offered_actions(nation=case.nation, done={task.child_action for task in done})
    ]


@transaction.atomic
def get_task(*, case: Case, action: ChildAction, actor: User, at: datetime) -> Task:
    """Return the task of that action, open or done; adds it where there is none.

    Raises ActionRefused for a closed case.
    """
    current = transitions.lock_open_case(case)
    found = merged_cases.rows_of_case(Task.objects, current).filter(child_action=action).first()
    if found is not None:
        return found
    task = Task.objects.create(
        case=current,
        kind=TaskKind.CHILD_ACTION,
        child_action=action,
        owner=current.owner,
        due_at=current.due_at,
        made_by=actor,
        made_at=at,
    )
    transitions.record_act(current, actor, "casework.task.added", at, kind=TaskKind.CHILD_ACTION.value)
    return task


def get_council_contact(case: Case, keys: Keys) -> dict[str, str]:
    """Return which council was told and whom there, by the parts of CONTACT; empty where nobody wrote it down."""
    tasks = Task.objects.filter(child_action=ChildAction.LA_CONTACT_RECORDED).exclude(done_at=None)
    for task in merged_cases.read_rows(tasks, case):
        words: Mapping[str, Any] = keys.facts(task, "words").get("contact") or {}
        if words:
            return {part: str(words[name]) for name, part in CONTACT.items() if words.get(name)}
    return {}
