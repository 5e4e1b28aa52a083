"""The demo's audits: four that count and a draft, with findings and actions in every state. Names are nobody's."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from compliance.audits.choices import (
    AuditStatus,
    FindingStatus,
    ManagementPart,
    OwnerRole,
    Progress,
    VerificationMethod,
)
from compliance.audits.demo.reports import DEMO_AUDITS, UNREAD_ALERT_ORGANISATIONS, DemoAction, DemoAudit, DemoFinding
from compliance.audits.models import Action, Alert, Audit, CarPlan, Finding
from compliance.audits.services import actions, alerts, audits, collaborative_actions, findings
from compliance.audits.services.site_facts import update_changed_sites
from compliance.audits.services.transitions import get_version
from compliance.organisations.choices import Role
from compliance.organisations.models import Organisation
from compliance.suppliers.choices import ScoreEvent
from compliance.suppliers.models import Site
from portal.accounts.models import User

# What a deed passes through on its way to where it stands.
STATUS_PATH = (
    FindingStatus.PLAN_AGREED,
    FindingStatus.IN_PROGRESS,
    FindingStatus.EVIDENCE_SUBMITTED,
)
# What was raised since waits for who looks after the supplier.
UNANSWERED_PERIOD = timedelta(days=14)
CLOSED_STATUSES = (FindingStatus.CLOSED_UNVERIFIED, FindingStatus.VERIFIED_CLOSED)


def seed(*, today: date) -> None:
    """Add what is missing; a second run changes nothing."""
    for slug, reports in DEMO_AUDITS.items():
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation is None or Audit.objects.for_organisation(organisation).exists():
            continue
        sites = {site.site_ref: site for site in Site.objects.for_organisation(organisation)}
        if sites:
            _fill(organisation, sites, reports, today)


def _fill(organisation: Organisation, sites: Mapping[str, Site], reports: tuple[DemoAudit, ...], today: date) -> None:
    people = {m.role: m.user for m in organisation.memberships.active().select_related("user")}
    editor, administrator = people[Role.EDITOR], people[Role.ADMINISTRATOR]
    verifier = people.get(Role.APPROVER, administrator)
    organisation.memberships.active().filter(user=verifier).update(is_verifier=True)
    for report in reports:
        site = sites[report.site]
        site.organisation = organisation
        _add_audit(report, site, editor, verifier, today)
    now = _at_nine(today)
    if organisation.slug not in UNREAD_ALERT_ORGANISATIONS:
        read = Alert.objects.for_organisation(organisation).filter(raised_at__lt=now - UNANSWERED_PERIOD)
        alerts.acknowledge(alerts=read, actor=administrator, at=now)
    update_changed_sites(organisation, [site.pk for site in sites.values()], event=ScoreEvent.AUDIT, at=now)


def _at_nine(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=UTC)


def _add_audit(report: DemoAudit, site: Site, editor: User, verifier: User, today: date) -> None:
    ended_on = today - timedelta(days=report.ago)
    at = _at_nine(ended_on + timedelta(days=min(7, report.ago)))
    fields = {
        "audit_ref": report.ref,
        "scheme": report.scheme,
        "scheme_version": report.version,
        "overall_result": report.result,
        "audit_type": report.kind,
        "announcement": report.announcement,
        "commissioned_by": report.by,
        "audit_company": report.company,
        "started_on": ended_on - timedelta(days=1),
        "ended_on": ended_on,
        "management_grades": {
            area: dict(zip(ManagementPart.values, grades, strict=True)) for area, grades in report.management
        },
        "status": AuditStatus.DRAFT,
    }
    audit = audits.add(site=site, fields=fields, actor=editor, at=at)
    for planned in report.findings:
        _add_finding(planned, audit, editor, verifier, at)
    if not report.is_draft:
        audit.refresh_from_db()
        audits.set_status(audit=audit, version=get_version(audit), status=AuditStatus.COMPLETE, actor=editor, at=at)


def _add_finding(planned: DemoFinding, audit: Audit, editor: User, verifier: User, at: datetime) -> None:
    earlier = Finding.objects.filter(audit__site=audit.site, finding_ref=planned.carried).exclude(audit=audit).first()
    fields = {
        "finding_ref": planned.ref,
        "code_area": planned.area,
        "issue_code": planned.issue,
        "issue_is_suggested": planned.is_guess,
        "grade": planned.grade,
        "grade_as_written": planned.written,
        "description": planned.words,
        "workers_affected": planned.workers,
        "carried_from": earlier if planned.carried else None,
    }
    finding = findings.add(audit=audit, fields=fields, actor=editor, at=at)
    for deed in planned.deeds:
        _add_action(deed, finding, editor, verifier, at)
    if planned.step in {FindingStatus.DISPUTED, FindingStatus.WITHDRAWN}:
        findings.change_status(
            finding=finding, version="1", status=planned.step, reason="The site sent documents.", actor=editor, at=at
        )
    if plan := CarPlan.objects.filter(finding=finding).first():
        _save_plan(plan, finding, editor, at)


def _add_action(deed: DemoAction, finding: Finding, editor: User, verifier: User, at: datetime) -> None:
    due_on = finding.audit.ended_on + timedelta(days=deed.days)
    fields = {
        "root_cause": deed.cause,
        "corrective_action": deed.what,
        "responsible_name": deed.who,
        "due_on": due_on,
    }
    action = actions.add(finding=finding, fields=fields, actor=editor, at=at)
    for status in _get_status_path(deed.status):
        action = actions.change_status(
            action=action, version=str(action.version), status=status, comment="", actor=editor, at=at
        )
    if deed.status in CLOSED_STATUSES:
        _close(action, deed, due_on, editor, verifier)


def _get_status_path(status: FindingStatus) -> tuple[FindingStatus, ...]:
    if status in CLOSED_STATUSES:
        return STATUS_PATH
    return STATUS_PATH[: STATUS_PATH.index(status) + 1] if status in STATUS_PATH else ()


def _close(action: Action, deed: DemoAction, done_on: date, editor: User, verifier: User) -> None:
    at = _at_nine(done_on)
    actions.attach_evidence(action=action, upload=_picture(deed.what), actor=editor, at=at)
    action = actions.close(
        action=action, version=str(action.version), completed_on=done_on, comment="", actor=editor, at=at
    )
    if deed.status == FindingStatus.VERIFIED_CLOSED:
        actions.verify(
            action=action,
            version=str(action.version),
            method=VerificationMethod.DESKTOP,
            verified_on=done_on,
            comment="The receipt and the photo match.",
            actor=verifier,
            at=at,
        )


def _save_plan(plan: CarPlan, finding: Finding, editor: User, at: datetime) -> None:
    plan.finding = finding
    collaborative_actions.save(
        plan=plan,
        version=get_version(plan),
        fields={
            "progress": Progress.PARTLY_DONE,
            "workers_owed": 19,
            "currency": "GBP",
            "amount_owed": 31_400,
            "amount_repaid": 9_600,
            "last_repayment_on": finding.audit.ended_on + timedelta(days=90),
        },
        owners=[
            {"role": OwnerRole.LABOUR_PROVIDER, "name": "Kestrel Hands Ltd", "share_percent": 60, "next_step": ""},
            {"role": OwnerRole.SITE, "name": "Hatherby plant", "share_percent": 20, "next_step": ""},
            {
                "role": OwnerRole.US,
                "name": "Buying team",
                "share_percent": 20,
                "next_step": "Agree the next instalment",
            },
        ],
        was_reviewed=False,
        actor=editor,
        at=at,
    )


def _picture(text: str) -> SimpleUploadedFile:
    """Return a picture that shows a text."""
    image = Image.new("RGB", (640, 320), "white")
    ImageDraw.Draw(image).text((24, 150), f"Demo: {text}", fill="black")
    out = BytesIO()
    image.save(out, "PNG")
    return SimpleUploadedFile("evidence.png", out.getvalue(), "image/png")
