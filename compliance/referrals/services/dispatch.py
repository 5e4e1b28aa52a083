"""A referral leaves: read out by phone, as an encrypted file, or to a partner's own page.

Each way checks all anew, sends just what the page before showed, and is written down in the same transaction.

See docs/requirements/security.md#referral-packages.
"""

import hashlib
import io
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pikepdf
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework import storage
from compliance.casework.choices import ApprovalKind, FileReason, TaskKind
from compliance.casework.models import Approval, Case
from compliance.casework.reference_numbers import ALPHABET
from compliance.casework.selectors import emergency
from compliance.casework.services import approvals, case_files, tasks
from compliance.casework.services.attachments import ORPHAN_AFTER
from compliance.casework.services.case_keys import Keys
from compliance.casework.services.transitions import record_act
from compliance.concerns.services.file_checks import NotScanned
from compliance.referrals import notifications
from compliance.referrals import storage as referrals_storage
from compliance.referrals.choices import ReferralStatus, Route
from compliance.referrals.models import Referral
from compliance.referrals.rules import referrals as rules
from compliance.referrals.services import disclosure, drafts, follow_up_tasks
from compliance.referrals.services.disclosure import Enclosed, Package
from compliance.referrals.services.drafts import Judged
from portal.accounts.models import User
from portal.core import pdf
from portal.core.exceptions import ActionRefused
from portal.vault import encryption as vault_encryption
from portal.vault.encryption import Place

# 5 groups of 4 of 32 letters: 100 bits, and easy to say on the phone.
PASSPHRASE_GROUPS, PASSPHRASE_LETTERS = 5, 4


def new_passphrase() -> str:
    return "-".join(
        "".join(secrets.choice(ALPHABET) for _letter in range(PASSPHRASE_LETTERS))
        for _group in range(PASSPHRASE_GROUPS)
    )


def render_plain_pdf(package: Package) -> bytes:
    html = render_to_string(
        "casework/referrals/package_pdf.html", {"package": package, "created": package.made_on.isoformat()}
    )
    return pdf.render_pdf_in_sandbox(html, identifier=package.digest.encode())


