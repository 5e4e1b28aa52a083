"""Who told us of a case, as they say it at this moment: how private, how to reach them, and for whom they speak."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from compliance.casework.models import Case, Contact, Reporter
from compliance.casework.rules import disclosure as rules
from compliance.casework.rules.calling import PHONES
from compliance.casework.rules.privacy import CODE_WORD, TellerFacts, is_victim
from compliance.casework.rules.referrals import withhold
from compliance.casework.services import told, whole
from compliance.casework.services.calls import IDENTITY
from compliance.casework.services.keys import Keys
from portal.vault.encryption import CannotOpen

# What a teller says of reaching them safely.
SAFE = ("contact_method", "contact_safety", "safe_times", "code_word", "wants_call")


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
    is_victim: bool = False

    def facts(self, *, is_named: bool) -> TellerFacts:
        """Return what decides the privacy text. What would say who they are is taken out unless they are named."""
        known = () if is_named else tuple(self.details.values())
        word = str(self.safety.get("code_word") or "")
        return TellerFacts(
            is_victim=self.is_victim,
            identity_mode=self.mode,
            is_named=is_named,
            safety=tuple(self.safety.get("contact_safety") or ()) + ((CODE_WORD,) if word else ()),
            safe_times=withhold(str(self.safety.get("safe_times") or ""), known),
            code_word=word if withhold(word, known) == word else "",
        )

    @property
    def may_phone(self) -> bool:
        """Whether they said that they may be phoned, or asked for it."""
        return bool(PHONES & set(self.safety.get("contact_method") or ())) or bool(self.safety.get("wants_call"))


def tellers(case: Case, keys: Keys) -> list[Teller]:
    """Those of web forms first, each as they are now: a name that was taken back is not here."""
    found = []
    for contact in contacts_of(case):
        if contact.concern is not None:
            answers = said_in(contact, keys)
            is_self = is_victim(
                reporter_type=contact.reporter_type or str(answers.get("reporter_type") or ""), purpose=contact.purpose
            )
            mode = contact.concern.identity_mode
            found.append(_teller(f"concern:{contact.concern_id}", mode, answers, answers, is_victim=is_self))
    for row in whole.read(Reporter.objects.select_related("identity__data_key", "contact").order_by("uuid"), case):
        identity = getattr(row, "identity", None)
        details = keys.facts(identity, "details") if identity else {}
        is_self = is_victim(reporter_type=row.type, purpose=row.contact.purpose if row.contact else "")
        safety = keys.facts(row, "safety")
        found.append(_teller(f"reporter:{row.pk}", row.identity_mode, details, safety, row, is_victim=is_self))
    return found


def ticked(case: Case, keys: Keys) -> set[str]:
    """Recipients that the person agreed to in the form."""
    return {recipient for teller in tellers(case, keys) for recipient in teller.consents}


def known_of_tellers(case: Case, keys: Keys, *, is_of_person: bool = False) -> list[str]:
    """Return what says who told us, to be taken out of a text; of a merged case also who told the one it went into.

    is_of_person: the text says who somebody affected is. A victim who agreed that their name may be shared is named
    there, although they told us themselves.
    """
    found = tellers(case.goes_on_in, keys)
    if is_of_person:
        found = [one for one in found if not (one.is_victim and one.mode == rules.SHARES)]
    return [text for teller in found for text in teller.details.values()]


def contacts_of(case: Case) -> list[Contact]:
    found = Contact.objects.select_related("concern__data_key", "data_key").order_by("hour", "reference")
    return list(whole.of(found, case))


def said_in(contact: Contact, keys: Keys) -> dict[str, Any]:
    """Nothing where the key was erased, or where nothing but a note was written down."""
    try:
        if contact.concern is not None:
            return told.answers_of(contact.concern, keys)
        text = keys.read(contact, "words") if contact.data_key_id else ""
    except CannotOpen:
        return {}
    return json.loads(text) if text.startswith("{") else {}


def _teller(
    name: str, mode: str, details: Mapping, safety: Mapping, row: Reporter | None = None, *, is_victim: bool
) -> Teller:
    is_known = mode != rules.ANONYMOUS
    return Teller(
        name=name,
        mode=mode,
        details={key: str(details[key]) for key in IDENTITY if is_known and details.get(key)},
        safety={key: safety[key] for key in SAFE if safety.get(key)},
        consents=tuple(safety.get("consent") or ()),
        needs=tuple(safety.get("communication_need") or ()),
        language=(row.language if row else str(safety.get("language") or "")),
        is_victim=is_victim,
    )
