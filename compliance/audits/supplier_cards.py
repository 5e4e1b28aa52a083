"""The audit cards of a supplier's and of a site's page: the same few queries for any number of sites."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from compliance.audits import permissions
from compliance.audits.choices import AlertLevel, AuditStatus
from compliance.audits.models import Alert, Audit, AuditFile, Finding, Questionnaire
from compliance.audits.selectors import page_contexts, querysets
from compliance.audits.selectors.questionnaires import list_answers
from compliance.organisations.models import Membership
from compliance.suppliers.models import Site, Supplier
from portal.core.types import Context

# Lines a card; the rest stands in the lists, by a link.
MAX_AUDITS_SHOWN = 5
MAX_FILES_SHOWN = 10


def cards(membership: Membership, supplier: Supplier, sites: Collection[Site], *, today: date) -> Context:
    """Return the cards, and in `about` the ids of rows whose history belongs to the page too."""
    organisation, shows_all = membership.organisation, permissions.can_see_all_details(membership)
    of_sites = Audit.objects.for_organisation(organisation).filter(site__in=sites)
    audits = list(querysets.with_audit_columns(of_sites).order_by("-ended_on", "-pk"))
    counting = [audit for audit in audits if audit.status == AuditStatus.COMPLETE]
    by_grade = querysets.order_by_gravity(
        querysets.get_findings(organisation).filter(pk__in=Finding.objects.open().filter(audit__in=counting))
    )
    finding_lines = page_contexts.get_finding_lines(by_grade, today=today, shows_all=shows_all)
    actions = querysets.get_open_actions(organisation).filter(finding__audit__in=counting)
    owed = list(querysets.with_action_alerts(actions))
    return {
        "audits": [{"audit": audit, "freshness": audit.freshness_on(today)} for audit in audits[:MAX_AUDITS_SHOWN]],
        "audit_count": len(audits),
        "never_audited": len({site.pk for site in sites} - {audit.site_id for audit in audits}),
        "findings": [line for line in finding_lines if not line.finding.is_note][:MAX_AUDITS_SHOWN],
        "finding_count": sum(not line.finding.is_note for line in finding_lines),
        "actions": page_contexts.get_action_lines(owed[:MAX_AUDITS_SHOWN], today=today, shows_all=shows_all),
        "action_count": len(owed),
        "signs": page_contexts.get_indicator_summary(finding_lines),
        "questionnaire": _get_questionnaire(membership, supplier),
        "about": [audit.uuid for audit in audits],
        **_get_files(audits, shows_all=shows_all),
    }


def _get_questionnaire(membership: Membership, supplier: Supplier) -> Context | None:
    """Return the newest self-assessment of the supplier, with its answers; it may have no site yet."""
    own = Questionnaire.objects.for_organisation(membership.organisation).filter(supplier=supplier)
    answered = own.filter(answered_at__isnull=False)
    newest = answered.order_by("-answered_at").first()
    if newest is None:
        return None
    lines = [line for topic in list_answers(newest) for line in topic.lines]
    return {"row": newest, "concerns": [line for line in lines if line.is_concern], "count": len(lines)}


def _get_files(audits: list[Audit], *, shows_all: bool) -> Context:
    """Return the newest; a report under an open A-alert is counted, not named, for those who may not open it."""
    alerts = Alert.objects.filter(level=AlertLevel.A, closed_at=None, organisation=OuterRef("audit__organisation"))
    attached = AuditFile.objects.filter(audit__in=audits).annotate(
        is_under_alert=Exists(alerts.filter(audit_key=OuterRef("audit__key")))
    )
    files: list[Any] = list(attached.select_related("file", "audit").order_by("-added_at")) if audits else []
    shown = [file for file in files if shows_all or not file.is_under_alert]
    return {"files": shown[:MAX_FILES_SHOWN], "files_shut": len(files) - len(shown)}
