"""What a second person reads before agreeing to hand a pack over, and when they cannot agree."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework import permissions
from compliance.casework.choices import RevealReason
from compliance.casework.models import Approval
from compliance.casework.services.case_keys import Keys
from compliance.referrals.models import NrmPack
from compliance.referrals.rules.nrm import is_mostly_empty
from compliance.referrals.services.nrm import handover, packs, render
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused


@dataclass(frozen=True)
class Handover:
    """refusal: why nobody can agree to it; empty where they can. recipient, content: None where it cannot be read."""

    refusal: str
    recipient: dict[str, str] | None = field(default=None, repr=False)
    content: render.Content | None = field(default=None, repr=False)


def read_handover(approval: Approval, *, reader: User, keys: Keys, at: datetime) -> Handover:
    """Return recipient and content, with a line of history: they say who the person is."""
    pack = _pack_of(approval)
    refusal = _refusal(approval, pack, reader, keys)
    if pack is None or pack.deleted_at or not _may_read(approval, reader):
        return Handover(refusal)
    packs.record_identity_seen(pack, RevealReason.REFERRAL, actor=reader, at=at)
    content = render.build_content(pack, keys, on=timezone.localdate(at))
    return Handover(refusal, keys.facts(pack, "recipient"), content)


def require_agreeable(approval: Approval, *, actor: User, keys: Keys) -> None:
    """Raise ActionRefused where a yes would be to something unread, changed, or no longer wanted by the person."""
    if refusal := _refusal(approval, _pack_of(approval), actor, keys):
        raise ActionRefused(refusal)


def get_caution(approval: Approval) -> str:
    """Return what the second person must tick of a pack with few answers, or an empty text where it has enough."""
    pack = _pack_of(approval)
    if pack is None or pack.deleted_at or not is_mostly_empty(pack.answered, pack.needed):
        return ""
    counts = {"answered": pack.answered, "needed": pack.needed}
    return _("Only %(answered)s of %(needed)s answers are complete. I agree that it goes out like this") % counts


def _refusal(approval: Approval, pack: NrmPack | None, reader: User, keys: Keys) -> str:
    if not _may_read(approval, reader):
        return _("You must read the pack before you approve it, but you do not have access to this case.")
    if pack is None or pack.deleted_at:
        return _("This pack has been deleted.")
    try:
        packs.require_fit(pack)
    except ActionRefused as refusal:
        return refusal.sentence
    if not handover.is_as_asked(approval, pack, keys):
        return _("The pack or its recipient has changed since you were asked to approve it. Ask for a new request.")
    return ""


def _may_read(approval: Approval, reader: User) -> bool:
    return approval.case is not None and permissions.can_open_case(reader, approval.case)


def _pack_of(approval: Approval) -> NrmPack | None:
    if approval.case is None or "pack" not in approval.data:
        return None
    return packs.find_pack(approval.case.goes_on_in, UUID(approval.data["pack"]))
