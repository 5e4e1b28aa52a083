"""Closing a case, with everything that has to be done before it; and reopening.

See docs/requirements/helpline.md#closing.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework.choices import ApprovalKind, Closure, NoteKind, Status
from compliance.casework.hooks import registered
from compliance.casework.models import (
    Approval,
    Case,
    CaseLocation,
    CaseSupplyChainLink,
    Exploiter,
    PersonGroup,
    Task,
)
from compliance.casework.rules import closing as rules
from compliance.casework.selectors import concerns as selectors_concerns
from compliance.casework.services import (
    approvals,
    case_files,
    form_drafts,
    merged_cases,
    notes,
    retention_period,
    transitions,
)
from compliance.casework.services.case_keys import Keys, seal_columns
from compliance.concerns.choices import Status as ConcernStatus
from compliance.concerns.services import desk
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused

# Before these nothing can be done about the case, so that they cannot be passed over.
BLOCKING_OBSTACLES = frozenset(
    {rules.CHILD_ACTION, rules.CONTACT_REQUEST, rules.REFERRAL, rules.CODED_FACTS, rules.UNTRIAGED, rules.CLOSURE_ASKED}
)


def get_obstacles(case: Case) -> list[str]:
    return rules.find_obstacles(_open_matters(case))


def get_missing_facts(case: Case) -> list[rules.Missing]:
    return rules.find_missing_facts(_facts(case), _rows(case))


def needs_second_person(case: Case) -> bool:
    has_override = any(hooks.has_override(case) for hooks in registered())
    was_immediate = any(part.was_immediate for part in case.parts)
    return rules.needs_second_person(
        was_immediate=was_immediate, concerns_child=case.concerns_child, has_override=has_override
    )


@transaction.atomic
def close_case(
    *,
    case: Case,
    reason: Closure,
    note: str,
    youngest_born: int | None,
    actor: User,
    keys: Keys,
    at: datetime,
    version: int,
) -> Approval | None:
    """Close it, or ask another person to where a child, immediate danger or an override is in it. None where closed.

    youngest_born: year, of the youngest child. Raises ActionRefused with what has to be done first, and EditConflict.
    """
    current = transitions.lock_open_case(case, version)
    _refuse_while(get_obstacles(current))
    current.closure_reason = reason
    seal_columns(keys.get_key(current), current, closing_note=note)
    if needs_second_person(current):
        transitions.move_to_status(current, Status.CLOSURE_REQUESTED)
        transitions.save_case(current, actor, "casework.case.closure_asked", at, reason=str(reason))
        data = {"youngest_born": youngest_born} if youngest_born else {}
        return approvals.request_approval(
            kind=ApprovalKind.CLOSURE, case=current, reason=note, actor=actor, keys=keys, at=at, data=data
        )
    _close(current, actor, at, youngest_born)
    return None


def close_approved(case: Case, *, youngest_born: int | None, actor: User, at: datetime) -> Case:
    """Close a locked case, once another person has agreed.

    Raises ActionRefused where something opened again meanwhile.
    """
    _refuse_while([code for code in get_obstacles(case) if code != rules.CLOSURE_ASKED])
    return _close(case, actor, at, youngest_born)


def keep_case_open(case: Case, *, actor: User, at: datetime) -> Case:
    """Unlock a case whose closing the second person did not agree to."""
    transitions.move_to_status(case, Status.IN_PROGRESS)
    case.closure_reason = ""
    return transitions.save_case(case, actor, "casework.case.kept_open", at)


@transaction.atomic
def reopen_case(*, case: Case, reason: str, actor: User, keys: Keys, at: datetime) -> Case:
    """Reopen a closed case; its notes and history still say how it was closed."""
    current = transitions.lock_row(case)
    transitions.move_to_status(current, Status.REOPENED)
    old = f"{current.get_closure_reason_display()}, {timezone.localdate(current.closed_at)}"
    notes.add_note(case=current, kind=NoteKind.DECISION, text=f"{reason}\n({old})", actor=actor, keys=keys, at=at)
    current.keep_until = None
    for concern in selectors_concerns.get_concerns(current):
        desk.set_status(concern, ConcernStatus.UNDER_WAY, by=actor, now=at)
    return transitions.save_case(current, actor, "casework.case.reopened", at)


def _close(case: Case, actor: User, at: datetime, born: int | None) -> Case:
    transitions.move_to_status(case, Status.CLOSED)
    case.closed_at, case.closed_by = at, actor
    case.retention_class, case.keep_until = retention_period.get_class_and_last_day(
        case, timezone.localdate(at), born=born
    )
    for concern in selectors_concerns.get_concerns(case):
        desk.set_status(concern, ConcernStatus.CLOSED, by=actor, now=at)
    form_drafts.delete_drafts_of_case(case)
    return transitions.save_case(case, actor, "casework.case.closed", at, reason=case.closure_reason)


def _refuse_while(obstacles: list[str]) -> None:
    if BLOCKING_OBSTACLES & set(obstacles):
        raise ActionRefused(_("You cannot close the case yet. The list shows what to do first."))


def _open_matters(case: Case) -> rules.OpenMatters:
    return rules.OpenMatters(
        child_actions=merged_cases.rows_of_case(Task.objects.open().exclude(child_action=""), case).count(),
        unanswered_referrals=sum(hooks.count_unanswered_referrals(case) for hooks in registered()),
        facts=_facts(case),
        rows=_rows(case),
        is_told=case.is_told,
        can_be_told=bool(selectors_concerns.get_concerns(case)),
        has_originals=case_files.has_originals(case),
        unsent_referrals=sum(hooks.count_unsent_referrals(case) for hooks in registered()),
        contact_requests=merged_cases.rows_of_case(Task.objects.contact_requests(), case).count(),
        status=case.status,
    )


def _facts(case: Case) -> dict[str, object]:
    return {name: getattr(case, name) for name in (*rules.REQUIRED_CASE_FACTS, "police_force")}


def _rows(case: Case) -> tuple[rules.Row, ...]:
    """Coded columns of what describes the case, in the order in which the pages show it."""
    described: dict[str, Any] = {
        rules.PEOPLE: merged_cases.rows_of_case(PersonGroup.objects, case).values(
            "uuid", "count_mode", "count_min", "gender", "age_bands", "nationalities"
        ),
        rules.EXPLOITER: merged_cases.rows_of_case(Exploiter.objects, case).values(
            "uuid", "count_mode", "nationalities", count_min=F("count")
        ),
        rules.PLACE: merged_cases.rows_of_case(CaseLocation.objects, case).values("uuid", "in_uk", "country"),
        rules.SUPPLY: merged_cases.rows_of_case(CaseSupplyChainLink.objects, case).values("uuid", "tier", "sectors"),
    }
    return tuple(
        rules.Row(what, facts["uuid"], facts) for what, rows in described.items() for facts in rows.order_by("uuid")
    )
