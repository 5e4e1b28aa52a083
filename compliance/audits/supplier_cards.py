"""The audit cards of a supplier's and of a site's page: the same few queries for any number of sites."""

from collections.abc import Collection
from datetime import date
from typing import Any

from compliance.audits import permissions
from compliance.audits.choices import AlertLevel, AuditStatus
from compliance.audits.models import Alert, Audit, AuditFile, Finding
from compliance.audits.selectors import page_contexts, querysets
from compliance.organisations.models import Membership
from compliance.suppliers.models import Site

# Lines a card; the rest stands in the lists, by a link.
MAX_AUDITS_SHOWN = 5
MAX_FILES_SHOWN = 10


def cards(membership: Membership, sites: Collection[Site], *, today: date) -> dict[str, Any]:
    """Return the cards, and in `about` the ids of rows whose history belongs to the page too."""
    organisation, shows_all = membership.organisation, permissions.can_see_all_details(membership)
    audits = list(querysets.get_audits(organisation).filter(site__in=sites).order_by("-ended_on", "-pk"))
    counting = [audit for audit in audits if audit.status == AuditStatus.COMPLETE]
    by_grade = querysets.order_by_gravity(
        querysets.get_findings(organisation).filter(pk__in=Finding.objects.open().filter(audit__in=counting))
    )
    finding_lines = page_contexts.get_finding_lines(by_grade, today=today, shows_all=shows_all)
    owed = list(querysets.get_open_actions(organisation).filter(finding__audit__in=counting))
    return {
        "audits": [{"audit": audit, "freshness": audit.freshness_on(today)} for audit in audits[:MAX_AUDITS_SHOWN]],
        "audit_count": len(audits),
        "never_audited": len({site.pk for site in sites} - {audit.site_id for audit in audits}),
        "findings": [line for line in finding_lines if not line.finding.is_note][:MAX_AUDITS_SHOWN],
        "finding_count": sum(not line.finding.is_note for line in finding_lines),
        "actions": page_contexts.get_action_lines(owed[:MAX_AUDITS_SHOWN], today=today, shows_all=shows_all),
        "action_count": len(owed),
        "signs": page_contexts.get_indicator_summary(finding_lines),
        "about": [audit.uuid for audit in audits],
        **_get_files(audits, shows_all=shows_all),
    }


def _get_files(audits: list[Audit], *, shows_all: bool) -> dict[str, Any]:
    """Return the newest; a report under an open A-alert is counted, not named, for those who may not open it."""
    attached = AuditFile.objects.filter(audit__in=audits).select_related("file", "audit").order_by("-added_at")
    shut = set() if shows_all else _get_audits_under_alert(audits)
    files = list(attached)
    return {
        "files": [file for file in files if file.audit.key not in shut][:MAX_FILES_SHOWN],
        "files_shut": sum(file.audit.key in shut for file in files),
    }


def _get_audits_under_alert(audits: list[Audit]) -> set[str]:
    open_a = Alert.objects.filter(level=AlertLevel.A, closed_at=None)
    alerts = open_a.filter(organisation__in={audit.organisation_id for audit in audits})
    return set(alerts.filter(audit_key__in=[audit.key for audit in audits]).values_list("audit_key", flat=True))
