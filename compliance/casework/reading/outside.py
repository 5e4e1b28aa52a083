"""What of a case went to others, as its page shows it."""

from dataclasses import dataclass, field
from typing import Any

from compliance.casework.models import Case, Contact, Disclosure, InterpreterSession, NrmPack, Referral, ReferralAnswer
from compliance.casework.services import consent, interpreters, whole
from compliance.casework.services.consent import InForce
from compliance.casework.services.keys import Keys
from compliance.casework.services.nrm import packs
from compliance.casework.services.referrals import answering, drafting
from portal.reference import helpline
from portal.vault.encryption import CannotOpen


@dataclass(frozen=True)
class Named:
    """A row, and what is sealed of it that says to whom."""

    row: Any
    words: dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Outside:
    referrals: list[Named]
    consents: list[tuple[str, InForce]]
    disclosures: list[Named]
    packs: list[NrmPack]
    sessions: list[InterpreterSession]
    latest: Contact | None


@dataclass(frozen=True)
class Sent:
    """items: what they saw; of whoever told us only that they were named. later: calls about it."""

    target: dict[str, Any]
    items: list[dict[str, str]]
    note: str
    call: dict[str, Any]
    disclosure: Named | None
    answers: list[Named]


def of_case(case: Case, keys: Keys) -> Outside:
    return Outside(
        referrals=[_named(row, keys, "target") for row in drafting.of_case(case)],
        consents=[
            (str(helpline.label("consent_recipient", recipient)), found)
            for recipient, found in sorted(consent.in_force(case, keys).items())
        ],
        disclosures=[_named(row, keys, "words") for row in whole.read(Disclosure.objects.select_related("by"), case)],
        packs=packs.of_case(case),
        sessions=interpreters.of_case(case),
        latest=interpreters.latest_call(case),
    )


def sent(referral: Referral, keys: Keys) -> Sent:
    said = keys.facts(referral, "fields")
    shown: Disclosure | None = referral.disclosure
    if shown is not None:
        shown.case = referral.case
    return Sent(
        target=keys.facts(referral, "target"),
        items=list(said.get("sent") or ()),
        note=said.get("note") or "",
        call=keys.facts(referral, "call"),
        disclosure=_named(shown, keys, "words") if shown else None,
        answers=[Named(row, _words_of(row, keys)) for row in answering.answers(referral)],
    )


def _words_of(row: ReferralAnswer, keys: Keys) -> dict[str, Any]:
    """Return what they wrote; nothing where the key was erased."""
    try:
        return keys.facts(row, "words")
    except CannotOpen:
        return {}


def _named(row: Any, keys: Keys, column: str) -> Named:
    return Named(row, keys.facts(row, column))
