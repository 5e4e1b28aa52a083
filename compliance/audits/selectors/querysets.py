"""The querysets of the lists, with all that the lists show: no query a row."""

from datetime import date

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, When

from compliance.audits.choices import NOTE_GRADES, OPEN_STATUSES, AlertLevel, AuditStatus, FindingStatus, Grade
from compliance.audits.models import Action, Alert, Audit, Finding
from compliance.organisations.models import Organisation


def get_open_alerts_about(finding: str) -> QuerySet[Alert]:
    """Return open A-alerts about a finding, found by its references too: an alert may be older than the finding's row.

    finding: the way from the outer row to its finding, as "finding__"; "" where the row is one.
    """
    return Alert.objects.filter(
        organisation=OuterRef(f"{finding}audit__organisation"),
        audit_key=OuterRef(f"{finding}audit__key"),
        finding_key=OuterRef(f"{finding}key"),
        level=AlertLevel.A,
        closed_at=None,
    )


def get_open_alerts(finding: Finding) -> QuerySet[Alert]:
    """Return the open A-alerts about a finding whose audit is loaded."""
    audit = finding.audit
    alerts = Alert.objects.for_organisation(audit.organisation).filter(audit_key=audit.key, finding_key=finding.key)
    return alerts.filter(level=AlertLevel.A, closed_at=None).select_related("organisation")


def get_findings(organisation: Organisation) -> QuerySet[Finding]:
    """Return the organisation's findings with audit, site and supplier, and whether an A-alert is open."""
    findings = Finding.objects.for_organisation(organisation).select_related("audit__site__supplier")
    return findings.annotate(has_alert=Exists(get_open_alerts_about("")))


def get_actions(organisation: Organisation) -> QuerySet[Action]:
    """Return the organisation's actions with their findings, and whether an A-alert is open."""
    actions = Action.objects.for_organisation(organisation).select_related("finding__audit__site__supplier")
    return actions.annotate(has_alert=Exists(get_open_alerts_about("finding__")))


def get_audits(organisation: Organisation) -> QuerySet[Audit]:
    """Return audits, each with the numbers of its open findings: all, and the grave ones."""
    is_open = Q(findings__status__in=OPEN_STATUSES) & ~Q(findings__grade__in=NOTE_GRADES)
    grave = Q(findings__grade__in=[Grade.BUSINESS_CRITICAL, Grade.CRITICAL])
    return (
        Audit.objects.for_organisation(organisation)
        .select_related("site__supplier")
        .annotate(
            findings_in_all=Count("findings"),
            open_findings=Count("findings", filter=is_open),
            grave_findings=Count("findings", filter=is_open & grave),
        )
    )


def has_restricted_files(audit: Audit) -> bool:
    """Return whether a finding of the audit has an open A-alert: its report holds the same details."""
    return Alert.objects.filter(
        organisation=audit.organisation_id, audit_key=audit.key, level=AlertLevel.A, closed_at=None
    ).exists()


def get_open_actions(organisation: Organisation) -> QuerySet[Action]:
    """Return open actions by due date, those without one last."""
    owed = get_actions(organisation).filter(status__in=OPEN_STATUSES, finding__audit__status=AuditStatus.COMPLETE)
    return owed.order_by("due_on", "finding__audit__site__name", "number")


def get_findings_without_action(organisation: Organisation) -> QuerySet[Finding]:
    """Return open breaches for which nobody has planned anything."""
    owed = (
        get_findings(organisation)
        .filter(status__in=OPEN_STATUSES, audit__status=AuditStatus.COMPLETE)
        .exclude(grade__in=NOTE_GRADES)
    )
    return owed.filter(actions=None).order_by("due_on", "pk")


def order_by_gravity(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Order findings by grade, the worst first, then by date."""
    order = Case(*(When(grade=grade, then=rank) for rank, grade in enumerate(Grade)), output_field=IntegerField())
    return findings.order_by(order, "due_on", "pk")


def get_breach_spans(organisation: Organisation, findings: QuerySet[Finding]) -> list[tuple[str, date, date | None]]:
    """Return grade, first and last open day of those findings that are breaches and count; None is still open."""
    organisation_findings = Finding.objects.for_organisation(organisation).filter(audit__status=AuditStatus.COMPLETE)
    breaches = (
        findings.filter(audit__status=AuditStatus.COMPLETE)
        .exclude(grade__in=NOTE_GRADES)
        .exclude(status=FindingStatus.WITHDRAWN)
    )
    carried = dict(organisation_findings.exclude(carried_from=None).values_list("carried_from", "audit__ended_on"))
    return [
        (grade, ended_on, None if status in OPEN_STATUSES else closed_on or carried.get(pk, ended_on))
        for pk, grade, ended_on, closed_on, status in breaches.values_list(
            "pk", "grade", "audit__ended_on", "closed_on", "status"
        )
    ]


def filter_by_freshness(audits: QuerySet[Audit], freshness: str, today: date) -> QuerySet[Audit]:
    """Filter in Python: how long an audit counts depends on its scheme and result, which the database does not know."""
    rows = audits.model.objects.filter(pk__in=audits.values("pk")).only(
        "scheme", "ended_on", "expires_on", "overall_result"
    )
    return audits.filter(pk__in=[audit.pk for audit in rows if audit.freshness_on(today) == freshness])


def prefetch_files(actions: QuerySet[Action]) -> QuerySet[Action]:
    """Return the actions with their files."""
    return actions.prefetch_related("files__file")
