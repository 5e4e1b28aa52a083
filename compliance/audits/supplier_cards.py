"""What the page of a supplier and that of a site show of their audits: the same few queries for any number of sites."""

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
    """Beside the cards `about`: whose lines of history belong to the place, too."""
    own, shows_all = membership.organisation, permissions.can_see_all_details(membership)
    held = list(querysets.get_audits(own).filter(site__in=sites).order_by("-ended_on", "-pk"))
    counting = [audit for audit in held if audit.status == AuditStatus.COMPLETE]
    by_grade = querysets.order_by_gravity(
        querysets.get_findings(own).filter(pk__in=Finding.objects.open().filter(audit__in=counting))
    )
    found = page_contexts.get_finding_lines(by_grade, today=today, shows_all=shows_all)
    owed = list(querysets.get_open_actions(own).filter(finding__audit__in=counting))
    return {
        "audits": [{"audit": audit, "freshness": audit.freshness_on(today)} for audit in held[:MAX_AUDITS_SHOWN]],
        "audit_count": len(held),
        "never_audited": len({site.pk for site in sites} - {audit.site_id for audit in held}),
        "findings": [line for line in found if not line.finding.is_note][:MAX_AUDITS_SHOWN],
        "finding_count": sum(not line.finding.is_note for line in found),
        "actions": page_contexts.get_action_lines(owed[:MAX_AUDITS_SHOWN], today=today, shows_all=shows_all),
        "action_count": len(owed),
        "signs": page_contexts.get_indicator_summary(found),
        "about": [audit.uuid for audit in held],
        **_get_files(held, shows_all=shows_all),
    }


def _get_files(held: list[Audit], *, shows_all: bool) -> dict[str, Any]:
    """The newest; a report under an open A-alert is counted, not named, to those who may not open it."""
    kept = AuditFile.objects.filter(audit__in=held).select_related("file", "audit").order_by("-added_at")
    shut = set() if shows_all else _get_audits_under_alert(held)
    files = list(kept)
    return {
        "files": [one for one in files if one.audit.key not in shut][:MAX_FILES_SHOWN],
        "files_shut": sum(one.audit.key in shut for one in files),
    }


def _get_audits_under_alert(held: list[Audit]) -> set[str]:
    open_a = Alert.objects.filter(level=AlertLevel.A, closed_at=None)
    mine = open_a.filter(organisation__in={audit.organisation_id for audit in held})
    return set(mine.filter(audit_key__in=[audit.key for audit in held]).values_list("audit_key", flat=True))
