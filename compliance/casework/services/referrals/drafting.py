"""A referral while it is made: to whom, which things, on which ground. Each step is saved, and can be taken back."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework.choices import ApprovalKind, ApprovalState, RevealReason
from compliance.casework.choices_sharing import REFERRAL_STEPS, ReferralStatus
from compliance.casework.models import Approval, Case, Referral
from compliance.casework.rules.disclosure import Verdict, may_go_alone
from compliance.casework.services import approvals, disclosure, whole
from compliance.casework.services.consent import InForce
from compliance.casework.services.disclosure import Ground, Package
from compliance.casework.services.keys import Keys
from compliance.casework.services.referrals import agreement
from compliance.casework.services.steps import Refusal, acted, locked, open_case
from portal.accounts.models import User
from portal.history.services import record

OPEN = frozenset({ReferralStatus.DRAFT, ReferralStatus.APPROVAL_PENDING})


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

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Judged:
    """What the rules say of a draft, and how far the second person is.

    changes: what differs in the case from what a second person agreed to, as sentences; they are asked again then.
    """

    verdict: Verdict
    found: InForce
    approval: Approval | None
    changes: tuple[str, ...] = ()

    @property
    def is_clear(self) -> bool:
        """Whether it may leave now."""
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


def find(case: Case, uuid: UUID) -> Referral | None:
    rows = Referral.objects.select_related("partner", "disclosure", "approval", "made_by")
    return whole.find(rows, case, uuid)


def of_case(case: Case) -> list[Referral]:
    return whole.read(Referral.objects.select_related("partner", "made_by", "approval"), case)


@transaction.atomic
def begin(*, case: Case, kind: str, target: dict[str, Any], actor: User, keys: Keys, at: datetime) -> Referral:
    """target: as of finding.Target.as_json, or typed. Raises Refusal where the case is closed."""
    current = open_case(case)
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
    acted(current, actor, "casework.referral.begun", at, to=row.target_type)
    return row


def read(referral: Referral, keys: Keys) -> Draft:
    said = keys.facts(referral, "fields")
    return Draft(
        names=tuple(said.get("names") or ()),
        note=said.get("note") or "",
        ground=Ground(**(said.get("ground") or {})),
        has_ground=bool(said.get("has_ground")),
        file_reason=said.get("file_reason") or "",
        agreed_items={name: tuple(item) for name, item in (said.get("agreed_items") or {}).items()},
    )


@transaction.atomic
def choose(
    *, referral: Referral, names: Collection[str], note: str, keys: Keys, version: int, file_reason: str = ""
) -> Referral:
    """Which things go. file_reason: why a file goes as it came. Raises Refusal, Conflict."""
    current = opened(referral, version)
    before = read(current, keys)
    same = set(names) == set(before.names)
    chosen = replace(before, names=before.names if same else tuple(names), note=note, file_reason=file_reason)
    return _save(current, before, chosen, keys)


@transaction.atomic
def take_ground(*, referral: Referral, ground: Ground, keys: Keys, version: int) -> Referral:
    """On which ground; an empty one is consent. Raises Refusal, Conflict."""
    current = opened(referral, version)
    before = read(current, keys)
    return _save(current, before, replace(before, ground=ground, has_ground=True), keys)


def package(referral: Referral, keys: Keys, *, on: date) -> Package:
    """Just what the recipient gets: the page, the file and the partner's own page show this."""
    draft, target = read(referral, keys), keys.facts(referral, "target")
    return disclosure.package(
        referral.case,
        keys,
        target=referral.target_type,
        to=target["name"],
        names=draft.names,
        note=draft.note,
        on=on,
    )


@transaction.atomic
def preview(referral: Referral, keys: Keys, *, on: date, actor: User, at: datetime) -> Package:
    """The same for the eyes of a handler; where it says who somebody is, that is a line of history."""
    made = package(referral, keys, on=on)
    for whose in made.identities:
        data = {"whose": whose, "reason": str(RevealReason.REFERRAL)}
        record(actor, "casework.identity.revealed", referral.case, data, at=at)
    return made


