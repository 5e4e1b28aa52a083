"""What the page of an audit, and that of a finding, show: rows put in words and in order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists
from django.utils.translation import gettext as _

from compliance.audits.choices import (
    CLOSED_STATUSES,
    OPEN_STATUSES,
    AuditStatus,
    ManagementGrade,
    ManagementPart,
    Strength,
)
from compliance.audits.forms.audits import DETAIL_COUNTS, DETAIL_TEXTS, describe_sum_mismatch
from compliance.audits.models import Action, Audit, Finding
from compliance.audits.rules import findings as rules
from compliance.audits.selectors import querysets
from compliance.audits.services.audits import ALLOWED_STATUS_CHANGES
from compliance.suppliers.forms.sites import WORKER_LABELS
from portal.history.event_labels import get_entry_sentence
from portal.history.models import Entry
from portal.history.selectors import entries_for_scope
from portal.reference.audits import code_areas, indicators, issues

# The area of findings that the reader may not see into.
RESTRICTED = "shut"
# Audits that one finding is followed through; a circle ends here too.
MAX_CHAIN_LENGTH = 12


@dataclass(frozen=True)
class FindingLine:
    """A finding in a list. shows_details: without, only its reference, grade and status are shown."""

    finding: Finding
    shows_details: bool
    is_late: bool


def get_finding_lines(found: Iterable[Finding], *, today: date, shows_all: bool) -> list[FindingLine]:
    return [
        FindingLine(
            finding,
            shows_details=shows_all or not finding.has_alert,  # type: ignore[attr-defined]  # annotated
            is_late=finding.is_open and finding.due_on is not None and finding.due_on < today,
        )
        for finding in found
    ]


def get_action_lines(found: Iterable[Action], *, today: date, shows_all: bool) -> list[dict[str, Any]]:
    """Actions in a list."""
    return [
        {
            "action": action,
            "is_late": action.due_on is not None and action.due_on < today,
            "shows_details": shows_all or not action.has_alert,  # type: ignore[attr-defined]  # annotated
        }
        for action in found
    ]


def get_audit_context(audit: Audit, *, today: date, shows_all: bool) -> dict[str, Any]:
    found = audit.findings.annotate(has_alert=Exists(querysets.get_open_alerts_about("")))
    shown = get_finding_lines(found.select_related("audit"), today=today, shows_all=shows_all)
    return {
        "areas": _group_by_area(shown),
        "has_findings": bool(shown),
        "freshness": audit.freshness_on(today),
        **get_indicator_summary(shown),
        "management": _get_management_grades(audit),
        "workers": _get_worker_figures(audit),
        "workers_in_doubt": describe_sum_mismatch(vars(audit.figures)) if audit.figures else "",
        "saq_seen": _("Yes") if audit.extra.get("saq_seen") else "",
        "files": audit.files.select_related("file__uploaded_by"),
        "files_are_shut": any(line.finding.has_alert for line in shown) and not shows_all,  # type: ignore[attr-defined]
        "steps": [step for step in AuditStatus if step in ALLOWED_STATUS_CHANGES[AuditStatus(audit.status)]],
    }


def _group_by_area(shown: list[FindingLine]) -> list[tuple[str, list[FindingLine]]]:
    by_area = defaultdict(list)
    for line in shown:
        by_area[line.finding.code_area if line.shows_details else RESTRICTED].append(line)
    known = [*code_areas(), *sorted(set(by_area) - {*code_areas(), RESTRICTED})]
    areas = [(f"{code} {code_areas().get(code, '')}".strip(), by_area[code]) for code in known if by_area[code]]
    return areas + ([(_("Under an open alert"), by_area[RESTRICTED])] if by_area[RESTRICTED] else [])


def get_indicator_summary(shown: list[FindingLine]) -> dict[str, Any]:
    """What these findings may be signs of: a word, and by indicator the findings it rests on."""
    return {"strength": _get_strength(shown), "indicators": _group_by_indicator(shown)}


def _get_open_breaches(shown: list[FindingLine]) -> list[FindingLine]:
    """Those that are open and speak of a breach."""
    return [line for line in shown if line.finding.is_open and line.finding.grade != "good_example"]


def _get_strength(shown: list[FindingLine]) -> Strength:
    return rules.indicator_strength(line.finding.issue_code for line in _get_open_breaches(shown))


def _group_by_indicator(shown: list[FindingLine]) -> list[tuple[str, list[FindingLine]]]:
    """Each indicator with the findings it rests on, in the booklet's order; those that are closed to the reader out."""
    found = defaultdict(list)
    for line in _get_open_breaches(shown):
        if line.shows_details and line.finding.issue:
            for indicator in line.finding.issue.indicators:
                found[indicator].append(line)
    return [(name, found[code]) for code, name in indicators().items() if found[code]]


