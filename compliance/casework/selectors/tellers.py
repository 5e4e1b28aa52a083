"""Who told us of a case, as they say it at this moment: how private, how to reach them, and for whom they speak."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from compliance.casework.choices import IdentityMode
from compliance.casework.models import (
    Case,
    Contact,
    PersonIdentity,
    Reporter,
)
from compliance.casework.rules.safe_to_call import PHONE_METHODS
from compliance.casework.services import concern_import, merged_cases
from compliance.casework.services.calls import IDENTITY_FIELDS
from compliance.casework.services.case_keys import Keys
from compliance.concerns.rules.tellers import TellerRole
from portal.core.types import JsonObject
from portal.vault.encryption import DecryptionError

# What a teller says of reaching them safely.
SAFETY_FIELDS = ("contact_method", "contact_safety", "safe_times", "code_word", "wants_call")


@dataclass(frozen=True)
class Teller:
    """Somebody who told us. details: name and how they are reached, empty of an anonymous one; safety: how, safely."""

    name: str
    mode: str
    details: Mapping[str, str] = field(repr=False)
    safety: Mapping[str, Any] = field(repr=False)
    consents: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    language: str = ""
    role: TellerRole = TellerRole.NOT_KNOWN

    @property
    def is_victim(self) -> bool:
        """Return whether the person affected told us themselves, as far as anybody said."""
        return self.role is TellerRole.SELF

    @property
    def may_phone(self) -> bool:
        """Return whether they said that they may be phoned, or asked for it."""
        return bool(PHONE_METHODS & set(self.safety.get("contact_method") or ())) or bool(self.safety.get("wants_call"))


def get_tellers(case: Case, keys: Keys) -> list[Teller]:
    """Return those of web forms first, each as they are now: a name that was taken back is not here."""
    tellers, by_contact = [], {}
    for contact in get_contacts(case):
        if contact.concern is not None:
            answers = read_answers(contact, keys)
            mode = contact.concern.identity_mode
            teller = _teller(f"concern:{contact.concern_id}", mode, answers, answers, role=contact.teller_role)
            by_contact[contact.pk] = teller
            tellers.append(teller)
    callers = {}
    for row in merged_cases.read_rows(
        Reporter.objects.select_related("identity__data_key", "contact__repeats").order_by("uuid"), case
    ):
        identity = getattr(row, "identity", None)
        details = keys.facts(identity, "details") if identity else {}
        safety = keys.facts(row, "safety")
        callers[row] = _teller(f"reporter:{row.pk}", row.identity_mode, details, safety, row, role=row.teller_role)
        if row.contact_id:
            by_contact[row.contact_id] = callers[row]
    return [*tellers, *(_continue_earlier(row.contact, teller, by_contact) for row, teller in callers.items())]


def _continue_earlier(contact: Contact | None, teller: Teller, by_contact: Mapping[UUID, Teller]) -> Teller:
    """Who calls again and says nothing of their privacy or safety keeps what they said before.

    A name that they leave now is under no earlier promise: nobody asked.
    """
    earlier = contact.repeats if contact is not None and contact.is_same_teller_again else None
    if earlier is None or earlier.pk not in by_contact:
        return teller
    before = _continue_earlier(earlier, by_contact[earlier.pk], by_contact)
    keeps_mode = teller.mode == IdentityMode.NOT_ASKED and not teller.details
    return replace(teller, mode=before.mode if keeps_mode else teller.mode, safety={**before.safety, **teller.safety})


def get_agreed_recipients(case: Case, keys: Keys) -> set[str]:
    """Return the recipients that the person agreed to in the form."""
    return {recipient for teller in get_tellers(case, keys) for recipient in teller.consents}


def get_teller_details(case: Case, keys: Keys, *, is_of_person: bool = False) -> list[str]:
    """Return what says who told us, to be taken out of a text; of a merged case also who told the one it went into.

    is_of_person: the text says who somebody affected is. A victim who agreed that their name may be shared is named
    there, although they told us themselves.
    """
    tellers = get_tellers(case.goes_on_in, keys)
    if is_of_person:
        tellers = [teller for teller in tellers if not (teller.is_victim and teller.mode == IdentityMode.NAMED_SHARE)]
    return [text for teller in tellers for text in teller.details.values()]


def get_account(case: Case, keys: Keys) -> str:
    """Return all that was told, for a handler's eyes."""
    texts = (str(read_answers(contact, keys).get("account") or "") for contact in get_contacts(case))
    return "\n\n".join(filter(None, texts))


def get_contacts(case: Case) -> list[Contact]:
    contacts = Contact.objects.select_related("concern__data_key", "data_key", "repeats").order_by("hour", "reference")
    return list(merged_cases.rows_of_case(contacts, case))


def read_answers(contact: Contact, keys: Keys) -> JsonObject:
    """Return the answers of a contact; nothing where the key was erased, or nothing but a note was written down."""
    try:
        if contact.concern is not None:
            return concern_import.read_answers(contact.concern, keys)
        text = keys.read(contact, "words") if contact.data_key_id else ""
    except DecryptionError:
        return {}
    return json.loads(text) if text.startswith("{") else {}


def _teller(
    name: str, mode: str, details: Mapping, safety: Mapping, row: Reporter | None = None, *, role: TellerRole
) -> Teller:
    is_known = mode != IdentityMode.ANONYMOUS
    return Teller(
        name=name,
        mode=mode,
        details={key: str(details[key]) for key in IDENTITY_FIELDS if is_known and details.get(key)},
        safety={key: safety[key] for key in SAFETY_FIELDS if safety.get(key)},
        consents=tuple(safety.get("consent") or ()),
        needs=tuple(safety.get("communication_need") or ()),
        language=(row.language if row else str(safety.get("language") or "")),
        role=role,
    )


def get_person_identities(case: Case) -> QuerySet[PersonIdentity]:
    """Return who people affected are, where we know it."""
    identities = PersonIdentity.objects.filter(group__case__in=[part.pk for part in case.parts])
    return identities.select_related("data_key").order_by("uuid")
