"""SiteFacts: one row a site, rewritten after each change and each night. Set-based: five queries for any number."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from compliance.audits.choices import AlertLevel, AuditStatus
from compliance.audits.models import Action, Alert, Audit, Finding
from compliance.audits.rules.site_facts import ActionFacts, AuditFacts, FindingFacts, compute_site_facts
from compliance.organisations.models import Organisation
from compliance.suppliers.choices import ScoreEvent
from compliance.suppliers.models import Site, SiteFacts
from compliance.suppliers.services import risk_job

BATCH_SIZE = 500
# Rows that one round of the sweep writes anew after midnight.
SITES_PER_ROUND = 2000


def write_facts(sites: Iterable[int], today: date) -> None:
    """Write what the audits of these sites (their keys) say on that day."""
    ordered = sorted(set(sites))
    for start in range(0, len(ordered), BATCH_SIZE):
        _write(ordered[start : start + BATCH_SIZE], today)


def update_changed_sites(
    organisation: Organisation, sites: Collection[int], *, event: ScoreEvent, at: datetime
) -> None:
    """Update facts after any change of audits, findings or actions, and have scores recomputed soon."""
    write_facts(sites, timezone.localdate(at))
    risk_job.request_scores(organisation, event=event, at=at)


@transaction.atomic
def refresh_daily(now: datetime) -> int:
    """Rewrite rows after midnight, because audits age and actions become late; return how many.

    Scores follow once all facts of a business are of the day, also where some were worked out before.
    """
    midnight = risk_job.start_of_day(now)
    stale = SiteFacts.objects.filter(changed_at__lt=midnight).order_by("pk")
    sites = list(stale.values_list("pk", flat=True)[:SITES_PER_ROUND])
    write_facts(sites, midnight.date())
    organisations = Organisation.objects.filter(pk__in=Site.objects.filter(pk__in=sites).values("organisation"))
    for organisation in organisations.exclude(pk__in=risk_job.organisations_with_stale_facts(now)):
        risk_job.request_scores(organisation, event=ScoreEvent.DAY, at=now)
    return len(sites)


def _write(sites: list[int], today: date) -> None:
    audits, findings, actions = _load_audits(sites), _load_findings(sites), _load_actions(sites)
    grave, reported = _load_alert_sites(sites)
    rows = [
        SiteFacts(
            site_id=site,
            has_alert_a=site in grave,
            has_open_report=site in reported,
            **compute_site_facts(audits[site], findings[site], actions[site], today=today),
        )
        for site in sites
    ]
    names = [field.name for field in SiteFacts._meta.concrete_fields if not field.primary_key]
    SiteFacts.objects.bulk_create(rows, update_conflicts=True, unique_fields=["site"], update_fields=names)


def _load_audits(sites: list[int]) -> dict[int, list[AuditFacts]]:
    facts_by_site: dict[int, list[AuditFacts]] = defaultdict(list)
    for audit in Audit.objects.filter(site__in=sites, status=AuditStatus.COMPLETE):
        facts_by_site[audit.site_id].append(
            AuditFacts(
                pk=audit.pk,
                scheme=audit.scheme,
                kind=audit.audit_type,
                announcement=audit.announcement,
                commissioned_by=audit.commissioned_by,
                ended_on=audit.ended_on,
                expires_on=audit.counts_until,
                status=audit.status,
                is_stub=audit.is_stub,
                management_grades=audit.management_grades,
            )
        )
    return facts_by_site


def _load_findings(sites: list[int]) -> dict[int, list[FindingFacts]]:
    facts_by_site: dict[int, list[FindingFacts]] = defaultdict(list)
    rows = Finding.objects.filter(audit__site__in=sites, audit__status=AuditStatus.COMPLETE)
    columns = rows.values_list("audit__site", "audit", "issue_code", "grade", "status", "closed_on")
    for site, audit, issue_code, grade, status, closed_on in columns:
        facts_by_site[site].append(FindingFacts(audit, issue_code, grade, status, closed_on))
    return facts_by_site


def _load_actions(sites: list[int]) -> dict[int, list[ActionFacts]]:
    facts_by_site: dict[int, list[ActionFacts]] = defaultdict(list)
    rows = Action.objects.filter(finding__audit__site__in=sites, finding__audit__status=AuditStatus.COMPLETE)
    columns = rows.values_list("finding__audit__site", "finding__audit", "status", "due_on")
    for site, audit, status, due_on in columns:
        facts_by_site[site].append(ActionFacts(audit, status, due_on))
    return facts_by_site


def _load_alert_sites(sites: list[int]) -> tuple[set[int], set[int]]:
    """Return sites with an open A-alert, and sites with one that the business itself recorded as reported."""
    rows = Alert.objects.filter(site__in=sites, closed_at=None).filter(
        Q(level=AlertLevel.A) | Q(reported_at__isnull=False)
    )
    grave, reported = set(), set()
    for site, level, reported_at in rows.values_list("site", "level", "reported_at"):
        if level == AlertLevel.A:
            grave.add(site)
        if reported_at is not None:
            reported.add(site)
    return grave, reported
