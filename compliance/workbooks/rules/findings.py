"""Check a row of the sheet "Audit findings": a finding, or an audit that found nothing.

See docs/requirements/suppliers.md#finding-rows.
"""

from compliance.audits.choices import Grade
from compliance.audits.rules.issue_suggestion import suggest_issue_code
from compliance.workbooks.choice_synonyms import choice_words
from compliance.workbooks.rules import actions
from portal.reference.audits import get_smeta_7_area, issues

# From this day on an audit is of SMETA 7 unless its version says otherwise.
# See docs/requirements/suppliers.md#smeta-versions.
SMETA_7_FROM = "2024-09-10"
KIND_GRADES = {"observation": Grade.OBSERVATION, "good_example": Grade.GOOD_EXAMPLE}
IMMEDIATE_ALERT = "A"


def check(values: dict, columns: frozenset[str], say) -> None:
    """Check a row of findings, and complete its grade, area and kind."""
    _days(values, say)
    if values.get("no_findings") and not values.get("finding_ref"):
        return
    _grade(values, say)
    _needed(values, columns, say)
    _area(values, say)
    _issue(values, say)
    actions.check_verified(values, say)
    if values.get("new_or_carried") == "carried" and not values.get("carried_from_ref"):
        say("R001", "carried_from_ref", None)


def _days(values: dict, say) -> None:
    start, end = values.get("audit_start"), values.get("audit_end")
    if start and end and end < start:
        say("R011", "audit_end", end, other="audit_start")


def _grade(values: dict, say) -> None:
    kind = values.pop("kind", None)
    if not values.get("grade") and kind in KIND_GRADES:
        values["grade"] = KIND_GRADES[kind].value
        say("W005", "kind", kind, meaning=str(KIND_GRADES[kind].label))


def _needed(values: dict, columns: frozenset[str], say) -> None:
    for column in ("finding_ref", "code_area", "grade", "description"):
        if values.get(column) is None and (column in columns or column == "description"):
            say("R001", column, None)


def is_before_smeta_7(values: dict) -> bool:
    """Return whether the audit is of a SMETA version before 7, by its scheme, its version or its last day."""
    scheme, version, end = values.get("scheme") or "smeta", values.get("scheme_version"), values.get("audit_end") or ""
    if scheme == "smeta_6_1" or not scheme.startswith("smeta"):
        return scheme == "smeta_6_1"
    return version.startswith("6") if version else end < SMETA_7_FROM


def _area(values: dict, say) -> None:
    """Set the area that a code means, which depends on the version: 10A was entitlement to work before SMETA 7."""
    written = values.get("code_area")
    if not written:
        return
    area = get_smeta_7_area(written.split(" ")[0].strip(".:"), is_before_7=is_before_smeta_7(values))
    choice = choice_words("areas").find(area) or choice_words("areas").find(written)
    if choice is None:
        say("R003", "code_area", written, choices=", ".join(choice_words("areas").labels()))
    else:
        values["code_area"] = choice.code


def _issue(values: dict, say) -> None:
    """Suggest a code for a file without one; where people may be in danger, a person has to confirm it."""
    code = values.get("issue_code")
    if code is None and values.get("description"):
        code = suggest_issue_code(f"{values.get('title') or ''}\n{values['description']}")
        if code:
            values["issue_code"] = code
            values["issue_is_suggested"] = True
            is_grave = issues()[code].alert in ("A", "B")
            say("R019", "issue_code", None, guess=f"{code}, {issues()[code].title}", is_warning=not is_grave)
    if code and issues()[code].alert == IMMEDIATE_ALERT:
        is_guess = bool(values.get("issue_is_suggested"))
        say("W007", "description" if is_guess else "issue_code", None if is_guess else code)
