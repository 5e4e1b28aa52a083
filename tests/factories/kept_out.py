"""Cases that the world's handler and lead are kept out of, with a row in every list of the desk."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from compliance.casework import models as m
from compliance.casework.choices import Level, Marking, Status
from compliance.casework.services import lookup_index, on_call_alerts, restrictions
from compliance.casework.services.case_keys import Keys, seal_columns
from compliance.casework.services.sealed_search import Hit
from compliance.concerns.choices import Author
from compliance.concerns.services import dialogue
from compliance.data_protection import models as data_protection_models
from compliance.data_protection.services import access_requests
from compliance.referrals import models as referrals_models
from portal.accounts.models import User
from portal.accounts.roles import StaffRole
from tests.factories import cases as cf
from tests.factories.accounts import UserFactory
from tests.factories.casework import ADULT, keys_of, taken_by, tell
from tests.factories.vault import give_key
from tests.factories.world import World


@dataclass
class Colleagues:
    """Two people who work on the cases, and know of them."""

    handler: User
    lead: User


@dataclass
class KeptOut:
    """rows: by the names that tests.url_register.desk and its siblings use for the world's own."""

    cases: list[m.Case]
    digits: str
    rows: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.rows[name]


def add_colleagues() -> Colleagues:
    handler = UserFactory(first_name="Colleague", role=StaffRole.HANDLER)
    lead = UserFactory(first_name="Second lead", role=StaffRole.TRIAGE_LEAD)
    for person in (handler, lead):
        give_key(person)
    return Colleagues(handler, lead)


def add_kept_out_cases(world: World, colleagues: Colleagues) -> KeptOut:
    """One that is open, one merged into it, one that is closed and over, one of a concern that shares everything."""
    now, keys = timezone.now(), keys_of(colleagues.lead)
    kept_out = (world.staff[StaffRole.HANDLER], world.staff[StaffRole.TRIAGE_LEAD])
    late = {"owner": colleagues.handler, "level": Level.P1, "due_at": now - timedelta(days=1)}
    current = cf.full_case(keys.unlocked, at=now, was_immediate=True, is_first_action_in_time=True, **late)
    over = timezone.localdate(now) - timedelta(days=3)
    closed = cf.full_case(
        keys.unlocked, at=now, closed_at=now, owner=colleagues.handler, keep_until=over, retention_class="case_adult"
    )
    merged = cf.full_case(keys.unlocked, at=now, owner=colleagues.handler)
    m.Case.objects.filter(pk=merged.pk).update(status=Status.MERGED, merged_into=current)
    # The same premises, phone and name as in the world's own concern.
    told = tell(ADULT)
    shared = taken_by(colleagues.handler, told.concern)
    dialogue.add_message(
        told.concern, keys.unlocked.open(told.concern.data_key), author=Author.REPORTER, text="Are you there?", now=now
    )
    cases = [current, closed, shared]
    for case in cases:
        restrictions.restrict_case(
            case=case, marking=Marking.RESTRICTED, reason="They know them.", actor=colleagues.lead, keys=keys, at=now
        )
        for person in kept_out:
            restrictions.keep_reader_out(case=case, user=person, actor=colleagues.lead, at=now)
    lookup_index.catch_up(user=colleagues.lead, keys=keys)
    # As the night's run would have counted them.
    run = world.desk["run"]
    counts = {name: {"due": said["due"] + 1, "of": said["of"] + 1} for name, said in run.refused.items()}
    data_protection_models.RetentionRun.objects.filter(pk=run.pk).update(refused=counts)
    rows = _add_rows(world, colleagues, current, closed, keys)
    return KeptOut(
        [*cases, merged],
        told.digits,
        rows | {"case": current, "closed": closed, "merged": merged, "shared": shared, "concern_of_case": told.concern},
    )


