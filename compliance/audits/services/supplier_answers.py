"""A supplier's answers by its link: about one of its own open actions, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.audits.choices import FindingStatus
from compliance.audits.models import Action, ActionFile, SupplierLink
from compliance.audits.services import actions, files, supplier_links
from compliance.audits.services.transitions import Fields
from compliance.suppliers.models import Supplier
from portal.core import rate_limits
from portal.core.exceptions import ActionRefused
from portal.history.services import record

# What a supplier may say of an action. Done is what it says; verified is what somebody else saw.
ALLOWED_STATUSES = frozenset({FindingStatus.DISPUTED, FindingStatus.IN_PROGRESS, FindingStatus.CLOSED_UNVERIFIED})
ANSWER_FIELDS = ("root_cause", "corrective_action", "preventive_action", "responsible_name")


def save_answer(
    *,
    link: SupplierLink,
    action: Action,
    version: str,
    fields: Fields,
    status: FindingStatus | None,
    completed_on: date | None,
    upload: UploadedFile | None,
    at: datetime,
) -> Action:
    """Save the answer with its evidence, or nothing of it. status None leaves it as it is.

    Raises EditConflict, ActionRefused, rate_limits.OverLimit and portal.files.services.Refused.
    """
    if wait := rate_limits.count_and_get_wait("supplier_answers", link.pk):
        raise rate_limits.OverLimit(wait)
    with _saving_evidence(link, action, upload):
        return _save(link, action, version, fields, status, completed_on, at)


@contextmanager
def _saving_evidence(link: SupplierLink, action: Action, upload: UploadedFile | None) -> Iterator[None]:
    """Save the file and what the block writes in one transaction."""
    if upload is None:
        with transaction.atomic():
            yield
        return
    with files.save_cleaned_file(
        upload, organisation=link.supplier.organisation, by=get_history_name(link.supplier)
    ) as stored:
        ActionFile.objects.create(action=action, file=stored, came_by_link=True)
        yield


def _save(
    link: SupplierLink,
    action: Action,
    version: str,
    fields: Fields,
    status: FindingStatus | None,
    completed_on: date | None,
    at: datetime,
) -> Action:
    current = actions.lock_action(action, version)
    if (
        not supplier_links.is_valid_link(link, at)
        or not supplier_links.get_link_actions(link).filter(pk=current.pk).exists()
    ):
        raise ActionRefused(_("You can no longer change this action."))
    for name in ANSWER_FIELDS:
        setattr(current, name, fields[name])
    current.comment = fields["comment"] or current.comment
    if status is not None and status != current.status:
        actions.advance_status(current, status)
    if status == FindingStatus.CLOSED_UNVERIFIED:
        if not current.files.exists():
            raise ActionRefused(_("Add a file that shows what was done, then say that it is done."))
        current.completed_on = completed_on or timezone.localdate(at)
    current.answered_at = at
    if status == FindingStatus.CLOSED_UNVERIFIED:
        current.closed_by_user = None
    current.version += 1
    current.save()
    SupplierLink.objects.filter(pk=link.pk).update(returned_at=at)
    actions.update_finding_status(current, "answered", get_history_name(link.supplier), at, {"status": current.status})
    return current


def attach_evidence(*, link: SupplierLink, action: Action, upload: UploadedFile, at: datetime) -> None:
    """Attach the file that a workbook named.

    Raises ActionRefused, rate_limits.OverLimit and portal.files.services.Refused.
    """
    if wait := rate_limits.count_and_get_wait("supplier_answers", link.pk):
        raise rate_limits.OverLimit(wait)
    with _saving_evidence(link, action, upload):
        current = Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
        if not supplier_links.is_valid_link(link, at) or current.status == FindingStatus.VERIFIED_CLOSED:
            raise ActionRefused(_("You can no longer change this action."))
        organisation = link.supplier.organisation
        record(get_history_name(link.supplier), "audits.action.evidence_added", current, scope=organisation.uuid, at=at)


def record_workbook_answer(supplier: Supplier, action: Action, at: datetime) -> None:
    """Record that a workbook that came by the link changed one action."""
    Action.objects.filter(pk=action.pk).update(answered_at=at)
    scope = supplier.organisation.uuid
    record(get_history_name(supplier), "audits.action.answered", action, {"status": action.status}, scope=scope, at=at)


def get_history_name(supplier: Supplier) -> str:
    """Return how the history names whoever holds the supplier's link."""
    return f"{supplier} (by link)"
