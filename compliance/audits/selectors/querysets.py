"""The querysets of the lists, with all that the lists show: no query a row."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Lower, Trim

from compliance.audits.choices import NOTE_GRADES, OPEN_STATUSES, AlertLevel, Freshness, Grade
from compliance.audits.models import Action, Alert, Audit, CarPlan, Finding
from compliance.audits.rules import dates
from compliance.audits.rules.findings import MonthCounts
from compliance.organisations.models import Organisation
from portal.core.distinct_values import get_distinct_values
from portal.core.pagination import select_first_page
from portal.core.prepared import prepared

# The columns that a line of each list shows; the rest of a row may be thousands of characters.
FINDING_LINE = (
    *("uuid", "finding_ref", "title", "issue_code", "grade", "status", "due_on"),
    *("audit__status", "audit__site__name"),
)
ACTION_LINE = (
    *("number", "corrective_action", "responsible_name", "responsible_email", "status", "due_on"),
    *(f"finding__{name}" for name in FINDING_LINE),
)
AUDIT_LINE = (
    *("uuid", "audit_ref", "scheme", "ended_on", "expires_on", "overall_result", "status", "is_stub"),
    *("site__name", "site__supplier__name"),
)


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


def with_finding_alerts(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Return the findings with audit, site and supplier, and whether an A-alert is open."""
    return findings.select_related("audit__site__supplier").annotate(has_alert=Exists(get_open_alerts_about("")))


@prepared
def fetch_first_page(organisation: int) -> QuerySet[Any]:  # Any: of a FirstPage
    """Return the keys of the first findings of an organisation in their order, and how many there are."""
    return select_first_page(order_findings(Finding.objects.for_organisation(organisation)))


@prepared
def fetch_finding_lines(keys: list[int]) -> QuerySet[Finding]:
    """Return the findings with what a line shows, and nothing else, in any order."""
    findings = with_finding_alerts(Finding.objects.filter(pk__in=keys))
    return findings.select_related(None).select_related("audit__site").only(*FINDING_LINE)


def with_action_alerts(actions: QuerySet[Action]) -> QuerySet[Action]:
    """Return the actions with their findings, and whether an A-alert is open."""
    actions = actions.select_related("finding__audit__site__supplier")
    return actions.annotate(has_alert=Exists(get_open_alerts_about("finding__")))


@prepared
def fetch_action_lines(keys: list[int]) -> QuerySet[Action]:
    """Return the actions with what a line shows, and nothing else, in any order."""
    actions = with_action_alerts(Action.objects.filter(pk__in=keys))
    return actions.select_related(None).select_related("finding__audit__site").only(*ACTION_LINE)


def get_findings(organisation: Organisation) -> QuerySet[Finding]:
    """Return the organisation's findings with what their lists show."""
    return with_finding_alerts(Finding.objects.for_organisation(organisation))


def get_actions(organisation: Organisation) -> QuerySet[Action]:
    """Return the organisation's actions with what their lists show."""
    return with_action_alerts(Action.objects.for_organisation(organisation))


def get_findings_to_name(organisation: Any, *, shows_all: bool) -> QuerySet[Finding]:  # Any: or a Parameter
    """Return open findings of an organisation, or of the key of one, whose kind we guessed.

    They are of audits that count or are drafts.

    shows_all: those under an open A-alert too.
    """
    guessed = Finding.objects.for_organisation(organisation).filter(issue_is_suggested=True, status__in=OPEN_STATUSES)
    findings = with_finding_alerts(guessed)
    return order_findings(findings if shows_all else findings.filter(~Exists(get_open_alerts_about(""))))


def has_findings_to_name(organisation: Organisation, *, shows_all: bool) -> bool:
    """Return whether there are any of get_findings_to_name."""
    return bool(_fetch_finding_to_name(organisation.pk, shows_all=shows_all))


@prepared
def _fetch_finding_to_name(organisation: int, *, shows_all: bool = True) -> QuerySet[Any]:  # Any: keys
    findings = get_findings_to_name(organisation, shows_all=shows_all)
    return findings.select_related(None).order_by().values_list("pk", flat=True)[:1]


