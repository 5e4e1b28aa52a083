"""Closing a case, with everything that has to be done before it; and reopening (helpline 2.5, d11)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework.choices import ApprovalKind, Closure, NoteKind, Status
from compliance.casework.choices_sharing import UNANSWERED, UNSENT
from compliance.casework.models import (
    Approval,
    Case,
    CaseLocation,
    CaseSupplyChainLink,
    Disclosure,
    Exploiter,
    PersonGroup,
    Referral,
    Task,
)
from compliance.casework.rules import closing as rules
from compliance.casework.services import approvals, case_files, form_drafts, retention, steps, whole, work
from compliance.casework.services.keys import Keys, put
from compliance.casework.services.steps import Refusal
from compliance.concerns.choices import Status as ConcernStatus
from compliance.concerns.services import desk
from portal.accounts.models import User

# Before these nothing can be done about the case, so that they cannot be passed over.
NEVER_PASSED = frozenset({rules.CHILD_ACTION, rules.REFERRAL, rules.CODED_FACTS, rules.UNTRIAGED, rules.CLOSURE_ASKED})


def obstacles(case: Case) -> list[str]:
    return rules.obstacles(_open_matters(case))


def missing_facts(case: Case) -> list[rules.Missing]:
    return rules.missing_facts(_facts(case), _rows(case))


def needs_second_person(case: Case) -> bool:
    has_override = whole.of(Disclosure.objects.exclude(override_ground=""), case).exists()
    was_immediate = any(part.was_immediate for part in case.parts)
    return rules.needs_second_person(
        was_immediate=was_immediate, concerns_child=case.concerns_child, has_override=has_override
    )


@transaction.atomic
def close(
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

    youngest_born: year, of the youngest child. Raises Refusal with what has to be done first, and Conflict.
    """
    current = steps.open_case(case, version)
    _refuse_while(obstacles(current))
    current.closure_reason = reason
    put(keys.of(current), current, closing_note=note)
    if needs_second_person(current):
        steps.step(current, Status.CLOSURE_REQUESTED)
        steps.save(current, actor, "casework.case.closure_asked", at, reason=str(reason))
        data = {"youngest_born": youngest_born} if youngest_born else {}
        return approvals.ask(
            kind=ApprovalKind.CLOSURE, case=current, reason=note, actor=actor, keys=keys, at=at, data=data
        )
    _close(current, actor, at, youngest_born)
    return None


def close_approved(case: Case, *, youngest_born: int | None, actor: User, at: datetime) -> Case:
    """Of a locked case, once another person has agreed. Raises Refusal where something has opened again meanwhile."""
    _refuse_while([code for code in obstacles(case) if code != rules.CLOSURE_ASKED])
    return _close(case, actor, at, youngest_born)


def keep_open(case: Case, *, actor: User, at: datetime) -> Case:
    """Of a locked case whose closing was not agreed to."""
    steps.step(case, Status.IN_PROGRESS)
    case.closure_reason = ""
    return steps.save(case, actor, "casework.case.kept_open", at)


@transaction.atomic
def reopen(*, case: Case, reason: str, actor: User, keys: Keys, at: datetime) -> Case:
    """Goes on; how it was closed stays in the notes and the history."""
    current = steps.locked(case)
    steps.step(current, Status.REOPENED)
    old = f"{current.get_closure_reason_display()}, {timezone.localdate(current.closed_at)}"
    work.note(case=current, kind=NoteKind.DECISION, text=f"{reason}\n({old})", actor=actor, keys=keys, at=at)
    current.keep_until = None
    for concern in work.concerns_of(current):
        desk.set_status(concern, ConcernStatus.UNDER_WAY, by=actor, now=at)
    return steps.save(current, actor, "casework.case.reopened", at)


def _close(case: Case, actor: User, at: datetime, born: int | None) -> Case:
    steps.step(case, Status.CLOSED)
    case.closed_at, case.closed_by = at, actor
    case.retention_class, case.keep_until = retention.keep_until(case, timezone.localdate(at), born=born)
    for concern in work.concerns_of(case):
        desk.set_status(concern, ConcernStatus.CLOSED, by=actor, now=at)
    form_drafts.drop_of_case(case)
    return steps.save(case, actor, "casework.case.closed", at, reason=case.closure_reason)


def _refuse_while(found: list[str]) -> None:
    if NEVER_PASSED & set(found):
        raise Refusal(_("Something has to be done before the case can close. The list says what."))


def _open_matters(case: Case) -> rules.Open:
    return rules.Open(
        child_actions=whole.of(Task.objects.open().exclude(child_action=""), case).count(),
        unanswered_referrals=whole.of(Referral.objects.filter(status__in=UNANSWERED), case).count(),
        facts=_facts(case),
        rows=_rows(case),
        is_told=case.is_told,
        can_be_told=bool(work.concerns_of(case)),
        has_originals=case_files.has_originals(case),
        unsent_referrals=whole.of(Referral.objects.filter(status__in=UNSENT), case).count(),
        status=case.status,
    )


def _facts(case: Case) -> dict[str, object]:
    return {name: getattr(case, name) for name in (*rules.OF_A_CASE, "police_force")}


def _rows(case: Case) -> tuple[rules.Row, ...]:
    """Coded columns of what describes the case, in the order in which the pages show it."""
    described: dict[str, Any] = {
        rules.PEOPLE: whole.of(PersonGroup.objects, case).values(
            "uuid", "count_mode", "count_min", "gender", "age_bands", "nationalities"
        ),
        rules.EXPLOITER: whole.of(Exploiter.objects, case).values(
            "uuid", "count_mode", "nationalities", count_min=F("count")
        ),
        rules.PLACE: whole.of(CaseLocation.objects, case).values("uuid", "in_uk", "country"),
        rules.SUPPLY: whole.of(CaseSupplyChainLink.objects, case).values("uuid", "tier", "sectors"),
    }
    return tuple(
        rules.Row(what, facts["uuid"], facts) for what, rows in described.items() for facts in rows.order_by("uuid")
    )
