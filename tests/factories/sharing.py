"""A vault that has begun, people at an unlocked desk, and a case of a concern, for tests of what goes to others."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from compliance.casework.models import Case, InterpreterProvider, PersonGroup
from compliance.casework.services import claim, interpreters
from compliance.casework.services.case_keys import Keys, seal_columns
from compliance.concerns.services import submission
from compliance.referrals.models import Partner, PartnerMember
from compliance.referrals.services import dispatch, drafts
from compliance.referrals.services.disclosure import Ground
from compliance.referrals.services.nrm import packs
from portal.accounts.models import User
from portal.accounts.roles import StaffRole
from portal.vault import encryption
from portal.vault.kdf import PASSPHRASE_KDF
from portal.vault.services import handlers
from tests.factories.accounts import UserFactory
from tests.factories.casework import attach, keys_of, unlock
from tests.factories.vault import Vault, begin_vault, give_key

AGENCY_PASSPHRASE = "copper meadow window thimble"
NAME, PHONE, EMAIL = "Marigold Quillfeather", "07700 900471", "marigold.q@example.org"
# What of them a text gives away, however it is written. A shorter piece of the number may be in the id of a row.
MARKS = ("Marigold", "Quillfeather", "900471", "900 471", EMAIL)
SAID: dict[str, Any] = {
    "purpose": "report_concern",
    "danger_level": "not_immediate",
    "age_of_person": "adult",
    "identity_mode": "confidential",
    "account": f"Twelve people sleep in a shed behind the wash. My name is {NAME}, call me on +44 7700 900 471.",
    "premises_name": "Brightway Wash",
    "address": "4 Canal Row",
    "town": "Chesterfield",
    "vehicle": "White van AB12 CDE",
    "responsible": "A man called Gant",
    "responsible_business": "Brightway Wash",
    "affected_description": "Men from Vietnam",
    "language": "en",
    "ilo_indicator": ["document_retention", "withholding_wages"],
    "exploitation_type": ["labour"],
    "sector": [],
    "name": NAME,
    "phone": PHONE,
    "email": EMAIL,
    "contact_method": ["phone"],
    "contact_safety": ["no_voicemail"],
    "consent": ["police"],
}


@dataclass
class Desk:
    """lead and handler have the team's key; keys are in the handler's hands."""

    vault: Vault
    lead: User
    handler: User
    keys: Keys
    now: datetime

    def case(self, **said: Any) -> Case:
        """Of a concern that the handler has just taken."""
        made = submission.create_concern(
            SAID | said, channel="webform", submit_token=uuid4(), now=self.now - timedelta(minutes=5)
        )
        case = claim.claim_concern(concern=made.concern, actor=self.handler, keys=self.keys, at=self.now)
        return Case.objects.select_related("data_key", "owner").get(pk=case.pk)

    def keys_of(self, user: User) -> Keys:
        return keys_of(user)

    def client(self, user: User | None = None) -> Client:
        """Signed in and unlocked."""
        return unlock(Client(), user or self.handler)


def desk() -> Desk:
    vault = begin_vault()
    handler = UserFactory(first_name="Hana", role=StaffRole.HANDLER)
    give_key(handler)
    return Desk(vault, vault.lead, handler, keys_of(handler), timezone.now())


def people(case: Case, keys: Keys, **facts: Any) -> PersonGroup:
    row = PersonGroup(case=case, **({"count_mode": "exact", "count_min": 1, "gender": "exclusively_male"} | facts))
    seal_columns(keys.get_key(case), row, description="A man of about thirty")
    row.save(force_insert=True)
    return row


def agency(name: str = "Rowan House", *, user: User | None = None, **facts: Any) -> tuple[Partner, User]:
    """A partner with a key under AGENCY_PASSPHRASE, and somebody who works there."""
    given: dict[str, Any] = {"target_type": "victim_support_provider", "email_domains": ["rowan.example"]}
    partner = Partner(name=name, added_at=timezone.now(), **(given | facts))
    private, public = encryption.new_key_pair()
    salt = bytes(16)
    stretched = PASSPHRASE_KDF.derive(handlers.normalise_passphrase(AGENCY_PASSPHRASE), salt, encryption.KEY_BYTES)
    partner.public_key, partner.private_key, partner.key_salt = public, encryption.lock_key(private, stretched), salt
    partner.save(force_insert=True)
    user = user or UserFactory(first_name="Pat", role=StaffRole.PARTNER)
    PartnerMember.objects.create(partner=partner, user=user, added_at=timezone.now())
    return partner, user


def world_rows(case: Case, call: Any, staff: dict[str, User]) -> dict[str, Any]:
    """For tests of access: a draft, a referral that went to the partner of the world, a pack, an interpreter.

    case: of the handler, with a child. call: a contact without a case.
    """
    handler, now = staff[StaffRole.HANDLER], timezone.now()
    who: dict[str, Any] = {"actor": handler, "keys": keys_of(handler), "at": now}
    partner, _user = agency(user=staff[StaffRole.PARTNER])
    target = {"target_type": "ictg", "name": partner.name, "partner": str(partner.pk)}
    draft = drafts.start_draft(case=case, kind="referral", target=target, **who)
    row = drafts.start_draft(case=case, kind="referral", target=target, **who)
    file = attach(case, handler)
    row = drafts.choose_items(
        referral=row, names=["urgency", f"file:{file.pk}"], note="", keys=who["keys"], version=row.version
    )
    ground = Ground(ground="child_at_risk", facts="A child works there", is_told=True)
    row = drafts.save_ground(referral=row, ground=ground, keys=who["keys"], version=row.version)
    digest = drafts.build_package(row, who["keys"], on=dispatch.get_local_date(now)).digest
    sent = dispatch.send_referral(
        referral=row, route="partner_account", digest=digest, call={}, call_back_due=None, **who
    )  # fmt: skip
    pack = packs.start_pack(
        case=case,
        group=case.persongroups.get(),
        age="not_sure",
        consents="",
        helps_authorities=False,
        facts={},
        words="",
        **who,
    )
    facts = {
        "name": "Lingualink",
        "dial_in": "0300 000 0001",
        "languages": ["vi"],
        "genders": [],
        "hours": "",
        "position": 1,
    }
    provider = interpreters.save_provider(provider=InterpreterProvider(**facts), pin="4711", actor=handler, at=now)
    session = interpreters.request_interpreter(
        call=call.pk, language="vi", mode="three_way_call", gender="female", provider=provider, actor=handler, at=now
    )
    return {
        "draft_referral": draft,
        "sent_referral": sent,
        "sent_file": file,
        "pack": pack,
        "agency": partner,
        "provider": provider,
        "session": session,
    }
