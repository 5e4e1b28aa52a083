"""A referral while it is made: to whom, which things, on which ground. Each step is saved, and can be taken back."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework.choices import ApprovalKind, ApprovalState, RevealReason
from compliance.casework.models import Approval, Case
from compliance.casework.services import approvals, merged_cases
from compliance.casework.services.case_keys import Keys
from compliance.casework.services.transitions import lock_open_case, lock_row, record_act
from compliance.referrals.choices import REFERRAL_STEPS, ReferralStatus
from compliance.referrals.models import Referral
from compliance.referrals.rules.disclosure import Verdict, may_go_alone
from compliance.referrals.services import agreement, disclosure
from compliance.referrals.services.consent import InForce
from compliance.referrals.services.disclosure import Ground, Package
from compliance.referrals.services.package_lines import NO_REQUEST, Request
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.core.types import JsonObject
from portal.history.services import record

OPEN_STATUSES = frozenset({ReferralStatus.DRAFT, ReferralStatus.APPROVAL_PENDING})


@dataclass(frozen=True)
class Draft:
    """What was chosen so far. has_ground: whether the question of consent or ground was answered.

    agreed_items: what the second person was asked about, as agreement.snapshot notes it.
    """

    names: tuple[str, ...] = ()
    note: str = field(default="", repr=False)
    ground: Ground = field(default_factory=Ground)
    has_ground: bool = False
    file_reason: str = field(default="", repr=False)
    agreed_items: agreement.Snapshot = field(default_factory=dict, repr=False)
    request: Request = NO_REQUEST

    def as_json(self) -> JsonObject:
        return asdict(self)


@dataclass(frozen=True)
class Judged:
    """What the rules say of a draft, and how far the second person is.

    changes: what differs in the case from what a second person agreed to, as sentences; they are asked again then.
    """

    verdict: Verdict
    in_force: InForce
    approval: Approval | None
    changes: tuple[str, ...] = ()

    @property
    def is_clear(self) -> bool:
        """Return whether it may leave now."""
        return not self.verdict.refused and (not self.verdict.waits or self.is_approved)

    @property
    def is_approved(self) -> bool:
        going = {ApprovalState.APPROVED, ApprovalState.WENT_AHEAD}
        is_agreed = self.approval is not None and self.approval.state in going and self.approval.used_at is None
        return is_agreed and not self.changes

    @property
    def is_waiting(self) -> bool:
        return self.approval is not None and self.approval.state == ApprovalState.WAITING

    @property
    def was_refused(self) -> bool:
        return self.approval is not None and self.approval.state == ApprovalState.REFUSED


def find_referral(case: Case, uuid: UUID) -> Referral | None:
    rows = Referral.objects.select_related("partner", "disclosure", "approval", "made_by")
    return merged_cases.find_row(rows, case, uuid)


def get_referral_for(approval: Approval) -> Referral | None:
    """Return what was asked for, where it is a referral."""
    return Referral.objects.select_related("case__data_key").filter(approval=approval).first()


def get_referrals(case: Case) -> list[Referral]:
    return merged_cases.read_rows(Referral.objects.select_related("partner", "made_by", "approval"), case)


@transaction.atomic
def start_draft(*, case: Case, kind: str, target: JsonObject, actor: User, keys: Keys, at: datetime) -> Referral:
    """Begin a draft. target: as of recipients.Target.as_json, or typed.

    Raises ActionRefused where the case is closed.
    """
    current = lock_open_case(case)
    row = Referral(
        case=current,
        kind=kind,
        target_type=target["target_type"],
        partner_id=target.get("partner") or None,
        made_by=actor,
        made_at=at,
    )
    keys.seal(row, target=target, fields=Draft().as_json())
    row.save(force_insert=True)
    record_act(current, actor, "casework.referral.begun", at, to=row.target_type)
    return row


def read_draft(referral: Referral, keys: Keys) -> Draft:
    facts = keys.facts(referral, "fields")
    return Draft(
        names=tuple(facts.get("names") or ()),
        note=facts.get("note") or "",
        ground=Ground(**(facts.get("ground") or {})),
        has_ground=bool(facts.get("has_ground")),
        file_reason=facts.get("file_reason") or "",
        agreed_items={name: tuple(item) for name, item in (facts.get("agreed_items") or {}).items()},
        request=Request(**(facts.get("request") or {})),
    )


@transaction.atomic
def choose_items(
    *, referral: Referral, names: Collection[str], note: str, keys: Keys, version: int, file_reason: str = "",
    request: Request = NO_REQUEST,
) -> Referral:  # fmt: skip
    """Save which things go, and what we ask. file_reason: why a file goes as it came.

    Raises ActionRefused, EditConflict.
    """
    current = lock_draft(referral, version)
    before = read_draft(current, keys)
    same = set(names) == set(before.names)
    chosen_names = before.names if same else tuple(names)
    chosen = replace(before, names=chosen_names, note=note, file_reason=file_reason, request=request)
    return _save(current, before, chosen, keys)


@transaction.atomic
def save_ground(*, referral: Referral, ground: Ground, keys: Keys, version: int) -> Referral:
    """Save on which ground it goes; an empty one is consent. Raises ActionRefused, EditConflict."""
    current = lock_draft(referral, version)
    before = read_draft(current, keys)
    return _save(current, before, replace(before, ground=ground, has_ground=True), keys)


def build_package(referral: Referral, keys: Keys, *, on: date) -> Package:
    """Return just what the recipient gets: the page, the file and the partner's own page show this."""
    draft, target = read_draft(referral, keys), keys.facts(referral, "target")
    return disclosure.build_package(
        referral.case,
        keys,
        target=referral.target_type,
        to=target["name"],
        names=draft.names,
        note=draft.note,
        on=on,
        ground=draft.ground,
        request=draft.request,
    )


