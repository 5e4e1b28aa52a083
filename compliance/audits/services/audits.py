"""Audits: added by hand, changed, completed, superseded."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.audits.choices import AuditStatus
from compliance.audits.models import Audit
from compliance.audits.services.alert_places import follow_audit
from compliance.audits.services.site_facts import update_changed_sites
from compliance.audits.services.transitions import Fields, lock_row, set_fields
from compliance.suppliers.choices import ScoreEvent
from compliance.suppliers.models import Site, WorkerFigures
from compliance.suppliers.rules.references import fold_reference
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record

# An audit that counts may be set aside, and taken back; a draft is none of both until it is whole.
ALLOWED_STATUS_CHANGES = {
    AuditStatus.DRAFT: {AuditStatus.COMPLETE},
    AuditStatus.COMPLETE: {AuditStatus.DRAFT, AuditStatus.SUPERSEDED},
    AuditStatus.SUPERSEDED: {AuditStatus.COMPLETE},
}


@transaction.atomic
def add(*, site: Site, fields: Fields, actor: User, at: datetime) -> Audit:
    """Add an audit of a site. Raises ActionRefused where the reference is taken."""
    audit = Audit(organisation=site.organisation, site=site, created_by=actor)
    set_fields(audit, _with_reference_key(fields))
    _save(audit)
    _record("added", audit, actor, at)
    return audit


@transaction.atomic
def change(*, audit: Audit, version: str, fields: Fields, actor: User, at: datetime) -> Audit:
    """Change an audit's fields. Raises EditConflict, Refusal."""
    audit = lock_row(audit, version)
    key_before = audit.key
    if set_fields(audit, _with_reference_key(fields)):
        _save(audit)
        follow_audit(audit, key_before=key_before)
        _record("changed", audit, actor, at)
    return audit


@transaction.atomic
def set_workers(*, audit: Audit, version: str, figures: Fields, actor: User, at: datetime) -> Audit:
    """Save the worker analysis: figures of the site on the audit's last day. Raises EditConflict."""
    audit = lock_row(audit, version)
    row, _created = WorkerFigures.objects.get_or_create(site_id=audit.site_id, counted_on=audit.ended_on)
    if set_fields(row, figures) or audit.figures_id != row.pk:
        row.save()
        audit.figures = row
        _save(audit)
        _record("workers_counted", audit, actor, at)
    return audit


@transaction.atomic
def set_status(*, audit: Audit, version: str, status: AuditStatus, actor: User, at: datetime) -> Audit:
    """Change the status of an audit. Raises EditConflict, Refusal."""
    audit = lock_row(audit, version)
    if status not in ALLOWED_STATUS_CHANGES[AuditStatus(audit.status)]:
        raise ActionRefused(_("The audit has changed since you opened it. Check it again."))
    if status == AuditStatus.COMPLETE and not audit.has_no_findings and not audit.findings.exists():
        raise ActionRefused(
            _("Add the findings, or say that the report has none. An incomplete audit can hide the worst one.")
        )
    audit.status = status
    _save(audit)
    _record(status.value, audit, actor, at)
    return audit


def _with_reference_key(fields: Fields) -> dict[str, object]:
    """Return the fields, with the reference's key beside it."""
    completed = dict(fields)
    if "audit_ref" in completed:
        completed["audit_ref"] = " ".join(completed["audit_ref"].split())
        completed["key"] = fold_reference(completed["audit_ref"])
    return completed


def _save(audit: Audit) -> None:
    try:
        with transaction.atomic():
            audit.save()
    except IntegrityError as error:
        raise ActionRefused(_("You already have an audit with this reference. Give this one another.")) from error


def _record(act: str, audit: Audit, actor: User, at: datetime) -> None:
    update_changed_sites(audit.organisation, [audit.site_id], event=ScoreEvent.AUDIT, at=at)
    record(actor, f"audits.audit.{act}", audit, scope=audit.organisation.uuid, at=at)


def get_local_date(at: datetime) -> date:
    """Return the date that people see at that moment."""
    return timezone.localdate(at)