def encrypt_pdf(document: bytes, passphrase: str, files: Iterable[tuple[Enclosed, bytes]] = ()) -> bytes:
    """Encrypt by AES-256 of PDF 2.0: every present reader opens it, and the files inside, with the passphrase alone."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(document)) as opened:
        for file, body in files:
            opened.attachments[file.name] = pikepdf.AttachedFileSpec(
                opened, body, filename=file.name, description=file.what
            )
            # So that a reader shows the list of them by itself.
            opened.Root.PageMode = pikepdf.Name.UseAttachments
        lock = pikepdf.Encryption(owner=secrets.token_urlsafe(32), user=passphrase, R=6)
        opened.save(out, encryption=lock)
    return out.getvalue()


@transaction.atomic
def make_file(*, referral: Referral, digest: str, passphrase: str, actor: User, keys: Keys, at: datetime) -> bytes:
    """Return the encrypted file, for a secure e-mail. Raises ActionRefused, pdf.CannotRender."""
    current = drafts.lock_draft(referral)
    package, _judged = _cleared(current, digest, keys, at)
    files = [(file, b"".join(pieces)) for file, pieces in get_enclosed_files(current, package, keys, actor, at)]
    body = encrypt_pdf(render_plain_pdf(package), passphrase, files)
    data = {"to": current.target_type, "files": len(files)}
    record_act(current.case, actor, "casework.referral.file_made", at, **data)
    return body


def get_enclosed_files(
    referral: Referral, package: Package, keys: Keys, actor: User, at: datetime
) -> Iterator[tuple[Enclosed, Iterator[bytes]]]:
    """Return each file that goes along, opened, with a line of history each. Raises ActionRefused."""
    there = {str(file.uuid): file for file in case_files.get_files(referral.case, keys)} if package.files else {}
    for file in package.files:
        try:
            yield file, case_files.open_file(there[file.uuid], keys, reason=FileReason.EVIDENCE, actor=actor, at=at)
        except NotScanned as error:
            raise ActionRefused(_("The virus scanner has not cleared a file. Remove it, or send it later.")) from error
        except FileNotFoundError as error:
            raise ActionRefused(_("A file is no longer available. Remove it.")) from error


@transaction.atomic
def send_referral(
    *, referral: Referral, route: Route, digest: str, call: Mapping[str, object], call_back_due: datetime | None,
    actor: User, keys: Keys, at: datetime,
) -> Referral:  # fmt: skip
    """Write down that it went: who took it, when, their reference. To a partner's account it goes by this.

    digest: of the package that the page showed. Raises ActionRefused where anything is missing, or where the case says
    something else by now.
    """
    current = drafts.lock_draft(referral)
    is_told = route == Route.PHONE and emergency.is_emergency(current.case)
    package, state = _cleared(current, digest, keys, at, is_told_by_phone=is_told)
    if package.files and route == Route.PHONE:
        raise ActionRefused(_("You cannot send files by phone. Send the encrypted file, or remove the files."))
    if route == Route.PARTNER_ACCOUNT:
        _seal_to_partner(current, package, keys, actor, at)
    approval = _second_person(current, state, actor, keys, at)
    current.disclosure = disclosure.save_disclosure(
        case=current.case,
        package=package,
        target=current.target_type,
        verdict=state.verdict,
        in_force=state.in_force,
        ground=drafts.read_draft(current, keys).ground,
        file_reason=drafts.read_draft(current, keys).file_reason,
        approval=approval,
        file_hash=hashlib.sha256(json.dumps(package.as_json(), sort_keys=True).encode()).hexdigest(),
        actor=actor,
        keys=keys,
        at=at,
    )
    _as_sent(current, route, package, call, call_back_due, keys, at)
    _in_case(current, actor=actor, keys=keys, at=at)
    data = {"to": current.target_type, "route": str(route), "files": len(package.files)}
    record_act(current.case, actor, "casework.referral.sent", at, **data)
    return current


def _cleared(
    referral: Referral, digest: str, keys: Keys, at: datetime, *, is_told_by_phone: bool = False
) -> tuple[Package, Judged]:
    """What would go, if it may go now. is_told_by_phone: in an emergency, so that it only has to be written down."""
    state = drafts.judge_draft(referral, keys)
    if state.verdict.refused:
        raise ActionRefused(
            _(
                "You cannot send this yet. No one has agreed to it, and you have not recorded a reason to share "
                "without consent."
            )
        )
    if not state.is_clear:
        raise ActionRefused(_("A second person must approve this first."))
    if not is_told_by_phone:
        disclosure.require_messages_read(referral.case)
    package = drafts.build_package(referral, keys, on=get_local_date(at))
    if package.digest != digest:
        raise ActionRefused(_("The case has changed since you checked what they will see. Check it again."))
    return package, state


def get_local_date(at: datetime) -> date:
    return timezone.localdate(at)


def _second_person(referral: Referral, state: Judged, actor: User, keys: Keys, at: datetime) -> Approval | None:
    verdict = state.verdict
    if not verdict.approval:
        return None
    kind, data = ApprovalKind(verdict.approval), drafts.approval_data(referral)
    if state.is_approved:
        return approvals.use_approval(kind=kind, case=referral.case, actor=actor, at=at, **data)
    reason = drafts.read_draft(referral, keys).ground.facts
    return disclosure.act_alone(kind=kind, case=referral.case, reason=reason, actor=actor, keys=keys, at=at, data=data)


def _seal_to_partner(referral: Referral, package: Package, keys: Keys, actor: User, at: datetime) -> None:
    """Under a key of its own, which only the partner's key opens: the case and its key stay here.

    See docs/requirements/security.md#referral-packages.
    """
    partner = referral.partner
    if partner is None or partner.ended_at or not partner.public_key:
        raise ActionRefused(_("This partner does not have a key yet. Refer by phone or with an encrypted file."))
    key = vault_encryption.new_key()
    referral.package = vault_encryption.seal_text(
        key, json.dumps(package.as_json(), ensure_ascii=False), get_package_place(referral)
    )
    referral.package_key = vault_encryption.wrap_key(key, bytes(partner.public_key))
    referral.package_expires_at = at + rules.PACKAGE_TTL
    for file, pieces in get_enclosed_files(referral, package, keys, actor, at):
        uuid = UUID(file.uuid)
        sealed = vault_encryption.seal_chunks(key, pieces, get_package_place(referral, file=uuid))
        storage.save_file(referrals_storage.get_package_name(referral.pk, uuid), sealed)


def get_package_place(referral: Referral, *, file: UUID | None = None) -> Place:
    """Return the place of the referral alone: the partner's page needs nothing of the case. file: of one that goes
    along.
    """
    field = "file" if file else "package"
    return Place(case=referral.pk, model=referral._meta.label_lower, field=field, row=file or referral.pk)


def delete_orphaned_files(now: datetime) -> int:
    """Delete files of packages that open for nobody any more: expired, taken back, erased, or never sent. Return how
    many.
    """
    dropped = 0
    for name, referral in referrals_storage.packages_written_before(now - ORPHAN_AFTER):
        if referral is None or not Referral.objects.filter(pk=referral, package__isnull=False).exists():
            storage.delete_file(name)
            dropped += 1
    return dropped


def _as_sent(
    referral: Referral, route: Route, package: Package, call: Mapping[str, Any], call_back: datetime | None, keys: Keys,
    at: datetime,
) -> None:  # fmt: skip
    here, level = timezone.localtime(at), referral.case.level
    drafts.change_status(referral, ReferralStatus.IN_PROGRESS)
    referral.route, referral.sent_at = route, at
    referral.response_due_at = rules.get_response_due(level, here)
    referral.call_back_due_at = call_back or rules.get_call_back_due(level, here)
    referral.version += 1
    keys.seal(referral, call=dict(call), fields={"sent": package.kept_items(), "note": package.note})
    referral.save()


def _in_case(referral: Referral, *, actor: User, keys: Keys, at: datetime) -> None:
    """The first referral meets the target or does not; what is due next is to hear from them."""
    case: Case = referral.case
    if case.is_referral_in_time is None:
        case.is_referral_in_time = at <= case.due_at
    case.due_at = referral.call_back_due_at or case.due_at
    case.save(update_fields=["is_referral_in_time", "due_at"])
    tasks.add_task(
        case=case,
        kind=TaskKind.CHASE_REFERRAL,
        what=_("Ask %(name)s about the outcome of the referral.") % {"name": keys.facts(referral, "target")["name"]},
        due_at=referral.call_back_due_at,
        owner=None,
        actor=actor,
        keys=keys,
        at=at,
        uuid=follow_up_tasks.get_chase_task_uuid(referral),
    )
    follow_up_tasks.finish_child_action(referral, actor=actor, keys=keys, at=at)
    if referral.route == Route.PARTNER_ACCOUNT and referral.partner is not None:
        notifications.referral_sent(referral.partner)