@transaction.atomic
def preview_package(referral: Referral, keys: Keys, *, on: date, actor: User, at: datetime) -> Package:
    """Return the package for the eyes of a handler; where it says who somebody is, that is a line of history."""
    package = build_package(referral, keys, on=on)
    for whose in package.identities:
        data = {"whose": whose, "reason": str(RevealReason.REFERRAL)}
        record(actor, "casework.identity.revealed", referral.case, data, at=at)
    return package


def judge_draft(referral: Referral, keys: Keys) -> Judged:
    draft = read_draft(referral, keys)
    verdict, in_force = disclosure.judge(
        referral.case,
        keys,
        target=referral.target_type,
        names=draft.names,
        ground=draft.ground,
        file_reason=draft.file_reason,
    )
    return Judged(verdict, in_force, referral.approval, tuple(_changes_since_agreed(referral, draft, keys)))


def _changes_since_agreed(referral: Referral, draft: Draft, keys: Keys) -> list[str]:
    """What goes ahead to save a life is not held up by a change of the case."""
    if referral.approval is None or referral.approval.state != ApprovalState.APPROVED:
        return []
    return agreement.get_changes(
        draft.agreed_items, build_package(referral, keys, on=timezone.localdate(referral.made_at))
    )


@transaction.atomic
def ask_second_person(*, referral: Referral, actor: User, keys: Keys, at: datetime, is_alone: bool = False) -> Referral:
    """Ask somebody else to decide; or, with nobody else on shift, let a life go first. Raises ActionRefused."""
    current = lock_draft(referral)
    state = judge_draft(current, keys)
    if state.verdict.refused:
        raise ActionRefused(_("There is still something to complete. Go back to the previous step."))
    ask = approvals.go_ahead_alone if is_alone else approvals.request_approval
    if is_alone and not may_go_alone(ground=read_draft(current, keys).ground.ground, level=current.case.level):
        raise ActionRefused(_("Only danger to someone’s life or to a child can go ahead without a second person."))
    if state.is_approved:
        raise ActionRefused(_("A second person has already approved this. You can send it."))
    if current.approval is not None and not state.is_waiting:
        # The earlier answer was to something else, and its version must not fit any more.
        current.version += 1
    package = build_package(current, keys, on=timezone.localdate(current.made_at))
    noted = replace(read_draft(current, keys), agreed_items=agreement.snapshot(package))
    keys.seal(current, fields=noted.as_json())
    current.approval = ask(
        kind=ApprovalKind(state.verdict.approval),
        case=current.case,
        reason=_reason(current, keys),
        actor=actor,
        keys=keys,
        at=at,
        data=approval_data(current),
    )
    current.status = ReferralStatus.DRAFT if is_alone else ReferralStatus.APPROVAL_PENDING
    current.save(update_fields=["approval", "status", "fields", "version"])
    return current


def approval_data(referral: Referral) -> JsonObject:
    """Return what a yes is for: this version of this referral, and no other."""
    return {"referral": str(referral.pk), "version": referral.version}


def _reason(referral: Referral, keys: Keys) -> str:
    """All that the second person needs to know."""
    draft = read_draft(referral, keys)
    package = build_package(referral, keys, on=timezone.localdate(referral.made_at))
    lines = [
        _("Referral to %(name)s") % {"name": package.to},
        _("Shares: %(things)s") % {"things": ", ".join(item.label for item in package.items)},
    ]
    if draft.file_reason:
        lines += [_("Original file sent because: %(why)s") % {"why": draft.file_reason}]
    if draft.ground.ground:
        lines += [draft.ground.facts]
        lines += [] if draft.ground.is_told else [_("Not told because: %(why)s") % {"why": draft.ground.why_not_told}]
    return "\n".join(lines)


@transaction.atomic
def drop_draft(*, referral: Referral, actor: User, at: datetime) -> Referral:
    """Drop a draft that is not sent after all; that it was begun stays. Raises ActionRefused."""
    current = lock_draft(referral)
    change_status(current, ReferralStatus.REVOKED)
    current.fields = b""
    current.save()
    record_act(current.case, actor, "casework.referral.dropped", at, to=current.target_type)
    return current


def lock_draft(referral: Referral, version: int | None = None) -> Referral:
    """Lock it, where it is still a draft of an open case, and what a second person may just be deciding about it."""
    case = lock_open_case(referral.case)
    locked = lock_row(referral, version)
    if locked.approval is not None:
        lock_row(locked.approval)
    current = find_referral(case, referral.pk)
    if current is None or current.status not in OPEN_STATUSES:
        raise ActionRefused(_("This referral has been sent or deleted."))
    return current


def change_status(referral: Referral, status: ReferralStatus) -> None:
    """Move one step of the table. Raises ActionRefused."""
    if status not in REFERRAL_STEPS[ReferralStatus(referral.status)]:
        raise ActionRefused(
            _("A referral that is “%(before)s” cannot become “%(after)s”.")
            % {"before": referral.get_status_display(), "after": status.label}
        )
    referral.status = status


def _save(referral: Referral, before: Draft, draft: Draft, keys: Keys) -> Referral:
    """Where nothing differs, an agreement still holds. Where something does, the second person is asked again."""
    if draft == before:
        return referral
    agreement.withdraw_approval(referral.approval)
    keys.seal(referral, fields=replace(draft, agreed_items={}).as_json())
    referral.version += 1
    referral.approval, referral.status = None, ReferralStatus.DRAFT
    referral.save()
    return referral
