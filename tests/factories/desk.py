"""The helpline's desk in the small world of tests.factories.world: who may unlock it, and a row of every kind."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from compliance.casework.choices import AlarmKind, ApprovalKind
from compliance.casework.models import Alarm, Exploiter
from compliance.casework.services import approvals, call_endings, calls, case_facts, merging, removals
from compliance.referrals.services import drafts
from compliance.referrals.services.disclosure import Ground
from portal.accounts.models import User
from portal.accounts.roles import StaffRole
from tests.factories import feeds
from tests.factories.accounts import UserFactory
from tests.factories.casework import CHILD, advised, attach, keys_of, taken_by, tell
from tests.factories.data_protection import build_duties
from tests.factories.sharing import world_rows
from tests.factories.statistics import prepared, published
from tests.factories.vault import begin_vault, give_key, key_of


@dataclass
class DeskRows:
    """The case is the handler's. Everything else by name, a row each."""

    rows: dict[str, object] = field(default_factory=dict)

    def __getitem__(self, name: str):
        return self.rows[name]


def build_desk(staff: dict[str, User]) -> DeskRows:
    begin_vault()
    handler, lead = staff[StaffRole.HANDLER], staff[StaffRole.TRIAGE_LEAD]
    for person in (handler, lead):
        give_key(person)
    now, keys = timezone.now(), keys_of(handler)
    case = taken_by(handler, **CHILD, responsible="Somebody", pv_count_mode="exact", pv_count_min=2)
    group = case.persongroups.get()
    ended = call_endings.end_without_case(
        draft=calls.start_call(handler=handler, at=now), answers={}, outcome="silent", actor=handler, at=now
    )
    approval = approvals.request_approval(
        kind=ApprovalKind.LEVEL, case=case, reason="Calmer now.", actor=handler, keys=keys, at=now, data={"level": "p3"}
    )
    referral = waiting_referral(case, handler, keys, now)
    shared = world_rows(case, ended, staff)
    return DeskRows(
        {
            "case": case,
            "concern_of_case": case.contacts.get().concern,
            "untaken": tell().concern,
            "contact": ended,
            "call": calls.start_call(handler=handler, at=now),
            "left_call": calls.start_call(handler=handler, at=now - timedelta(days=2)),
            "group": group,
            "person_row": case_facts.save_identity(group=group, details={"name": "Somebody"}, actor=handler, at=now),
            "place_row": case.caselocations.get(),
            "removal": removals.remove_row(row=Exploiter.objects.create(case=case), actor=handler, keys=keys, at=now),
            **_merged(handler, keys, now),
            "task": case.tasks.first(),
            "approval": approval,
            "attachment": attach(case, handler),
            "life_approval": referral.approval,
            "advice": advised(handler),
            "alarm": Alarm.objects.create(kind=AlarmKind.BULK_READING, user=handler, noticed_at=now),
            "release": prepared("2026-01", staff[StaffRole.STATISTICIAN]),
            "published_release": published("2025-q4", staff[StaffRole.STATISTICIAN], lead, {}),
            "waiting_key": key_of(UserFactory(role=StaffRole.HANDLER)),
            **build_duties(case, handler=handler, keys=keys),
        }
        | shared
        | feeds.world_rows(shared["agency"], staff)
    )


def _merged(handler: User, keys, now) -> dict:
    """Two cases of which one was merged into the other."""
    merged, into = taken_by(handler), taken_by(handler)
    merging.merge_cases(case=merged, into=into, reason="The same place.", actor=handler, keys=keys, at=now)
    return {"merged_into": into, "merge": into.merges_here.get()}


def waiting_referral(case, handler: User, keys, now, *, ground: str = "child_at_risk", to: str = "police"):
    """A referral without consent for which a second person was asked."""
    who = {"actor": handler, "keys": keys, "at": now}
    row = drafts.start_draft(case=case, kind="referral", target={"target_type": to, "name": "Derbyshire"}, **who)
    row = drafts.choose_items(referral=row, names=["urgency"], note="", keys=keys, version=row.version)
    why = Ground(ground=ground, facts="They move them tonight", is_told=True)
    row = drafts.save_ground(referral=row, ground=why, keys=keys, version=row.version)
    return drafts.ask_second_person(referral=row, **who)
