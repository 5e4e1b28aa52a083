"""The demo's outside world: interpreters, an agency with an account, a referral to the police, a pack begun."""

from datetime import datetime, timedelta
from typing import Any

from nacl.utils import random

from compliance.casework.choices_sharing import Route
from compliance.casework.models import Case, InterpreterProvider, Partner, PartnerMember
from compliance.casework.services import disclosure, interpreters
from compliance.casework.services.keys import Keys
from compliance.casework.services.nrm import packs
from compliance.casework.services.referrals import drafting, finding, sending
from portal.accounts.models import User
from portal.accounts.roles import StaffRole
from portal.core.demo_accounts import DEMO_PASSPHRASE
from portal.vault import encryption
from portal.vault.kdf import PASSPHRASES, SALT_BYTES
from portal.vault.services import handlers

PROVIDERS: tuple[dict[str, Any], ...] = (
    {"name": "Clearvoice", "dial_in": "0300 000 0011", "languages": ["vi", "ro", "pl", "sq", "ar"],
     "genders": ["female", "male"], "hours": "Day and night", "position": 1},
    {"name": "Bridge Interpreting", "dial_in": "0300 000 0022", "languages": ["vi", "ti", "am", "ur"], "genders": [],
     "hours": "Mondays to Fridays, 8am to 8pm", "position": 2},
)  # fmt: skip


def seed(*, case: Case, handler: User, keys: Keys, at: datetime) -> None:
    """case: taken by the handler, with a place and with consent for the police."""
    for facts in PROVIDERS:
        interpreters.keep_provider(row=InterpreterProvider(), facts=facts, pin="2468", actor=handler, at=at)
    _agency(at)
    who: dict[str, Any] = {"actor": handler, "keys": keys}
    _refer(case, keys, at + timedelta(minutes=12), who)
    for group in packs.groups(case)[:1]:
        packs.begin(
            case=case,
            group=group,
            age="adult",
            consents="refused",
            helps_authorities=False,
            facts={"how_given": "call", "language": "ro", "with_interpreter": True, "on": at.date()},
            words="",
            at=at + timedelta(minutes=30),
            **who,
        )


def _refer(case: Case, keys: Keys, at: datetime, who: dict[str, Any]) -> None:
    police = next((one for one in finding.targets(case, keys).local if one.target_type == "police"), None)
    if police is None:
        return
    row = drafting.begin(case=case, kind="referral", target=police.as_json(), at=at, **who)
    names = [one.name for one in disclosure.offered(case, keys, "police") if one.kind != "reporter"]
    row = drafting.choose(referral=row, names=names, note="Please look before dawn.", keys=keys, version=row.version)
    row = drafting.take_ground(referral=row, ground=disclosure.Ground(), keys=keys, version=row.version)
    sending.send(
        referral=row,
        route=Route.PHONE,
        digest=drafting.package(row, keys, on=sending.today(at)).digest,
        call={"who": "Sergeant Adeyemi, control room", "reference": "INC-20471", "call_back": "101"},
        call_back_due=None,
        at=at,
        **who,
    )


def _agency(at: datetime) -> None:
    """Its key opens with the demo's passphrase, and the demo's partner account belongs to it."""
    private, public = encryption.new_pair()
    salt = random(SALT_BYTES)
    stretched = PASSPHRASES.stretch(handlers.plain(DEMO_PASSPHRASE), salt, encryption.KEY_BYTES)
    partner = Partner.objects.create(
        name="Rowan House",
        target_type="victim_support_provider",
        email_domains=["rowan.example"],
        public_key=public,
        private_key=encryption.lock(private, stretched),
        key_salt=salt,
        added_at=at,
    )
    for user in User.objects.filter(groups__name=StaffRole.PARTNER)[:1]:
        PartnerMember.objects.create(partner=partner, user=user, added_at=at)
