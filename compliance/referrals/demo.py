"""The demo's outside world: an agency with an account, a referral to the police, a pack begun."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from nacl.utils import random

from compliance.casework.demo import HANDLER, open_keys
from compliance.casework.models import Case
from compliance.casework.services.case_keys import Keys
from compliance.referrals.choices import Route
from compliance.referrals.models import Partner, PartnerMember
from compliance.referrals.services import disclosure, dispatch, drafts, recipients
from compliance.referrals.services.nrm import packs
from portal.accounts.models import User
from portal.accounts.roles import StaffRole
from portal.core.demo_accounts import DEMO_PASSPHRASE
from portal.vault import encryption
from portal.vault.kdf import PASSPHRASE_KDF, SALT_BYTES
from portal.vault.services import handlers


def seed(*, today: date) -> None:
    """For the handler's case, which has a place and consent for the police."""
    handler = User.objects.filter(email=HANDLER).first()
    case = Case.objects.filter(owner=handler).first() if handler else None
    if handler is None or case is None or Partner.objects.exists():
        return
    keys, at = open_keys(handler), case.opened_at + timedelta(minutes=5)
    _agency(at)
    who: dict[str, Any] = {"actor": handler, "keys": keys}
    _refer(case, keys, at + timedelta(minutes=12), who)
    for group in packs.get_groups(case)[:1]:
        packs.start_pack(
            case=case,
            group=group,
            age="adult",
            consents="refused",
            helps_authorities=False,
            facts={"how_given": "call", "language": "ro", "with_interpreter": True, "on": timezone.localdate(at)},
            words="",
            at=at + timedelta(minutes=30),
            **who,
        )


def _refer(case: Case, keys: Keys, at: datetime, who: dict[str, Any]) -> None:
    police = next(
        (recipient for recipient in recipients.get_recipients(case, keys).local if recipient.target_type == "police"),
        None,
    )
    if police is None:
        return
    row = drafts.start_draft(case=case, kind="referral", target=police.as_json(), at=at, **who)
    names = [
        offered_item.name
        for offered_item in disclosure.get_offered_items(case, keys, "police")
        if offered_item.kind != "reporter"
    ]
    row = drafts.choose_items(
        referral=row, names=names, note="Please check before dawn.", keys=keys, version=row.version
    )
    row = drafts.save_ground(referral=row, ground=disclosure.Ground(), keys=keys, version=row.version)
    dispatch.send_referral(
        referral=row,
        route=Route.PHONE,
        digest=drafts.build_package(row, keys, on=dispatch.get_local_date(at)).digest,
        call={"who": "Sergeant Adeyemi, control room", "reference": "INC-20471", "call_back": "101"},
        call_back_due=None,
        at=at,
        **who,
    )


def _agency(at: datetime) -> None:
    """Its key opens with the demo's passphrase, and the demo's partner account belongs to it."""
    private, public = encryption.new_key_pair()
    salt = random(SALT_BYTES)
    stretched = PASSPHRASE_KDF.derive(handlers.normalise_passphrase(DEMO_PASSPHRASE), salt, encryption.KEY_BYTES)
    partner = Partner.objects.create(
        name="Rowan House",
        target_type="victim_support_provider",
        email_domains=["rowan.example"],
        public_key=public,
        private_key=encryption.lock_key(private, stretched),
        key_salt=salt,
        added_at=at,
    )
    for user in User.objects.filter(groups__name=StaffRole.PARTNER)[:1]:
        PartnerMember.objects.create(partner=partner, user=user, added_at=at)