def _get_management_grades(audit: Audit) -> list[tuple[str, list[tuple[Any, Any]]]]:
    """Each area that has grades, with its parts; the same grade for all four is said once."""
    return [
        (f"{code} {_(name)}", _get_part_grades(audit.management_grades[code]))
        for code, name in code_areas().items()
        if code in audit.management_grades
    ]


def _get_part_grades(grades: Mapping[str, str]) -> list[tuple[Any, Any]]:
    given = [(part.label, ManagementGrade(grades[part]).label) for part in ManagementPart if part in grades]
    if len(given) == len(ManagementPart) and len(set(grades.values())) == 1:
        return [(_("All four parts"), given[0][1])]
    return given


def _get_worker_figures(audit: Audit) -> list[tuple[Any, Any, Any]]:
    """Label, number or text, and how many of them women where that is known."""
    figures = audit.figures
    if figures is None:
        return []
    counted = [
        (label, getattr(figures, name), f"women_{name}") for name, label in WORKER_LABELS.items() if name != "total"
    ]
    shown = [(label, value, figures.details.get(women)) for label, value, women in counted if value is not None]
    beside = [(label, figures.details[name], None) for name, label in DETAIL_COUNTS.items() if name in figures.details]
    texts = [(label, figures.details[name], None) for name, label in DETAIL_TEXTS.items() if figures.details.get(name)]
    return [*shown, *beside, *texts]


# --- A finding -----------------------------------------------------------------------------------------------------


def get_finding_context(finding: Finding) -> dict[str, Any]:
    issue = issues().get(finding.issue_code)
    names = indicators()
    return {
        "issue": issue,
        "indicators": [names[code] for code in issue.indicators] if issue else [],
        "sign": Strength(issue.strength).label if issue and issue.indicators else "",
        "chain": _get_carry_over_chain(finding),
    }


def _get_carry_over_chain(finding: Finding) -> list[Finding]:
    """The finding with those it was carried over from and to, the oldest first; a query a step."""
    own = Finding.objects.select_related("audit")
    chain = [finding]
    while len(chain) < MAX_CHAIN_LENGTH and (earlier := chain[0].carried_from_id):
        chain.insert(0, own.get(pk=earlier))
    while len(chain) < MAX_CHAIN_LENGTH and (
        after := own.filter(carried_from=chain[-1]).exclude(pk=finding.pk).first()
    ):
        chain.append(after)
    return chain


def get_timeline(scope: Any, *rows: Any) -> list[dict[str, Any]]:
    """The timeline: what happened to these rows, the newest first."""
    entries = entries_for_scope(scope).filter(object_uuid__in=[row.uuid for row in rows])[:50]
    return [{"entry": entry, "sentence": _said(entry)} for entry in entries]


def _said(entry: Entry) -> str:
    return get_entry_sentence(entry)


def get_finding_actions(finding: Finding, *, today: date) -> list[dict[str, Any]]:
    found = querysets.prefetch_files(Action.objects.filter(finding=finding).select_related("closed_by_user"))
    return [
        {
            "action": action,
            "is_open": action.status in OPEN_STATUSES,
            "is_closed": action.status in CLOSED_STATUSES,
            "is_late": action.status in OPEN_STATUSES and action.due_on is not None and action.due_on < today,
        }
        for action in found
    ]
