"""Render action plans to download: a business reads what its page shows, a supplier what its link shows."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from compliance.audits.models import Action, Finding
from compliance.organisations.models import Organisation
from compliance.suppliers.models import Supplier
from compliance.workbooks.planning.actions import ACTION_FIELDS
from compliance.workbooks.writing import plan

type Values = dict[str, Any]


def render_business_plan(
    organisation: Organisation, actions: Iterable[Action], findings: Iterable[Finding], *, by: Any, at: datetime,
    narrowed_by: str,
) -> bytes:  # fmt: skip
    """Return a workbook of open actions, then of findings that have none: a row to write the first in."""
    rows = [*map(_action_values, actions), *map(_finding_values, findings)]
    when = timezone.localtime(at)
    read_me = (
        "Open findings and actions",
        f"{organisation}. Downloaded by {by} on {when:%-d %B %Y} at {when:%H:%M}: {len(rows)} rows.",
        f"Narrowed to: {narrowed_by}." if narrowed_by else "All that is open.",
        "Fill in the white cells on the sheet Action plan. The grey cells say which row it is: leave them as they are.",
        "The last rows are findings that nobody has planned for. Fill in corrective_action to plan for one.",
        "A row that you leave as it is changes nothing. Write CLEAR in a cell to empty it.",
        "If somebody changes an action meanwhile, its row is not put in, and you are told.",
        f"Send the workbook on the page Uploads of {settings.PORTAL_NAME}. You see what would change before it does.",
        "Do not send this workbook to a supplier: it holds the grades and words of your audits.",
    )
    return plan.render_workbook(rows, plan.BUSINESS_LAYOUT, read_me=read_me)


def render_supplier_plan(supplier: Supplier, actions: Iterable[Action]) -> bytes:
    """Return a workbook of these actions, without a grade, the audit's words or anything of whoever asks."""
    read_me = (
        "How to fill this workbook",
        f"It holds the open actions of {supplier}. Fill in the sheet Action plan.",
        "Fill in the white cells. The grey cells say which action it is: leave them as they are.",
        "In status, choose one from the list: In progress. Closed, not verified. Disputed by the site.",
        "Closed means done. Then write the day in completed_date, as 2026-12-31.",
        "Also write the name of a file that shows it in evidence_file. You send that file after the workbook.",
        "Leave a cell empty to keep what is there. Write CLEAR to empty it.",
        "You may leave rows out and change their order.",
        "Do not write names of workers, or anything by which one of them could be found.",
        "Send the workbook back by the link in your mail. If you have no link, send it to the business that asked you.",
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