def judged(referral: Referral, keys: Keys) -> Judged:
    draft = read(referral, keys)
    verdict, found = disclosure.judge(
        referral.case,
        keys,
        target=referral.target_type,
        names=draft.names,
        ground=draft.ground,
        file_reason=draft.file_reason,
    )
    return Judged(verdict, found, referral.approval, tuple(_changes_since_agreed(referral, draft, keys)))


def _changes_since_agreed(referral: Referral, draft: Draft, keys: Keys) -> list[str]:
    """What goes ahead to save a life is not held up by a change of the case."""
    if referral.approval is None or referral.approval.state != ApprovalState.APPROVED:
        return []
    return agreement.changes(draft.agreed_items, package(referral, keys, on=referral.made_at.date()))


@transaction.atomic
def ask_second_person(*, referral: Referral, actor: User, keys: Keys, at: datetime, is_alone: bool = False) -> Referral:
    """Somebody else decides; or, with nobody else on shift, a life goes first. Raises Refusal."""
    current = opened(referral)
    state = judged(current, keys)
    if state.verdict.refused:
        raise Refusal(_("Something is missing still. Go back to the step before."))
    ask = approvals.go_ahead if is_alone else approvals.ask
    if is_alone and not may_go_alone(ground=read(current, keys).ground.ground, level=current.case.level):
        raise Refusal(_("Only danger to a life or to a child goes ahead without a second person."))
    if state.is_approved:
        raise Refusal(_("A second person has agreed already. You can send it."))
    if current.approval is not None and not state.is_waiting:
        # The earlier answer was to something else, and its version must not fit any more.
        current.version += 1
    made = package(current, keys, on=current.made_at.date())
    noted = replace(read(current, keys), agreed_items=agreement.snapshot(made))
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


def approval_data(referral: Referral) -> dict[str, Any]:
    """A yes is for this version of this referral, and no other."""
    return {"referral": str(referral.pk), "version": referral.version}


def _reason(referral: Referral, keys: Keys) -> str:
    """All that the second person needs to know."""
    draft = read(referral, keys)
    made = package(referral, keys, on=referral.made_at.date())
    lines = [
        _("Referral to %(name)s") % {"name": made.to},
        _("Shares: %(things)s") % {"things": ", ".join(item.label for item in made.items)},
    ]
    if draft.file_reason:
        lines += [_("A file goes as it came: %(why)s") % {"why": draft.file_reason}]
    if draft.ground.ground:
        lines += [draft.ground.facts]
        lines += [] if draft.ground.is_told else [_("Not told: %(why)s") % {"why": draft.ground.why_not_told}]
    return "\n".join(lines)


@transaction.atomic
def drop(*, referral: Referral, actor: User, at: datetime) -> Referral:
    """A draft that is not sent after all; that it was begun stays. Raises Refusal."""
    current = opened(referral)
    step(current, ReferralStatus.REVOKED)
    current.fields = b""
    current.save()
    acted(current.case, actor, "casework.referral.dropped", at, to=current.target_type)
    return current


def opened(referral: Referral, version: int | None = None) -> Referral:
    """Locked, and still a draft of an open case."""
    case = open_case(referral.case)
    locked(referral, version)
    current = find(case, referral.pk)
    if current is None or current.status not in OPEN:
        raise Refusal(_("This referral has been sent, or was dropped."))
    return current


def step(referral: Referral, status: ReferralStatus) -> None:
    """Move one step of the table. Raises Refusal."""
    if status not in REFERRAL_STEPS[ReferralStatus(referral.status)]:
        raise Refusal(
            _("A referral that is “%(before)s” cannot become “%(after)s”.")
            % {"before": referral.get_status_display(), "after": status.label}
        )
    referral.status = status


def _save(referral: Referral, before: Draft, draft: Draft, keys: Keys) -> Referral:
    """Where nothing differs, an agreement still holds. Where something does, the second person is asked again."""
    if draft == before:
        return referral
    agreement.withdraw(referral.approval)
    keys.seal(referral, fields=replace(draft, agreed_items={}).as_json())
    referral.version += 1
    referral.approval, referral.status = None, ReferralStatus.DRAFT
    referral.save()
    return referral
