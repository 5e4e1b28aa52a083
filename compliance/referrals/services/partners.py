"""Agencies with an account here: brought in by two people, with a key that they make and that only they can use.

The agency's passphrase is asked for each time a referral is opened, and is kept nowhere. The
page that answers carries the key of that package alone, for the files that go with it.

See docs/requirements/security.md#referral-packages.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from nacl.utils import random

from compliance.casework import storage
from compliance.casework.choices import ApprovalKind
from compliance.casework.models import Approval
from compliance.casework.services import approvals
from compliance.casework.services.case_keys import Keys
from compliance.referrals import storage as referrals_storage
from compliance.referrals.choices import ReferralStatus
from compliance.referrals.models import Partner, PartnerMember, Referral
from compliance.referrals.services import dispatch, responses
from portal.accounts.models import User
from portal.accounts.roles import StaffRole, has_role
from portal.core.exceptions import ActionRefused
from portal.core.locks import lock_row
from portal.core.types import JsonObject
from portal.history.services import record
from portal.vault import encryption
from portal.vault.kdf import PASSPHRASE_KDF, SALT_BYTES
from portal.vault.services import handlers

SHOWN = frozenset(
    {
        ReferralStatus.IN_PROGRESS,
        ReferralStatus.NO_RESPONSE,
        ReferralStatus.ACCEPTED,
        ReferralStatus.REJECTED,
        ReferralStatus.DONE,
    }
)


@dataclass(frozen=True)
class Opened:
    """said: JSON of the package. key: of this package, in hexadecimal; its files open with it and nothing else does."""

    said: JsonObject = field(repr=False)
    key: str = field(repr=False)


class WrongPassphrase(Exception):
    """It does not open the agency's key."""


class Closed(Exception):
    """The package is older than 30 days, or was taken back."""


# --- By the desk -----------------------------------------------------------------------------------------------------


def get_partners() -> list[Partner]:
    return list(Partner.objects.prefetch_related("members__user"))


def find_partner(uuid: UUID) -> Partner | None:
    return Partner.objects.prefetch_related("members__user").filter(pk=uuid).first()


@transaction.atomic
def propose_partner(
    # Any: values of columns of Partner.
    *,
    facts: Mapping[str, Any],
    reason: str,
    actor: User,
    keys: Keys,
    at: datetime,
) -> tuple[Partner, Approval]:
    """Propose a new agency. It can be sent nothing before somebody else has agreed.

    See docs/requirements/helpline.md#partner-agencies.
    """
    partner = Partner(added_by=actor, added_at=at, ended_at=at, **facts)
    partner.save(force_insert=True)
    approval = approvals.request_approval(
        kind=ApprovalKind.SHARING_AGREEMENT,
        case=None,
        reason=reason,
        actor=actor,
        keys=keys,
        at=at,
        data={"partner": str(partner.pk), "name": partner.name},
    )
    record(actor, "casework.partner.proposed", partner, at=at)
    return partner, approval


@transaction.atomic
def start_partnership(*, partner: Partner, actor: User, at: datetime) -> Partner:
    """Make the agency a partner, once somebody else agreed. Raises ActionRefused."""
    current = _locked(partner)
    if current.ended_at is None:
        raise ActionRefused(_("This partner has already started."))
    data = {"partner": str(current.pk), "name": current.name}
    approvals.use_approval(kind=ApprovalKind.SHARING_AGREEMENT, case=None, actor=actor, at=at, **data)
    current.ended_at = None
    current.save(update_fields=["ended_at"])
    record(actor, "casework.partner.begun", current, at=at)
    return current


@transaction.atomic
def end_partnership(*, partner: Partner, actor: User, at: datetime) -> Partner:
    """End the partnership: no referral goes there any more, and nothing that went there opens."""
    current = _locked(partner)
    current.ended_at = at
    current.save(update_fields=["ended_at"])
    Referral.objects.filter(partner=current).update(package=None, package_key=None)
    record(actor, "casework.partner.ended", current, at=at)
    return current


@transaction.atomic
def add_member(*, partner: Partner, email: str, actor: User, at: datetime) -> PartnerMember:
    """Add somebody whose account holds the role of a partner, with an address of the agency. Raises ActionRefused."""
    current = _locked(partner)
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None or not has_role(user, StaffRole.PARTNER):
        raise ActionRefused(
            _("There is no one with the partner role at this address. A site administrator must invite them first.")
        )
    if not is_of(current, email):
        raise ActionRefused(_("Enter an address at one of the agency’s own domains."))
    if PartnerMember.objects.filter(user=user).exists():
        raise ActionRefused(_("This person already belongs to an agency."))
    row = PartnerMember.objects.create(partner=current, user=user, added_at=at)
    record(actor, "casework.partner.member_added", current, {"who": str(user)}, at=at)
    return row


@transaction.atomic
def remove_member(*, partner: Partner, user: UUID, actor: User, at: datetime) -> None:
    """Remove somebody of the agency. Raises ActionRefused where there is no such member."""
    partner = _locked(partner)
    row = PartnerMember.objects.filter(partner=partner, user__uuid=user).select_related("user").first()
    if row is None:
        raise ActionRefused(_("This person no longer belongs to the agency."))
    who = str(row.user)
    row.delete()
    record(actor, "casework.partner.member_removed", partner, {"who": who}, at=at)


def is_of(partner: Partner, email: str) -> bool:
    domain = email.rpartition("@")[2].lower()
    return any(domain == own_domain or domain.endswith(f".{own_domain}") for own_domain in partner.email_domains)