def _add_rows(world: World, colleagues: Colleagues, current: m.Case, closed: m.Case, keys: Keys) -> dict[str, Any]:
    """Add what is due, asked, sent and on hold; also tasks of the handler who is kept out."""
    now, handler = timezone.now(), world.staff[StaffRole.HANDLER]
    yesterday = now - timedelta(days=1)

    def add(row: Any, **sealed: Any) -> Any:
        seal_columns(keys.get_key(row.case), row, **sealed)
        row.save(force_insert=True)
        return row

    for owner in (colleagues.handler, handler):
        for kind in ("review", "call_back"):
            add(m.Task(case=current, kind=kind, owner=owner, made_at=now, due_at=yesterday), words={"what": "Call"})
    asked = {"asked_by": colleagues.handler, "asked_at": now}
    waiting = add(m.Approval(case=current, kind="level", data={"level": "p3"}, **asked), reason="Calmer")
    ahead = {"state": "went_ahead", "review_due_at": yesterday}
    add(m.Approval(case=current, kind="override", **ahead, **asked), reason="At once")
    # The handler asked for it before they were kept out.
    own = {"asked_by": handler, "asked_at": now, "decided_by": colleagues.lead, "decided_at": now}
    answered = add(m.Approval(case=current, kind="override", state="approved", **own), reason="They said so")
    sent = {"sent_at": now, "made_at": now, "partner": world.desk["agency"], "made_by": colleagues.handler}
    referral = add(
        referrals_models.Referral(
            case=current, kind="referral", target_type="police", status="in_progress", call_back_due_at=yesterday,
            response_due_at=yesterday, approval=answered, **sent,
        ),
        target={"name": "Derbyshire"}, fields={}, call={},
    )  # fmt: skip
    draft = add(
        referrals_models.Referral(
            case=current, kind="referral", target_type="police", made_at=now, made_by=colleagues.handler
        ),
        target={"name": "Derbyshire"}, fields={}, call={},
    )  # fmt: skip
    referrals_models.NrmPack.objects.filter(case=closed).update(
        handed_over_at=now, delete_on=timezone.localdate(yesterday)
    )
    on_call_alerts.raise_case_in_danger(current, at=yesterday)
    hold = add(m.LegalHold(case=current, set_by=colleagues.lead, set_at=now), reason="Court")
    other_hold = add(m.LegalHold(case=closed, set_by=colleagues.lead, set_at=now), reason="Court")
    m.LegalHold.objects.filter(pk=other_hold.pk).update(lifted_at=now, lifted_by=colleagues.lead)
    contact = current.contacts.filter(concern=None).get()
    return {
        "approval": waiting,
        "draft_referral": draft,
        "sent_referral": referral,
        "hold": hold,
        "alarm": m.Alarm.objects.get(case=current),
        "contact": contact,
        "session": m.InterpreterSession.objects.get(contact__case=current),
        "group": current.persongroups.get(),
        "task": current.tasks.first(),
        "attachment": current.attachments.first(),
        "pack": referrals_models.NrmPack.objects.get(case=current),
        **_answered_requests(colleagues, current, keys),
    }


def _answered_requests(colleagues: Colleagues, case: m.Case, keys: Keys) -> dict[str, Any]:
    """A request in whose answer the case was found, and one whose answer waits for a second person."""
    now = timezone.now()
    who = {"by": colleagues.handler, "keys": keys, "at": now}

    def request() -> data_protection_models.SubjectAccess:
        row = access_requests.record_request(
            kind="access", who="Somebody else", how="by post", wants="All", received_on=timezone.localdate(now),
            is_held_apart=False, by=colleagues.handler, at=now,
        )  # fmt: skip
        row = access_requests.save_identity_check(
            access_request=row, outcome=access_requests.CONFIRMED, how="By a code.", **who
        )
        return access_requests.save_findings(access_request=row, hits=[Hit("case", case.pk, case.reference)], **who)

    written = access_requests.write_answer(
        access_request=request(), gives="We hold a case about you.", left_out="", exemptions=[], erases=False,
        review_on=None,
        **who,
    )  # fmt: skip
    return {"asked": request(), "written": written, "ended": _released(request(), colleagues, keys)}


def _released(
    row: data_protection_models.SubjectAccess, colleagues: Colleagues, keys: Keys
) -> data_protection_models.SubjectAccess:
    now = timezone.now()
    row = access_requests.write_answer(
        access_request=row, gives="We hold a case about you.", left_out="", exemptions=[], erases=False, review_on=None,
        by=colleagues.handler, keys=keys, at=now,
    )  # fmt: skip
    return access_requests.release_answer(access_request=row, by=colleagues.lead, keys=keys, at=now)