def order_findings(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Order findings by their audits, the newest first, and as the report has them."""
    return findings.order_by("-audit_ended_on", "-audit_id", "position", "pk")


def with_audit_columns(audits: QuerySet[Audit]) -> QuerySet[Audit]:
    """Return audits, each with the numbers of its open findings: all, and the grave ones.

    The numbers are worked out of the rows that are read, so that a page costs no more in a long list.
    """
    is_open = Q(status__in=OPEN_STATUSES) & ~Q(grade__in=NOTE_GRADES)
    is_grave = Q(grade__in=[Grade.BUSINESS_CRITICAL, Grade.CRITICAL])
    return audits.select_related("site__supplier").annotate(
        findings_in_all=_count_findings(Q()),
        open_findings=_count_findings(is_open),
        grave_findings=_count_findings(is_open & is_grave),
    )


@prepared
def fetch_audit_lines(keys: list[int]) -> QuerySet[Audit]:
    """Return the audits with what a line shows, and nothing else, in any order."""
    return with_audit_columns(Audit.objects.filter(pk__in=keys)).only(*AUDIT_LINE)


def _count_findings(condition: Q) -> Coalesce:
    findings = Finding.objects.filter(condition, audit=OuterRef("pk")).order_by()
    return Coalesce(Subquery(findings.values("audit").annotate(number=Count("pk")).values("number")), 0)


def get_audit_years(organisation: Organisation) -> list[int]:
    """Return the years in which audits ended, the latest first."""
    days = get_distinct_values((Audit,), "ended_on", organisation=organisation.pk)
    return sorted({date.fromisoformat(str(day)).year for day in days}, reverse=True)


def has_restricted_files(audit: Audit) -> bool:
    """Return whether a finding of the audit has an open A-alert: its report holds the same details."""
    return Alert.objects.filter(
        organisation=audit.organisation_id, audit_key=audit.key, level=AlertLevel.A, closed_at=None
    ).exists()


def get_open_actions(organisation: Organisation) -> QuerySet[Action]:
    """Return open actions by due date, those without one last, then by site."""
    actions = Action.objects.for_organisation(organisation).filter(is_outstanding=True)
    return actions.order_by("sort_due_on", "site_name", "number", "pk")


def get_findings_without_action(organisation: Organisation) -> QuerySet[Finding]:
    """Return open breaches for which nobody has planned anything, by due date, those without one last."""
    return get_findings(organisation).filter(is_unplanned=True).order_by("sort_due_on", "pk")


def get_reviews(organisation: Organisation) -> QuerySet[CarPlan]:
    """Return the plans with shared owners of open findings, by review, and whether an A-alert is open."""
    plans = CarPlan.objects.for_organisation(organisation).filter(finding__status__in=OPEN_STATUSES)
    plans = plans.select_related("finding__audit__site__supplier").prefetch_related("owners")
    return plans.annotate(has_alert=Exists(get_open_alerts_about("finding__"))).order_by("review_on", "pk")


def order_by_gravity(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Order findings by grade, the worst first, then by date."""
    order = Case(*(When(grade=grade, then=rank) for rank, grade in enumerate(Grade)), output_field=IntegerField())
    return findings.order_by(order, "due_on", "pk")


def count_by_month(findings: QuerySet[Finding]) -> tuple[MonthCounts, MonthCounts]:
    """Return how many of these findings opened, and how many closed, by grade and month: one query.

    Only breaches that count.
    """
    return _sort_counts(_select_months(findings))


def count_all_by_month(organisation: Organisation) -> tuple[MonthCounts, MonthCounts]:
    """Return the same of all findings of an organisation."""
    return _sort_counts(_fetch_months(organisation.pk))


@prepared
def _fetch_months(organisation: int) -> QuerySet[Any]:  # Any: of _sort_counts
    return _select_months(Finding.objects.for_organisation(organisation))


def _select_months(findings: QuerySet[Finding]) -> QuerySet[Any]:  # Any: of _sort_counts
    opened, closed = (
        findings.order_by()
        .exclude(**{month: ""})
        .annotate(is_closed=Value(month == "closed_month"), month=F(month))
        .values_list("is_closed", "grade", "month")
        .annotate(number=Count("pk"))
        for month in ("opened_month", "closed_month")
    )
    return opened.union(closed, all=True).order_by()


def _sort_counts(rows: Iterable[tuple[Any, str, str, int]]) -> tuple[MonthCounts, MonthCounts]:
    counts: tuple[dict[tuple[str, str], int], dict[tuple[str, str], int]] = ({}, {})
    for is_closed, grade, month, number in rows:
        counts[bool(is_closed)][grade, month] = number
    return counts


def filter_by_freshness(audits: QuerySet[Audit], freshness: str, today: date) -> QuerySet[Audit]:
    """Return the audits that are fresh, ageing or expired on that day, as rules.dates.audit_freshness says."""
    audits = audits.annotate(folded_result=Lower(Trim("overall_result")))
    is_expired = Q(expires_on__lt=today) | Q(expires_on=None, ended_on__lt=_first_day(today, is_fresh=False))
    if freshness == Freshness.EXPIRED:
        return audits.filter(is_expired)
    is_fresh = Q(ended_on__gte=_first_day(today, is_fresh=True))
    # The condition is repeated, for NOT is not true of what is compared with NULL.
    counts = Q(expires_on__gte=today) | Q(expires_on=None, ended_on__gte=_first_day(today, is_fresh=False))
    return audits.filter(counts, is_fresh if freshness == Freshness.FRESH else ~is_fresh)


def _first_day(today: date, *, is_fresh: bool) -> Case:
    """Return, by scheme and result, the first day of the audits that are fresh today, or else of those that count."""
    cases, default = [], Value(today)
    for scheme, result, fresh_months, max_months in dates.list_validity_months():
        day = Value(dates.get_first_day(today, fresh_months if is_fresh else max_months))
        if scheme is None:
            default = day
        else:
            cases.append(When(**{"scheme": scheme} | ({"folded_result": result} if result else {}), then=day))
    return Case(*cases, default=default, output_field=DateField())


def prefetch_files(actions: QuerySet[Action]) -> QuerySet[Action]:
    """Return the actions with their files."""
    return actions.prefetch_related("files__file")