def fingerprint(partner: Partner) -> str:
    """Return 16 digits that the agency and a lead compare by voice: a key that was put in between shows others."""
    if not partner.public_key:
        return ""
    digest = hashlib.sha256(b"casework.partner.v1" + partner.pk.bytes + bytes(partner.public_key)).digest()
    digits = f"{int.from_bytes(digest) % 10**16:016d}"
    return " ".join(digits[start : start + 4] for start in range(0, 16, 4))


# --- By the agency ---------------------------------------------------------------------------------------------------


# Any: the user of a request, who may be anonymous.
def get_partner_of(user: Any) -> Partner | None:
    """Return the agency that somebody works for, while it is one."""
    if not has_role(user, StaffRole.PARTNER):
        return None
    row = PartnerMember.objects.filter(user=user, partner__ended_at=None).select_related("partner").first()
    return row.partner if row else None


@transaction.atomic
def make_key(*, partner: Partner, passphrase: str, actor: User, at: datetime) -> Partner:
    """Make the key, once: another needs the agency to be brought in again.

    Raises ActionRefused, ValidationError, Busy.
    """
    handlers.check_passphrase(passphrase, actor)
    salt = random(SALT_BYTES)
    private, public = encryption.new_key_pair()
    sealed = encryption.lock_key(
        private, PASSPHRASE_KDF.derive(handlers.normalise_passphrase(passphrase), salt, encryption.KEY_BYTES)
    )
    current = _locked(partner)
    if current.public_key:
        raise ActionRefused(_("Your agency already has a key. If you have lost the passphrase, contact the helpline."))
    current.public_key, current.private_key, current.key_salt = public, sealed, salt
    current.save(update_fields=["public_key", "private_key", "key_salt"])
    record(actor, "casework.partner.key_made", current, at=at)
    return current


def get_referrals(partner: Partner) -> list[Referral]:
    return list(Referral.objects.filter(partner=partner, status__in=SHOWN).defer("target", "fields", "call"))


def find_referral(partner: Partner, uuid: UUID) -> Referral | None:
    """Return a referral of this agency; another's is not there (docs/requirements/helpline.md#partner-scope)."""
    return Referral.objects.filter(partner=partner, status__in=SHOWN, pk=uuid).first()


def open_private_key(*, partner: Partner, passphrase: str, actor: User, at: datetime) -> bytes:
    """Return the agency's private key, for this request only. Raises WrongPassphrase, kdf.Busy."""
    stretched = PASSPHRASE_KDF.derive(
        handlers.normalise_passphrase(passphrase), bytes(partner.key_salt or b""), encryption.KEY_BYTES
    )
    try:
        return encryption.unlock_key(partner.private_key or b"", stretched)
    except encryption.DecryptionError as error:
        # In no transaction that the exception would undo, and the line with it.
        record(actor, "casework.partner.wrong_passphrase", partner, at=at)
        raise WrongPassphrase from error


def open_package(*, referral: Referral, partner: Partner, passphrase: str, actor: User, at: datetime) -> Opened:
    """Return what was referred. Opening it says that it was received.

    Raises WrongPassphrase, Closed, kdf.Busy. Whoever calls limits the tries.
    """
    if not referral.package or not referral.package_key or (referral.package_expires_at or at) <= at:
        raise Closed
    private = open_private_key(partner=partner, passphrase=passphrase, actor=actor, at=at)
    key = encryption.unwrap_key(referral.package_key, private)
    package = _said(referral, key)
    with transaction.atomic():
        record(actor, "casework.partner.opened", referral.case, {"partner": partner.name}, at=at)
        if referral.status in {ReferralStatus.IN_PROGRESS, ReferralStatus.NO_RESPONSE}:
            responses.acknowledge(referral=referral, actor=actor, at=at)
    return Opened(package, key.hex())


def open_file(
    *, referral: Referral, partner: Partner, key: str, file: UUID, actor: User, at: datetime
) -> tuple[str, Iterator[bytes]]:
    """Name and bytes of one file of an opened package.

    Raises Closed, encryption.DecryptionError, FileNotFoundError; KeyError where no such file went along.
    """
    if not referral.package or (referral.package_expires_at or at) <= at:
        raise Closed
    opened = _key_in(key)
    files = {entry["uuid"]: entry for entry in _said(referral, opened).get("files", ())}
    name = files[str(file)]["name"]
    sealed = storage.read_file(referrals_storage.get_package_name(referral.pk, file))
    pieces = encryption.open_chunks(opened, sealed, dispatch.get_package_place(referral, file=file))
    # Bytes that are not there are missed now, not while an answer is on its way.
    begun = chain([next(pieces)], pieces)
    record(actor, "casework.partner.file_opened", referral.case, {"partner": partner.name}, at=at)
    return name, begun


def _key_in(text: str) -> bytes:
    """Raises encryption.DecryptionError for what is no key."""
    try:
        key = bytes.fromhex(text)
    except ValueError as error:
        raise encryption.DecryptionError from error
    if len(key) != encryption.KEY_BYTES:
        raise encryption.DecryptionError
    return key


def _said(referral: Referral, key: bytes) -> JsonObject:
    """Raises encryption.DecryptionError."""
    return json.loads(encryption.open_text(key, referral.package or b"", dispatch.get_package_place(referral)))


def _locked(partner: Partner) -> Partner:
    return lock_row(partner)
