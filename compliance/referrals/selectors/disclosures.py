"""What of a case went to others, as its page shows it."""

from dataclasses import dataclass, field
from typing import Any

from compliance.casework.models import Approval, Case, Contact, InterpreterSession
from compliance.casework.selectors.tasks import WithWords
from compliance.casework.services import interpreters, merged_cases
from compliance.casework.services.case_keys import Keys
from compliance.referrals.models import Disclosure, NrmPack, Referral, ReferralAnswer
from compliance.referrals.services import consent, drafts, responses
from compliance.referrals.services.consent import InForce
from compliance.referrals.services.nrm import packs
from portal.core.types import JsonObject
from portal.reference import helpline
from portal.vault.encryption import DecryptionError


@dataclass(frozen=True)
class NamedRow:
    """A row, and what is sealed of it that says to whom."""

    row: Any
    words: JsonObject = field(repr=False)


@dataclass(frozen=True)
class CaseDisclosures:
    referrals: list[NamedRow]
    consents: list[tuple[str, InForce]]
    unasked: list[str]
    disclosures: list[NamedRow]
    packs: list[NrmPack]
    sessions: list[InterpreterSession]
    latest: Contact | None


@dataclass(frozen=True)
class SentReferral:
    """items: what they saw; of whoever told us only that they were named. later: calls about it."""

    target: JsonObject
    items: list[dict[str, str]]
    note: str
    call: JsonObject
    disclosure: NamedRow | None
    answers: list[NamedRow]


def get_disclosures(case: Case, keys: Keys) -> CaseDisclosures:
    answers = consent.get_consents_in_force(case, keys)
    return CaseDisclosures(
        referrals=[_named(row, keys, "target") for row in drafts.get_referrals(case)],
        consents=[
            (str(helpline.get_label("consent_recipient", recipient)), in_force)
            for recipient, in_force in sorted(answers.items())
        ],
        unasked=[str(label) for code, label in helpline.get_labels("consent_recipient").items() if code not in answers],
        disclosures=[
            _named(row, keys, "words")
            for row in merged_cases.read_rows(Disclosure.objects.select_related("by", "consent"), case)
        ],
        packs=packs.get_packs(case),
        sessions=interpreters.get_sessions_of_case(case),
        latest=interpreters.get_latest_call(case),
    )


def get_sent_referral(referral: Referral, keys: Keys) -> SentReferral:
    facts = keys.facts(referral, "fields")
    shown: Disclosure | None = referral.disclosure
    if shown is not None:
        shown.case = referral.case
    return SentReferral(
        target=keys.facts(referral, "target"),
        items=list(facts.get("sent") or ()),
        note=facts.get("note") or "",
        call=keys.facts(referral, "call"),
        disclosure=_named(shown, keys, "words") if shown else None,
        answers=[NamedRow(row, _words_of(row, keys)) for row in responses.get_responses(referral)],
    )


def _words_of(row: ReferralAnswer, keys: Keys) -> JsonObject:
    """Return what they wrote; nothing where the key was erased."""
    try:
        return keys.facts(row, "words")
    except DecryptionError:
        return {}


def _named(row: Any, keys: Keys, column: str) -> NamedRow:
    return NamedRow(row, keys.facts(row, column))


def disclosures_approved_by(approval: Approval, keys: Keys) -> list[WithWords]:
    """Return what was shown to whom because of it, with the recipient and the facts relied on."""
    rows = Disclosure.objects.filter(approval=approval).select_related("case__data_key")
    return [WithWords(row, keys.facts(row, "words")) for row in rows]
