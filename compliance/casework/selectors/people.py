"""Who told us and who is affected, with names masked: a page shows that there is one, and how to reach them safely."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from compliance.casework.models import Case, PersonGroup, Reporter
from compliance.casework.selectors.tellers import get_contacts
from compliance.casework.services import concern_import, contact_requests, merged_cases
from compliance.casework.services.calls import IDENTITY_FIELDS, SAFETY_FIELDS
from compliance.casework.services.case_keys import Keys
from compliance.casework.services.identity import CONCERN, REPORTER
from compliance.concerns.rules import journey
from compliance.concerns.rules.tellers import TellerRole
from portal.core.types import JsonObject
from portal.reference import helpline
from portal.vault.encryption import DecryptionError

UNSAFE_DEVICE = _(
    "Their device is not safe: someone else may read it. Before any contact, find out which device and time are safe."
)


@dataclass(frozen=True)
class Teller:
    """Somebody who told us. kind, uuid: where who they are is kept. safety: how to reach them, never the number.

    has_deleted: they have deleted what they said of themselves on the phone; services.identity_withdrawal knows it of
    concerns.
    """

    kind: str
    uuid: UUID
    type: str
    proximity: str
    identity_mode: str
    language: str
    safety: JsonObject
    has_identity: bool
    role: TellerRole
    has_deleted: bool = False
    is_device_unsafe: bool = False

    @property
    def methods(self) -> list[str]:
        """Return the ways that they chose; who asked for a call chose the phone."""
        chosen = list(self.safety.get("contact_method") or ())
        return ["phone", *chosen] if self.wants_call and "phone" not in chosen else chosen

    @property
    def wants_call(self) -> bool:
        return bool(self.safety.get("wants_call"))

    @property
    def rules(self) -> list[str]:
        return list(self.safety.get("contact_safety") or ())

    @property
    def may_phone(self) -> bool:
        return bool({"phone", "sms"} & set(self.methods))

    @property
    def warnings(self) -> list[str]:
        """Return what a handler must know before reaching out, as sentences."""
        unsafe = [str(UNSAFE_DEVICE)] if self.is_device_unsafe else []
        if not self.has_identity and not self.methods:
            return unsafe
        sentences = unsafe + ([] if self.may_phone else [str(helpline.get_label("contact_method", "none"))])
        sentences += [str(helpline.get_label("contact_safety", rule)) for rule in self.rules if rule != "safe_anytime"]
        return sentences


@dataclass(frozen=True)
class Affected:
    group: PersonGroup
    description: str
    identities: list[UUID]


def get_tellers(case: Case, keys: Keys) -> list[Teller]:
    """Return who told us: of concerns, as they say it now; of calls, as the handler wrote it down."""
    contacts = get_contacts(case)
    rows = [_of_concern(contact.concern, contact.teller_role, keys) for contact in contacts if contact.concern]
    reporters = Reporter.objects.select_related("identity", "concern", "contact__repeats").order_by("uuid")
    for row in merged_cases.read_rows(reporters, case):
        rows.append(
            Teller(
                kind=REPORTER,
                uuid=row.pk,
                type=row.type,
                proximity=row.proximity,
                identity_mode=row.identity_mode,
                language=row.language,
                safety={} if row.has_deleted else keys.facts(row, "safety"),
                has_identity=hasattr(row, "identity") and not row.has_deleted,
                role=row.teller_role,
                has_deleted=row.has_deleted,
            )
        )
    return [teller for teller in rows if teller is not None]


def get_tellers_to_call(case: Case, keys: Keys) -> list[Teller]:
    """Return those who asked to be called and of whom nobody has said what came of it."""
    waiting = contact_requests.get_waiting_concerns(case)
    return [teller for teller in get_tellers(case, keys) if teller.uuid in waiting] if waiting else []


def _of_concern(concern: Any, role: TellerRole, keys: Keys) -> Teller | None:
    try:
        answers = concern_import.read_answers(concern, keys)
    except DecryptionError:
        return None
    return Teller(
        kind=CONCERN,
        uuid=concern.pk,
        type=answers.get("reporter_type") or "",
        proximity=answers.get("reporter_proximity") or "",
        identity_mode=concern.identity_mode,
        language=concern.language,
        safety={name: answers[name] for name in (*SAFETY_FIELDS, "wants_call") if answers.get(name)},
        has_identity=any(answers.get(name) for name in IDENTITY_FIELDS),
        role=role,
        is_device_unsafe=journey.is_device_unsafe(answers),
    )


def get_affected_people(case: Case, keys: Keys) -> list[Affected]:
    groups = merged_cases.read_rows(PersonGroup.objects.prefetch_related("identities").order_by("uuid"), case)
    return [
        Affected(group, keys.read(group, "description"), [identity.pk for identity in group.identities.all()])
        for group in groups
    ]
