"""Handing a pack over: to one named person, by a link that opens once within 72 hours, whose key is in the link only.

Nobody mails the link from here: it would then lie, with the pack, on our own disk. The handler sends it.
"""

import base64
import hashlib
import hmac
import io
import secrets
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework.choices import ApprovalKind, ApprovalState
from compliance.casework.models import Approval
from compliance.casework.services import approvals, retention_period
from compliance.casework.services.case_keys import Keys
from compliance.casework.services.transitions import lock_row
from compliance.referrals.choices import PackStage
from compliance.referrals.models import Disclosure, NrmPack, Partner
from compliance.referrals.rules import nrm as rules
from compliance.referrals.services import agreement, disclosure
from compliance.referrals.services.nrm import packs, render
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.core.types import JsonObject
from portal.history.services import record
from portal.reference import nrm
from portal.vault import encryption
from portal.vault.encryption import Place

LINK_TTL = timedelta(hours=72)
SECRET_BYTES = 32
SOMEBODY = "somebody with the link"
# Beside the recipient: the hash of what the second person was asked about.
PACKAGE = "package"


@dataclass(frozen=True)
class Link:
    """secret: of the address, shown once."""

    secret: str = field(repr=False)
    expires_at: datetime


class LinkGone(Exception):
    """The link was used, is too old, or never was."""


@dataclass(frozen=True)
class HandedFile:
    """What the link gives. body: a zip of the PDF and the JSON."""

    name: str
    body: bytes = field(repr=False)


def is_work_address(email: str, organisation: str) -> bool:
    """Return whether it is at that first responder, or at a partner of ours. organisation: its code."""
    domain = email.rpartition("@")[2].lower()
    known = [
        *nrm.work_domains(organisation),
        *(own_domain for row in Partner.objects.filter(ended_at=None) for own_domain in row.email_domains),
    ]
    return any(domain == address_domain or domain.endswith(f".{address_domain}") for address_domain in known)


@transaction.atomic
def request_approval(
    *, pack: NrmPack, recipient: dict[str, str], reason: str, actor: User, keys: Keys, at: datetime
) -> NrmPack:
    """Ask a second person to agree to the hand-over.

    recipient: code and name of the organisation, person, email. Raises ActionRefused.

    See docs/requirements/helpline.md#pack-hand-over.
    """
    current = packs.lock_pack(pack)
    packs.require_fit(current)
    disclosure.require_messages_read(current.case)
    if not is_work_address(recipient["email"], recipient["code"]):
        raise ActionRefused(_no_work_address(recipient))
    gaps = rules.assess_completeness(current.pathway, packs.get_answers(current, keys))
    if gaps.unexplained:
        raise ActionRefused(_("Give a reason for each missing answer. A first responder will ask for it."))
    recipient_asked_for = recipient | {PACKAGE: _digest(current, keys)}
    if keys.facts(current, "recipient") != recipient_asked_for:
        # An earlier question, or yes, was for somebody else or for other words.
        agreement.withdraw_approval(current.approval)
        current.version += 1
        keys.seal(current, recipient=recipient_asked_for)
    current.approval = approvals.request_approval(
        kind=ApprovalKind.NRM_HANDOVER,
        case=current.case,
        reason=reason,
        actor=actor,
        keys=keys,
        at=at,
        data=approval_data(current),
    )
    current.save()
    return current


def _no_work_address(recipient: dict[str, str]) -> str:
    """What to do instead, by what is known of the organisation."""
    domains = nrm.work_domains(recipient["code"])
    name = {"name": recipient["organisation"], "domains": ", ".join(domains)}
    if domains:
        return _("Enter the person’s work email address at %(name)s. It ends in %(domains)s.") % name
    return (
        _(
            "We cannot confirm the work email addresses of %(name)s. Ask a lead to give them a partner "
            "account, or choose another first responder."
        )
        % name
    )


