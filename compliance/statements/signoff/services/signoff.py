"""Approval and signature: two records, bound to one hash of one text (Modern Slavery Act 2015, s.54(6)).

A change of the text takes both away. Each can be given on screen by the person, or recorded for them.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.statements import notifications
from compliance.statements.choices import FROZEN, AmendmentKind, State, Way
from compliance.statements.core import selectors as content
from compliance.statements.core.services import change_state, lock_version
from compliance.statements.models import Approval, Comment, MemberApproval, Signature, Version
from compliance.statements.rules import legal_forms
from compliance.statements.rules.content import content_hash
from portal.core.exceptions import ActionRefused
from portal.files.models import StoredFile
from portal.history.services import record


@dataclass(frozen=True)
class SignoffDetails:
    """How it came to us, on which day, and the hash of the text that was read. reference and page are private."""

    way: Way
    on: date
    seen_hash: str
    reference: str = ""
    page: StoredFile | None = None


@dataclass(frozen=True)
class Signatory:
    first_name: str
    last_name: str
    job_title: str
    role: str
    is_on_approving_board: bool | None = None


def get_standing_approval(version: Version) -> Approval | None:
    return version.approvals.filter(voided_at=None).first()


def get_standing_signature(version: Version) -> Signature | None:
    return version.signatures.filter(voided_at=None).first()


@transaction.atomic
def approve(*, version: Version, actor, at: datetime, details: SignoffDetails, body: str, body_name: str) -> Approval:
    """Record that the body approved the frozen text. A second click gets the first approval. Raises Refusal."""
    current = lock_version(version)
    standing = get_standing_approval(current)
    if standing and _is_same(standing, current, details):
        return standing
    bound = _bound(current, actor, at, details, waiting=frozenset({State.READY_FOR_APPROVAL}))
    if body not in dict(legal_forms.approving_bodies(content.get_legal_form(current))):
        raise ActionRefused(_("That body does not approve statements for this kind of organisation."))
    approval = Approval.objects.create(**bound, body=body, body_name=body_name, approved_on=details.on)
    change_state(current, State.APPROVED)
    _record(current, actor, "approved", at, way=details.way, body=body, approved_on=details.on.isoformat())
    notifications.request_signature(current, actor)
    return approval


@transaction.atomic
def sign(*, version: Version, actor, at: datetime, details: SignoffDetails, signatory: Signatory) -> Signature:
    """Record the signature under the frozen text. A second click gets the first signature. Raises Refusal."""
    current = lock_version(version)
    standing = get_standing_signature(current)
    if standing and _is_same(standing, current, details):
        return standing
    form = content.get_legal_form(current)
    bound = _bound(current, actor, at, details, waiting=_signable(form))
    if signatory.role not in dict(legal_forms.signatory_roles(form)):
        raise ActionRefused(_("That role does not sign for this kind of organisation."))
    approval = get_standing_approval(current)
    if approval and approval.content_hash != current.content_hash:
        raise ActionRefused(_("The approval is for a different text."))
    if approval and details.on < approval.approved_on:
        raise ActionRefused(_("The signature cannot be earlier than the approval."))
    signature = Signature.objects.create(**bound, **asdict(signatory), signed_on=details.on)
    change_state(current, State.SIGNED)
    _record(current, actor, "signed", at, way=details.way, role=signatory.role, signed_on=details.on.isoformat())
    notifications.request_publication(current, actor)
    return signature


@transaction.atomic
def decline(*, version: Version, actor, at: datetime, reason: str) -> Version:
    """Decline to approve or to sign: back to the writers, with the reason as a comment."""
    current = lock_version(version)
    if current.state not in FROZEN:
        raise ActionRefused(_("This version is not awaiting approval or signature."))
    _not_an_editor(current, actor)
    _record(current, actor, "declined", at)
    _void_signoff(current, at)
    Comment.objects.create(version=current, text=reason, author=actor)
    notifications.notify_declined(current, actor, reason)
    return current


@transaction.atomic
def reopen(*, version: Version, actor, at: datetime) -> Version:
    """Take a frozen text back to change it. Approval and signature are void, and the version has a new number."""
    current = lock_version(version)
    if current.is_editable:
        return current
    if current.state not in FROZEN:
        raise ActionRefused(_("This version can no longer be changed."))
    _record(current, actor, "reopened", at)
    _void_signoff(current, at)
    return current


def carry_over(*, published: Version, fresh: Version) -> None:
    """Carry approval and signature over to a version in which only addresses change. Raises Refusal.

    Source: amendment_kind link_or_contact of the vocabulary needs neither.
    """
    if content_hash(content.get_content(fresh)) != published.content_hash:
        raise ActionRefused(
            _("This would change more than the addresses, for example your organisation’s name. Choose another reason.")
        )
    for record_ in (get_standing_approval(published), get_standing_signature(published)):
        if record_:
            _copy(record_, fresh)
    for approval in published.member_approvals.filter(voided_at=None):
        _copy(approval, fresh)
    fresh.content_hash, fresh.state = published.content_hash, State.SIGNED
    fresh.save(update_fields=["content_hash", "state"])


def _copy(details: Approval | Signature | MemberApproval, fresh: Version) -> None:
    identity = {"id", "uuid", "version_id", "version_number"}
    names = [field.attname for field in details._meta.concrete_fields if field.attname not in identity]
    same = {name: getattr(details, name) for name in names}
    if not isinstance(details, MemberApproval):
        same["version_number"] = fresh.number
    type(details).objects.create(version=fresh, **same)


def _void_signoff(version: Version, at: datetime) -> None:
    if version.amendment_kind == AmendmentKind.LINK_OR_CONTACT:
        # The text may change now, and readers must not be told that it did not.
        version.amendment_kind = AmendmentKind.SUBSTANTIVE
        version.save(update_fields=["amendment_kind"])
    version.approvals.filter(voided_at=None).update(voided_at=at)
    version.signatures.filter(voided_at=None).update(voided_at=at)
    version.member_approvals.filter(voided_at=None).update(voided_at=at)
    version.content_hash = ""
    version.number += 1
    change_state(version, State.DRAFTING)


def _signable(legal_form: str) -> frozenset[State]:
    if legal_forms.needs_approval(legal_form):
        return frozenset({State.APPROVED})
    return frozenset({State.APPROVED, State.READY_FOR_APPROVAL})


def _is_same(standing: Approval | Signature, version: Version, details: SignoffDetails) -> bool:
    """The same text was approved or signed a moment ago."""
    return version.state in FROZEN and standing.content_hash == details.seen_hash


def _bound(
    version: Version, actor, at: datetime, details: SignoffDetails, *, waiting: frozenset[State]
) -> dict[str, Any]:
    """What approval and signature both keep, bound to the text, once what both demand holds. Raises Refusal."""
    if version.state not in waiting:
        raise ActionRefused(_("This version is no longer at that stage."))
    if not version.content_hash or not details.seen_hash == version.content_hash == content_hash(
        content.get_content(version)
    ):
        sentence = _("The text has changed since you opened this page. Read version %(number)s first: it is below.")
        raise ActionRefused(sentence % {"number": version.number})
    _not_an_editor(version, actor)
    if details.on > timezone.localdate(at):
        raise ActionRefused(_("The date cannot be in the future."))
    return {
        "version": version,
        "version_number": version.number,
        "content_hash": version.content_hash,
        "way": details.way,
        "reference": details.reference,
        "page": details.page,
        "by": actor,
        "at": at,
    }


def _not_an_editor(version: Version, actor) -> None:
    """Editor and approver of one version differ (docs/requirements/statements.md#editor-is-not-approver)."""
    if version.editors.filter(pk=actor.pk).exists():
        raise ActionRefused(_("You wrote part of this version. Another person must approve and sign it."))


def _record(version: Version, actor, verb: str, at: datetime | None = None, **data: str) -> None:
    detail = data | {"number": version.number, "content_hash": version.content_hash}
    record(actor, f"statements.version.{verb}", version, detail, scope=version.statement.organisation.uuid, at=at)
