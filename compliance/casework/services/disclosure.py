"""What leaves a case: one function makes the package, for the preview, the file and the partner's page alike."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from compliance.casework.choices import ApprovalKind, ApprovalState
from compliance.casework.models import Approval, Case, Disclosure
from compliance.casework.rules import disclosure as rules
from compliance.casework.rules.disclosure import Verdict, Wish
from compliance.casework.rules.referrals import withhold
from compliance.casework.services import case_files, consent, telling
from compliance.casework.services.consent import InForce
from compliance.casework.services.keys import Keys, put
from compliance.casework.services.telling import Item
from portal.accounts.models import User
from portal.history.services import record

SCHEMA = "referral/1"
# More than this many mail boxes refuse.
MAIL_BYTES = 20 * 1024 * 1024
REVIEW_WITHIN = timedelta(hours=24)
# What stays with a referral of an item that said who somebody is: that it went, not what it said.
NOT_KEPT = "[given, and not kept here]"


@dataclass(frozen=True)
class Ground:
    """Of an override; all empty where somebody agreed."""

    ground: str = ""
    facts: str = field(default="", repr=False)
    is_told: bool | None = None
    why_not_told: str = field(default="", repr=False)


@dataclass(frozen=True)
class Enclosed:
    """A file that goes along. name: what it is called outside. size: bytes. sha256: of what they get."""

    uuid: str
    name: str
    what: str = field(repr=False)
    size: int
    sha256: str


@dataclass(frozen=True)
class Package:
    """All that a recipient reads, and no more. files: what goes with it; items says so of each in words."""

    reference: str
    to: str
    made_on: date
    helpline: str
    phone: str
    privacy: str
    items: tuple[Item, ...]
    note: str = field(default="", repr=False)
    files: tuple[Enclosed, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "reference": self.reference,
            "to": self.to,
            "made_on": self.made_on.isoformat(),
            "helpline": self.helpline,
            "phone": self.phone,
            "privacy": self.privacy,
            "items": [asdict(item) for item in self.items],
            "note": self.note,
            "files": [asdict(file) for file in self.files],
        }

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files)

    @property
    def is_large(self) -> bool:
        return self.size > MAIL_BYTES

    @property
    def digest(self) -> str:
        """Tells whether two packages are word for word the same, whatever the day: midnight changes no case."""
        words = {name: value for name, value in self.as_json().items() if name != "made_on"}
        return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()

    @property
    def identities(self) -> list[str]:
        """Whose: person, reporter, or both."""
        return sorted({item.kind for item in self.items if item.kind in rules.IDENTITIES})

    @property
    def names_reporter(self) -> bool:
        return any(item.kind == rules.REPORTER for item in self.items)

    def kept_items(self) -> list[dict[str, str]]:
        """What the referral keeps of it: the words, but of people only that they were named."""
        return [asdict(item) | ({"text": NOT_KEPT} if item.kind in rules.IDENTITIES else {}) for item in self.items]


def offered(case: Case, keys: Keys, target: str) -> list[Item]:
    """What may be ticked for this kind of recipient, with its words; only those who may be named are offered."""
    return telling.items(case, keys, kinds=rules.kinds_for(target))


def package(case: Case, keys: Keys, *, target: str, to: str, names: Collection[str], note: str, on: date) -> Package:
    """Of the things ticked, those that this kind of recipient may get. It is for the caller to have it judged."""
    chosen = tuple(item for item in offered(case, keys, target) if item.name in names)
    named = {item.name.partition(":")[2] for item in chosen if item.kind == rules.REPORTER}
    unnamed = [teller for teller in telling.tellers(case, keys) if teller.name not in named]
    return Package(
        reference=case.reference,
        to=to,
        made_on=on,
        helpline=settings.PORTAL_NAME,
        phone=settings.HELPLINE_NUMBER,
        privacy=_privacy(is_named=bool(named)),
        items=chosen,
        note=withhold(note, [text for teller in unnamed for text in teller.details.values()]),
        files=_enclosed(case, keys, chosen),
    )


def _enclosed(case: Case, keys: Keys, chosen: Collection[Item]) -> tuple[Enclosed, ...]:
    """Of the things chosen, those that are files."""
    wanted = {item.name.partition(":")[2]: item for item in chosen if item.kind in rules.FILES}
    known = telling.known_of_tellers(case, keys) if wanted else []
    return tuple(
        Enclosed(str(file.uuid), file.neutral_name, withhold(file.what, known), file.size, file.sha256)
        for file in case_files.of_case(case, keys)
        if str(file.uuid) in wanted
    )


def _privacy(*, is_named: bool) -> str:
    if is_named:
        return _("Do not pass on who told us without asking us first.")
    return _(
        "Who told us is known to nobody outside the helpline. Do not try to find out, and do not ask the people named."
    )


def wish(
    case: Case, keys: Keys, *, target: str, names: Collection[str], ground: Ground, found: InForce, file_reason: str
) -> Wish:
    """What is asked, in the shape that the rules judge."""
    ticked = {name.partition(":")[2] for name in names if name.startswith(f"{rules.REPORTER}:")}
    modes = [teller.mode for teller in telling.tellers(case, keys) if teller.name in ticked]
    mode = next((one for one in (rules.ANONYMOUS, rules.CONFIDENTIAL) if one in modes), rules.SHARES)
    return Wish(
        target=target,
        identity_mode=mode,
        level=case.level,
        age=case.age_of_person,
        kinds={name.partition(":")[0] for name in names},
        consent=str(found.state),
        file_reason=file_reason,
        **asdict(ground),
    )


def judge(
    case: Case, keys: Keys, *, target: str, names: Collection[str], ground: Ground, file_reason: str = ""
) -> tuple[Verdict, InForce]:
    found = consent.for_recipient(case, keys, rules.RECIPIENT_OF.get(target, ""))
    asked = wish(case, keys, target=target, names=names, ground=ground, found=found, file_reason=file_reason)
    return rules.judge(asked), found


def act_alone(
    *, kind: ApprovalKind, case: Case, reason: str, actor: User, keys: Keys, at: datetime, data: Mapping[str, Any]
) -> Approval:
    """For what may not wait: done now, and somebody else looks at it within a day (decision 25)."""
    row = Approval(
        case=case,
        kind=kind,
        data=dict(data),
        asked_by=actor,
        asked_at=at,
        state=ApprovalState.WENT_AHEAD,
        review_due_at=at + REVIEW_WITHIN,
        used_at=at,
    )
    put(keys.of(case), row, reason=reason)
    row.save(force_insert=True)
    record(actor, "casework.approval.went_ahead", case, {"kind": kind.value}, at=at)
    return row


def keep(
    *, case: Case, made: Package, target: str, verdict: Verdict, found: InForce, ground: Ground,
    approval: Approval | None, file_hash: str, actor: User, keys: Keys, at: datetime, file_reason: str = "",
) -> Disclosure:  # fmt: skip
    """Write down what was shown to whom, and why that was right. In the caller's transaction."""
    row = Disclosure(
        case=case,
        recipient_type=target,
        basis=verdict.basis,
        condition=verdict.condition,
        override_ground=ground.ground,
        approval=approval,
        consent=None if ground.ground else found.row,
        fields_sent=[item.name for item in made.items],
        shows_reporter=made.names_reporter,
        file_hash=file_hash,
        is_person_told=ground.is_told if ground.ground else True,
        by=actor,
        at=at,
    )
    words = {"to": made.to, "facts": ground.facts, "why_not_told": ground.why_not_told, "file_reason": file_reason}
    files = [{"name": file.name, "what": file.what, "sha256": file.sha256} for file in made.files]
    keys.seal(row, words=words | {"files": files})
    row.save(force_insert=True)
    data = {"to": target, "ground": ground.ground or "consent", "named": row.shows_reporter}
    record(actor, "casework.disclosure.made", case, data, at=at)
    return row
