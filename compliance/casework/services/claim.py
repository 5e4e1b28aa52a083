"""A new concern becomes somebody's case: one press, and exactly one wins.

See docs/requirements/helpline.md#queue-order.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework import reference_numbers
from compliance.casework.choices import ChildAction, Status, TaskKind
from compliance.casework.models import Alarm, Case, Contact, Task
from compliance.casework.reference_numbers import make_unused_reference
from compliance.casework.rules.priorities import get_due_after_claim
from compliance.casework.services import concern_import, contact_requests, merged_cases
from compliance.casework.services.case_keys import Keys, seal_with_own_key
from compliance.concerns.choices import Status as ConcernStatus
from compliance.concerns.models import Concern
from compliance.concerns.response_targets import get_targets
from compliance.concerns.services import desk
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.core.locks import lock_row
from portal.history.services import record

# What a case with a child begins with (docs/requirements/helpline.md#child-actions).
FIRST_CHILD_ACTIONS = (ChildAction.LA_CHILDREN_CONTACTED, ChildAction.LA_CONTACT_RECORDED)


def claim_concern(*, concern: Concern, actor: User, keys: Keys, at: datetime, contact_id: UUID | None = None) -> Case:
    """Make the case of a concern that nobody has, owned by the actor. Raises ActionRefused where a colleague was first.

    contact_id: of a call, whose form has named its contact already.
    """
    try:
        with transaction.atomic():
            return _take(concern, actor, keys, at, contact_id or uuid4())
    except IntegrityError as error:
        # Both found it free: the contact of a concern is unique, and theirs is there.
        raise ActionRefused(_("A colleague has just taken it.")) from error


def _take(concern: Concern, actor: User, keys: Keys, at: datetime, contact_id: UUID) -> Case:
    concern = lock_row(concern, "data_key")
    if Contact.objects.filter(concern=concern).exists():
        raise ActionRefused(_("A colleague has just taken it."))
    answers = concern_import.read_answers(concern, keys)
    case = create_case(concern_import.get_facts(concern), actor=actor, at=at)
    arrived = datetime.fromisoformat(answers["received_at"])
    due = get_targets(case.level).first_action.after(timezone.localtime(arrived))
    case.is_first_action_in_time = at <= due
    case.save(update_fields=["is_first_action_in_time"])
    contact = Contact.objects.create(
        uuid=contact_id,
        concern=concern,
        case=case,
        reference=make_unused_reference(reference_numbers.make_contact_reference, Contact),
        channel=concern.channel,
        purpose=concern.purpose,
        for_self=answers.get("for_self") or "",
        reporter_type=answers.get("reporter_type") or "",
        reporter_proximity=answers.get("reporter_proximity") or "",
        language=concern.language,
        hour=concern.arrived_hour,
        handler=actor,
    )
    concern_import.import_answers(case, answers, keys)
    if concern.wants_call:
        contact_requests.add_request(contact, actor=actor, at=at)
    desk.set_status(concern, ConcernStatus.LOOKED_AT, by=actor, now=at)
    Alarm.objects.filter(concern=concern).delete()
    record(actor, "casework.case.taken", case, {"level": case.level, "in_time": case.is_first_action_in_time}, at=at)
    return case


# Any: values of columns of Case.
def create_case(facts: Mapping[str, Any], *, actor: User, at: datetime) -> Case:
    """Create a case of the actor's, with its key, its first deadline and, for a child, what has to be done."""
    targets = get_targets(facts["level"])
    case = Case(
        reference=make_unused_reference(reference_numbers.make_case_reference, Case),
        status=Status.NEW,
        owner=actor,
        opened_at=at,
        due_at=get_due_after_claim(targets, timezone.localtime(at)),
        **facts,
    )
    seal_with_own_key(case)
    case.save(force_insert=True)
    if case.concerns_child:
        add_child_actions(case, actor=actor, at=at)
    return case


def add_child_actions(case: Case, *, actor: User, at: datetime) -> None:
    """Add the tasks that stand between a case with a child and its closing; those that are there stay as they are."""
    known = set(
        merged_cases.rows_of_case(Task.objects.exclude(child_action=""), case).values_list("child_action", flat=True)
    )
    Task.objects.bulk_create(
        Task(
            case=case,
            kind=TaskKind.CHILD_ACTION,
            child_action=action,
            owner=case.owner,
            due_at=case.due_at,
            made_by=actor,
            made_at=at,
        )
        for action in FIRST_CHILD_ACTIONS
        if action not in known
    )
