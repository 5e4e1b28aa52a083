"""Render action plans to download: a business reads what its page shows, a supplier what its link shows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from compliance.audits.choices import Grade
from compliance.audits.forms.filters import ActionFilter
from compliance.audits.models import Action, Finding
from compliance.audits.selectors import querysets
from compliance.organisations.choices import ExportList
from compliance.organisations.models import Membership
from compliance.organisations.services.export_job import PROGRESS_EVERY, ExportFile, ExportKind, Progress
from compliance.suppliers.models import Supplier
from compliance.workbooks.permissions import can_take_plans
from compliance.workbooks.planning.actions import ACTION_FIELDS
from compliance.workbooks.writing import plan

XLSX_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
type Values = dict[str, Any]


# Any: rows of the two models, with has_alert beside their columns.
def _get_rows(membership: Membership, form: ActionFilter) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """Return the open actions and the findings without one, as the page of actions shows them under the same filter.

    Plans are made to be agreed with a site: nothing under an open A-alert is in one, whoever reads it.
    """
    today, organisation = timezone.localdate(), membership.organisation
    owed = querysets.get_open_actions(organisation).filter(form.query(today, finding="finding__"))
    actions: QuerySet[Any] = querysets.with_action_alerts(owed)
    findings: QuerySet[Any] = querysets.get_findings_without_action(organisation).exclude(grade=Grade.CAR)
    findings = findings.filter(form.query(today, finding=""))
    return actions.filter(has_alert=False), findings.filter(has_alert=False)


def _count(membership: Membership, query: QueryDict) -> int:
    return sum(rows.count() for rows in _get_rows(membership, ActionFilter(query)))


def render_business_plan(membership: Membership, query: QueryDict, at: datetime, progress: Progress) -> ExportFile:
    """Return a workbook of open actions, then of findings that have none: a row to write the first in."""
    form = ActionFilter(query)
    actions, findings = _get_rows(membership, form)
    rows = [*map(_action_values, actions), *map(_finding_values, findings)]
    organisation, by, narrowed_by = membership.organisation, membership.user, form.in_words()
    when = timezone.localtime(at)
    read_me = (
        "Open findings and actions",
        f"{organisation}. Downloaded by {by} on {when:%-d %B %Y} at {when:%H:%M}: {len(rows)} rows.",
        f"Filtered by: {narrowed_by}." if narrowed_by else "All open findings and actions.",
        "Findings with an open alert are left out.",
        "Fill in the white cells on the “Action plan” sheet. The grey cells identify the row, so do not change them.",
        "The last rows are findings with no action yet. To add one, fill in the column “corrective_action”.",
        "Rows that you do not edit change nothing. To empty a cell, write CLEAR in it.",
        "If someone else changes an action before you upload, we do not import its row, and we tell you.",
        f"Upload the workbook on the Uploads page of {settings.PORTAL_NAME}.",
        "You can check the changes before we import them.",
        "Do not send this workbook to a supplier, because it contains grades and text from your audits.",
    )
    return ExportFile(plan.render_workbook(_tell(rows, progress), plan.BUSINESS_LAYOUT, read_me=read_me), {})


def _tell(rows: Sequence[Values], progress: Progress) -> Iterator[Values]:
    for number, row in enumerate(rows):
        if number % PROGRESS_EVERY == 0:
            progress(number, len(rows))
        yield row


EXPORT = ExportKind(
    name=ExportList.ACTION_PLAN,
    event="workbooks.plan.downloaded",
    back="actions:list",
    content_type=XLSX_CONTENT_TYPE,
    file_name=lambda membership: f"action-plan-{membership.organisation.slug}.xlsx",
    allows=can_take_plans,
    count=_count,
    render=render_business_plan,
)


def render_supplier_plan(supplier: Supplier, actions: Iterable[Action]) -> bytes:
    """Return a workbook of these actions, without a grade, the audit's words or anything of whoever asks."""
    read_me = (
        "How to fill in this workbook",
        f"This workbook contains the open actions for {supplier}. Fill in the “Action plan” sheet.",
        "Fill in the white cells. The grey cells identify the action, so do not change them.",
        "In the column “status”, choose “In progress”, “Closed, not verified” or “Disputed by the site”.",
        "Closed means the action is done. If it is, enter the date in the column “completed_date”, like 2026-12-31.",
        "Enter the name of an evidence file in the column “evidence_file”. You can send the file after the workbook.",
        "Leave a cell empty to keep our record as it is. Write CLEAR to remove what we have.",
        "You can leave rows out or change their order.",
        "Do not write workers’ names, or anything that could identify a worker.",
        "Send the workbook back using the link in your email.",
        "If you do not have a link, send the workbook to the business that asked you.",
    )
    return plan.render_workbook((_supplier_values(action) for action in actions), plan.SUPPLIER_LAYOUT, read_me=read_me)


def _key_columns(finding: Finding, number: int, version: int) -> Values:
    audit = finding.audit
    return {
        "audit_ref": audit.audit_ref,
        "finding_ref": finding.finding_ref,
        "action_no": number,
        "portal_site": audit.site.name,
        "row_version": version,
    }


def _filled_columns(action: Action) -> Iterator[tuple[str, Any]]:
    return ((column, getattr(action, name)) for column, name in ACTION_FIELDS.items())


def _context_columns(finding: Finding) -> Mapping[str, Any]:
    return {
        "portal_supplier": finding.audit.site.supplier.name,
        "portal_title": finding.heading,
        "grade": str(finding.get_grade_display()),
        "code_area": finding.code_area,
        "description": finding.description,
    }


def _action_values(action: Action) -> Values:
    return {
        **_key_columns(action.finding, action.number, action.version),
        **_context_columns(action.finding),
        **dict(_filled_columns(action)),
    }


def _finding_values(finding: Finding) -> Values:
    return {**_key_columns(finding, 1, finding.version), **_context_columns(finding)}


def _supplier_values(action: Action) -> Values:
    """Return the values of an action; a comment may be the business's own, so it is never shown."""
    return {
        **_key_columns(action.finding, action.number, action.version),
        **dict(_filled_columns(action)),
        "comment": None,
    }
