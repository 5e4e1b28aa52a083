"""What leaves a case: one function makes the package, for the preview, the file and the partner's page alike."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from compliance.casework.choices import ApprovalKind, ApprovalState
from compliance.casework.models import Approval, Case
from compliance.casework.selectors import tellers
from compliance.casework.services import case_files
from compliance.casework.services.case_keys import Keys, seal_columns
from compliance.referrals.choices import ConsentState
from compliance.referrals.models import Disclosure
from compliance.referrals.rules import disclosure as rules
from compliance.referrals.rules.disclosure import Awareness, Verdict, Wish
from compliance.referrals.rules.referrals import withhold
from compliance.referrals.selectors import sharing_words
from compliance.referrals.services import consent, disclosable_items, package_lines
from compliance.referrals.services.consent import InForce
from compliance.referrals.services.disclosable_items import Item
from compliance.referrals.services.package_lines import NO_REQUEST, Request
from compliance.referrals.services.privacy_text import build_privacy_text, get_teller_facts
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.core.types import JsonObject
from portal.history.services import record

SCHEMA = "referral/1"
# More than this many mail boxes refuse.
MAX_MAIL_BYTES = 20 * 1024 * 1024
REVIEW_WITHIN = timedelta(hours=24)
# What stays with a referral of an item that said who somebody is: that it went, not what it said.
REDACTED_TEXT = "[given, and not kept here]"


@dataclass(frozen=True)
class Ground:
    """Of an override; all empty where somebody agreed."""

    ground: str = ""
    facts: str = field(default="", repr=False)
    is_told: bool | None = None
    why_not_told: str = field(default="", repr=False)

    @property
    def awareness(self) -> Awareness:
        """Return whether the person knows that we share it."""
        return rules.get_awareness(is_told=self.is_told, why_not_told=self.why_not_told)


CONSENTED = Ground()


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
    """All that a recipient reads, and no more. files: what goes with it; items says so of each in words.

    about: label and value of when it came, why we may share it, and what we ask.
    """

    reference: str
    to: str
    made_on: date
    helpline: str
    phone: str
    privacy: str
    items: tuple[Item, ...]
    note: str = field(default="", repr=False)
    files: tuple[Enclosed, ...] = ()
    about: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> JsonObject:
        return {
            "schema": SCHEMA,
            "reference": self.reference,
            "to": self.to,
            "made_on": self.made_on.isoformat(),
            "helpline": self.helpline,
            "phone": self.phone,
            "privacy": self.privacy,
            "about": [list(pair) for pair in self.about],
            "items": [asdict(item) for item in self.items],
            "note": self.note,
            "files": [asdict(file) for file in self.files],
        }

    @property
    def size(self) -> int:
        """Return the bytes of all its files."""
        return sum(file.size for file in self.files)

    @property
    def is_large(self) -> bool:
        return self.size > MAX_MAIL_BYTES

    @property
    def digest(self) -> str:
        """Return a hash that is the same for two packages with the same words, whatever the day: midnight changes no
        case.
        """
        words = {name: value for name, value in self.as_json().items() if name != "made_on"}
        return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()

    @property
    def identities(self) -> list[str]:
        """Return whose identity it gives: person, reporter, or both."""
        return sorted({item.kind for item in self.items if item.kind in rules.IDENTITIES})

    @property
    def names_reporter(self) -> bool:
        return any(item.kind == rules.REPORTER for item in self.items)

    def kept_items(self) -> list[dict[str, str]]:
        """Return what the referral keeps of it: the words, but of people only that they were named."""
        return [
            asdict(item) | ({"text": REDACTED_TEXT} if item.kind in rules.IDENTITIES else {}) for item in self.items
        ]


def get_offered_items(case: Case, keys: Keys, target: str) -> list[Item]:
    """Return what may be ticked for this kind of recipient, with its words; only who may be named is offered."""
    return disclosable_items.get_items(case, keys, kinds=rules.get_kinds(target))


def build_package(
    case: Case, keys: Keys, *, target: str, to: str, names: Collection[str], note: str, on: date,
    ground: Ground = CONSENTED, request: Request = NO_REQUEST,
) -> Package:  # fmt: skip
    """Return the package of the things ticked that this kind of recipient may get. The caller has it judged."""
    chosen = tuple(item for item in get_offered_items(case, keys, target) if item.name in names)
    named = {item.name.partition(":")[2] for item in chosen if item.kind == rules.REPORTER}
    told_by = tellers.get_tellers(case, keys)
    unnamed = [teller for teller in told_by if teller.name not in named]
    known = [text for teller in unnamed for text in teller.details.values()]
    in_force = consent.get_consent_for(case, keys, rules.RECIPIENT_OF.get(target, ""))
    return Package(
        reference=case.reference,
        to=to,
        made_on=on,
        helpline=settings.PORTAL_NAME,
        phone=settings.HELPLINE_NUMBER,
        privacy=build_privacy_text(
            (get_teller_facts(teller, is_named=teller.name in named) for teller in told_by), target=target
        ),
        items=chosen,
        note=withhold(note, known),
        files=_enclosed(case, keys, chosen),
        about=package_lines.get_package_lines(
            case,
            target=target,
            ground=ground.ground,
            awareness=ground.awareness,
            consent=str(in_force.state),
            request=request,
            known=known,
        ),
    )


def _enclosed(case: Case, keys: Keys, chosen: Collection[Item]) -> tuple[Enclosed, ...]:
    """Of the things chosen, those that are files."""
    wanted = {item.name.partition(":")[2]: item for item in chosen if item.kind in rules.FILES}
    known = tellers.get_teller_details(case, keys) if wanted else []
    return tuple(
        Enclosed(str(file.uuid), file.neutral_name, withhold(file.what, known), file.size, file.sha256)
        for file in case_files.get_files(case, keys)
        if str(file.uuid) in wanted
    )


def build_wish(
    case: Case, keys: Keys, *, target: str, names: Collection[str], ground: Ground, in_force: InForce, file_reason: str
) -> Wish:
    """Return what is asked, in the shape that the rules judge."""
    ticked = {name.partition(":")[2] for name in names if name.startswith(f"{rules.REPORTER}:")}
    modes = [teller.mode for teller in tellers.get_tellers(case, keys) if teller.name in ticked]
    mode = next(
        (candidate for candidate in (rules.ANONYMOUS, *rules.PRIVATE_MODES) if candidate in modes), rules.SHARES
    )
    return Wish(
        target=target,
        identity_mode=mode,
        level=case.level,
        age=case.age_of_person,
        kinds={name.partition(":")[0] for name in names},
        consent=str(in_force.state),
        file_reason=file_reason,
        **asdict(ground),
    )


def require_messages_read(case: Case) -> None:
    """Raise ActionRefused while nobody at the desk has read something that a person of the case wrote to us.

    See docs/requirements/helpline.md#words-about-sharing.
    """
    if sharing_words.has_unread_message(case):
        raise ActionRefused(
            _("The person wrote to us, and no one has read it. Read it in “Conversation” before you send this.")
        )


def judge(
    case: Case, keys: Keys, *, target: str, names: Collection[str], ground: Ground, file_reason: str = ""
) -> tuple[Verdict, InForce]:
    in_force = consent.get_consent_for(case, keys, rules.RECIPIENT_OF.get(target, ""))
    wish = build_wish(case, keys, target=target, names=names, ground=ground, in_force=in_force, file_reason=file_reason)
    return rules.judge(wish), in_force


def act_alone(
    *, kind: ApprovalKind, case: Case, reason: str, actor: User, keys: Keys, at: datetime, data: Mapping[str, object]
) -> Approval:
    """Record what may not wait as done; somebody else looks at it within a day.

    See docs/requirements/helpline.md#small-teams.
    """
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
    seal_columns(keys.get_key(case), row, reason=reason)
    row.save(force_insert=True)
    record(actor, "casework.approval.went_ahead", case, {"kind": kind.value}, at=at)
    return row


def save_disclosure(
    *, case: Case, package: Package, target: str, verdict: Verdict, in_force: InForce, ground: Ground,
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
        consent=None if ground.ground else in_force.row,
        fields_sent=[item.name for item in package.items],
        shows_reporter=package.names_reporter,
        file_hash=file_hash,
        is_person_told=ground.is_told if ground.ground else True if in_force.state == ConsentState.GIVEN else None,
        by=actor,
        at=at,
    )
    words = {"to": package.to, "facts": ground.facts, "why_not_told": ground.why_not_told, "file_reason": file_reason}
    files = [{"name": file.name, "what": file.what, "sha256": file.sha256} for file in package.files]
    keys.seal(row, words=words | {"files": files})
    row.save(force_insert=True)
    data = {"to": target, "ground": ground.ground or "consent", "named": row.shows_reporter}
    record(actor, "casework.disclosure.made", case, data, at=at)
    return row