def approval_data(pack: NrmPack) -> JsonObject:
    """Return what a yes is for: this recipient and these answers, for either makes another version."""
    return {"pack": str(pack.pk), "version": pack.version}


def is_as_asked(approval: Approval, pack: NrmPack, keys: Keys) -> bool:
    """Return whether what would leave now is what the second person was asked about."""
    recipient = keys.facts(pack, "recipient")
    return approval.data == approval_data(pack) and recipient.get(PACKAGE) == _digest(pack, keys)


def has_changed_since_yes(pack: NrmPack, keys: Keys) -> bool:
    """Return whether somebody agreed, nothing has been handed over yet, and something else would leave now."""
    yes = pack.approval
    if yes is None or yes.state != ApprovalState.APPROVED or yes.used_at is not None:
        return False
    return not is_as_asked(yes, pack, keys)


def _digest(pack: NrmPack, keys: Keys) -> str:
    """Sealed beside the recipient: who steals the database cannot compare guesses with it."""
    return render.build_content(pack, keys, on=timezone.localdate()).digest


@transaction.atomic
def hand_over(*, pack: NrmPack, actor: User, keys: Keys, at: datetime) -> Link:
    """Hand the pack over, once somebody else agreed. The link is returned once. Raises ActionRefused."""
    current = packs.lock_pack(pack)
    packs.require_fit(current)
    disclosure.require_messages_read(current.case)
    if has_changed_since_yes(current, keys):
        raise ActionRefused(
            _(
                "What the first responder will see has changed since a second person approved it. Ask them to "
                "approve it again."
            )
        )
    approval = approvals.use_approval(
        kind=ApprovalKind.NRM_HANDOVER, case=current.case, actor=actor, at=at, **approval_data(current)
    )
    content = render.build_content(current, keys, on=timezone.localdate(at))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    bundle = base64.b64encode(_bundle(content)).decode()
    current.link_package = encryption.seal_text(_key(secret), bundle, _place(current))
    current.link_hash, current.link_expires_at = _hash(secret), at + LINK_TTL
    current.handed_over_at, current.approval = at, approval
    packs.change_stage(current, PackStage.PACK_SENT, at=at)
    current.version += 1
    current.save()
    _disclose(current, content, keys, actor, at)
    record(actor, "casework.nrm.handed_over", current.case, {"pathway": current.pathway}, at=at)
    return Link(secret, current.link_expires_at)


@transaction.atomic
def new_link(*, pack: NrmPack, actor: User, keys: Keys, at: datetime) -> Link:
    """Make a link in the place of one that ran out unused, or was lost; that one opens nothing.

    Raises ActionRefused.
    """
    case = lock_row(pack.case.goes_on_in)
    lock_row(pack)
    current = packs.find_pack(case, pack.pk)
    if current is None or current.stage != PackStage.PACK_SENT or current.deleted_at:
        raise ActionRefused(_("This pack has not been handed over, or has already been confirmed."))
    packs.require_fit(current)
    disclosure.require_messages_read(case)
    content = render.build_content(current, keys, on=timezone.localdate(at))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    current.link_package = encryption.seal_text(
        _key(secret), base64.b64encode(_bundle(content)).decode(), _place(current)
    )
    current.link_hash, current.link_expires_at, current.link_used_at = _hash(secret), at + LINK_TTL, None
    current.save()
    record(actor, "casework.nrm.new_link", current.case, at=at)
    return Link(secret, current.link_expires_at)


def is_link_open(secret: str, *, now: datetime) -> bool:
    """Return whether the link opens; asking uses nothing up."""
    row = NrmPack.objects.filter(link_hash=_hash(secret), link_used_at=None, link_expires_at__gt=now).first()
    return row is not None and bool(row.link_package)


