"""What the page of an audit, and that of a finding, show: rows put in words and in order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists
from django.utils.translation import gettext as _

from compliance.audits.choices import CLOSED, OPEN, AuditStatus, ManagementGrade, ManagementPart, Strength
from compliance.audits.forms.audits import DETAIL_COUNTS, DETAIL_TEXTS, sum_in_doubt
from compliance.audits.models import Action, Audit, Finding
from compliance.audits.rules import findings as rules
from compliance.audits.selectors import lists
from compliance.audits.services.audits import STATUS_STEPS
from compliance.suppliers.forms.sites import WORKERS
from portal.history.event_labels import sentence
from portal.history.models import Entry
from portal.history.selectors import of_scope
from portal.reference.audits import code_areas, indicators, issues

# The area of findings that the reader may not see into.
SHUT = "shut"
# Audits that one finding is followed through; a circle ends here too.
LONGEST_CHAIN = 12


@dataclass(frozen=True)
class Line:
    """A finding in a list. shows_details: without, only its reference, grade and status are shown."""

    finding: Finding
    shows_details: bool
    is_late: bool


def lines(found: Iterable[Finding], *, today: date, shows_all: bool) -> list[Line]:
    return [
        Line(
            finding,
            shows_details=shows_all or not finding.has_alert,  # type: ignore[attr-defined]  # annotated
            is_late=finding.is_open and finding.due_on is not None and finding.due_on < today,
        )
        for finding in found
    ]


def action_lines(found: Iterable[Action], *, today: date, shows_all: bool) -> list[dict[str, Any]]:
    """Actions in a list."""
    return [
        {
            "action": action,
            "is_late": action.due_on is not None and action.due_on < today,
            "shows_details": shows_all or not action.has_alert,  # type: ignore[attr-defined]  # annotated
        }
        for action in found
    ]


def of_audit(audit: Audit, *, today: date, shows_all: bool) -> dict[str, Any]:
    found = audit.findings.annotate(has_alert=Exists(lists.alerts_about("")))
    shown = lines(found.select_related("audit"), today=today, shows_all=shows_all)
    return {
        "areas": _by_area(shown),
        "has_findings": bool(shown),
        "freshness": audit.freshness_on(today),
        **signs_of(shown),
        "management": _management(audit),
        "workers": _workers(audit),
        "workers_in_doubt": sum_in_doubt(vars(audit.figures)) if audit.figures else "",
        "saq_seen": _("Yes") if audit.extra.get("saq_seen") else "",
        "files": audit.files.select_related("file__uploaded_by"),
        "files_are_shut": any(line.finding.has_alert for line in shown) and not shows_all,  # type: ignore[attr-defined]
        "steps": [step for step in AuditStatus if step in STATUS_STEPS[AuditStatus(audit.status)]],
    }


def _by_area(shown: list[Line]) -> list[tuple[str, list[Line]]]:
    by_area = defaultdict(list)
    for line in shown:
        by_area[line.finding.code_area if line.shows_details else SHUT].append(line)
    known = [*code_areas(), *sorted(set(by_area) - {*code_areas(), SHUT})]
    areas = [(f"{code} {code_areas().get(code, '')}".strip(), by_area[code]) for code in known if by_area[code]]
    return areas + ([(_("Under an open alert"), by_area[SHUT])] if by_area[SHUT] else [])


def signs_of(shown: list[Line]) -> dict[str, Any]:
    """What these findings may be signs of: a word, and by indicator the findings it rests on."""
    return {"strength": _strength(shown), "indicators": _indicators(shown)}


def _signs(shown: list[Line]) -> list[Line]:
    """Those that are open and speak of a breach."""
    return [line for line in shown if line.finding.is_open and line.finding.grade != "good_example"]


def _strength(shown: list[Line]) -> Strength:
    return rules.strength(line.finding.issue_code for line in _signs(shown))


def _indicators(shown: list[Line]) -> list[tuple[str, list[Line]]]:
    """Each indicator with the findings it rests on, in the booklet's order; those that are closed to the reader out."""
    found = defaultdict(list)
    for line in _signs(shown):
        if line.shows_details and line.finding.issue:
            for indicator in line.finding.issue.indicators:
                found[indicator].append(line)
    return [(name, found[code]) for code, name in indicators().items() if found[code]]


def _management(audit: Audit) -> list[tuple[str, list[tuple[Any, Any]]]]:
    """Each area that has grades, with its parts; the same grade for all four is said once."""
    return [
        (f"{code} {_(name)}", _parts(audit.management_grades[code]))
        for code, name in code_areas().items()
        if code in audit.management_grades
    ]


def _parts(grades: Mapping[str, str]) -> list[tuple[Any, Any]]:
    given = [(part.label, ManagementGrade(grades[part]).label) for part in ManagementPart if part in grades]
    if len(given) == len(ManagementPart) and len(set(grades.values())) == 1:
        return [(_("All four parts"), given[0][1])]
    return given


def _workers(audit: Audit) -> list[tuple[Any, Any, Any]]:
    """Label, number or text, and how many of them women where that is known."""
    figures = audit.figures
    if figures is None:
        return []
    counted = [(label, getattr(figures, name), f"women_{name}") for name, label in WORKERS.items() if name != "total"]
    shown = [(label, value, figures.details.get(women)) for label, value, women in counted if value is not None]
    beside = [(label, figures.details[name], None) for name, label in DETAIL_COUNTS.items() if name in figures.details]
    texts = [(label, figures.details[name], None) for name, label in DETAIL_TEXTS.items() if figures.details.get(name)]
    return [*shown, *beside, *texts]


# --- A finding -----------------------------------------------------------------------------------------------------


def of_finding(finding: Finding) -> dict[str, Any]:
    issue = issues().get(finding.issue_code)
    names = indicators()
    return {
        "issue": issue,
        "indicators": [names[code] for code in issue.indicators] if issue else [],
        "sign": Strength(issue.strength).label if issue and issue.indicators else "",
        "chain": _chain(finding),
    }


def _chain(finding: Finding) -> list[Finding]:
    """The finding with those it was carried over from and to, the oldest first; a query a step."""
    own = Finding.objects.select_related("audit")
    chain = [finding]
    while len(chain) < LONGEST_CHAIN and (earlier := chain[0].carried_from_id):
        chain.insert(0, own.get(pk=earlier))
    while len(chain) < LONGEST_CHAIN and (after := own.filter(carried_from=chain[-1]).exclude(pk=finding.pk).first()):
        chain.append(after)
    return chain


def history_of(scope: Any, *rows: Any) -> list[dict[str, Any]]:
    """The timeline: what happened to these rows, the newest first."""
    entries = of_scope(scope).filter(object_uuid__in=[row.uuid for row in rows])[:50]
    return [{"entry": entry, "sentence": _said(entry)} for entry in entries]


def _said(entry: Entry) -> str:
    return sentence(entry)


def actions_of(finding: Finding, *, today: date) -> list[dict[str, Any]]:
    found = lists.with_files(Action.objects.filter(finding=finding).select_related("closed_by_user"))
    return [
        {
            "action": action,
            "is_open": action.status in OPEN,
            "is_closed": action.status in CLOSED,
            "is_late": action.status in OPEN and action.due_on is not None and action.due_on < today,
        }
        for action in found
    ]