@transaction.atomic
def open_link(secret: str, *, now: datetime) -> HandedFile:
    """Return the pack, once: what was sealed goes with it. Raises LinkGone."""
    row = NrmPack.objects.select_for_update(of=("self",)).select_related("case").filter(link_hash=_hash(secret)).first()
    if row is None or row.link_used_at or not row.link_package or (row.link_expires_at or now) <= now:
        raise LinkGone
    try:
        body = base64.b64decode(encryption.open_text(_key(secret), row.link_package, _place(row)))
    except encryption.DecryptionError as error:
        raise LinkGone from error
    row.link_used_at, row.link_package = now, None
    row.save(update_fields=["link_used_at", "link_package"])
    record(SOMEBODY, "casework.nrm.downloaded", row.case, at=now)
    return HandedFile(f"{row.case.reference}-preparation-pack.zip", body)


@transaction.atomic
def confirm_referral(
    *, pack: NrmPack, on: date, reference: str, actor: User, keys: Keys, at: datetime, is_dtn: bool
) -> NrmPack:
    """Record that the first responder referred it on; the pack is deleted 28 days later. Raises ActionRefused."""
    lock_row(pack)
    current = packs.find_pack(pack.case, pack.pk)
    if current is None or current.stage != PackStage.PACK_SENT:
        raise ActionRefused(_("You can only confirm a pack that has been handed over."))
    recipient = keys.facts(current, "recipient")
    keys.seal(current, recipient=recipient | {"reference": reference})
    current.confirmed_on, current.delete_on = (
        on,
        timezone.localdate(at) + timedelta(days=retention_period.get_retention_days("nrm_pack")),
    )
    packs.change_stage(current, PackStage.DTN_SUBMITTED if is_dtn else PackStage.REFERRED, at=at)
    current.version += 1
    current.save()
    record(actor, "casework.nrm.confirmed", current.case, {"stage": current.stage}, at=at)
    return current


@transaction.atomic
def save_stage(*, pack: NrmPack, stage: PackStage, actor: User, at: datetime) -> NrmPack:
    """Save a later stage, as somebody tells us; of it only the stage and the date are kept."""
    lock_row(pack)
    current = packs.find_pack(pack.case, pack.pk)
    if current is None or current.confirmed_on is None:
        raise ActionRefused(_("First record that they made the referral."))
    packs.change_stage(current, stage, at=at)
    current.save()
    record(actor, "casework.nrm.stage", current.case, {"stage": current.stage}, at=at)
    return current


def drop_expired_links(now: datetime) -> int:
    """Delete what links that ran out unused would have opened. The pack itself, and a hold on it, are untouched."""
    return NrmPack.objects.filter(link_expires_at__lte=now).drop_links()


def _disclose(pack: NrmPack, content: render.Content, keys: Keys, actor: User, at: datetime) -> None:
    """A pack is shown to somebody outside, as a referral is."""
    consents = pack.consent is not None and pack.consent.state == "given"
    row = Disclosure(
        case=pack.case,
        recipient_type="first_responder",
        basis="consent" if consents else "recognised_legitimate_interest",
        condition="explicit_consent" if consents else "sch1_para18",
        approval=pack.approval,
        consent=pack.consent,
        fields_sent=sorted(content.said),
        file_hash=hashlib.sha256(render.render_json(content)).hexdigest(),
        by=actor,
        at=at,
    )
    keys.seal(row, words={"to": keys.facts(pack, "recipient").get("organisation", "")})
    row.save(force_insert=True)


def _bundle(content: render.Content) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("preparation-pack.pdf", render.render_pdf(content))
        packed.writestr("preparation-pack.json", render.render_json(content))
    return out.getvalue()


def _place(pack: NrmPack) -> Place:
    return Place(case=pack.pk, model=pack._meta.label_lower, field="link_package", row=pack.pk)


def _key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"casework.nrm.key.v1", hashlib.sha256)


def _hash(secret: str) -> str:
    return hmac.digest(secret.encode(), b"casework.nrm.lookup.v1", hashlib.sha256).hex()
