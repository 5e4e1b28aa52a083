"""Check a row of the sheet "Audit findings": a finding, or an audit that found nothing.

See docs/requirements/suppliers.md#finding-rows.
"""

import re

from compliance.audits.choices import Grade
from compliance.audits.rules.issue_suggestion import suggest_issue_code
from compliance.workbooks.choice_synonyms import choice_words
from compliance.workbooks.rules import actions
from portal.core.text import fold
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
    _area_of_reference(values, columns, say)
    _area(values, say)
    _issue(values, say)
    _grade_of_issue(values, columns, say)
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


def _area_of_reference(values: dict, columns: frozenset[str], say) -> None:
    """Read the area from a reference such as "Living wages are paid No.1", where the file has no column of it."""
    match = re.fullmatch(r"(.+?)\s*(?:no|nr|number|#)?\.?\s*\d+", str(values.get("finding_ref") or ""), re.I)
    is_asked = match and "code_area" not in columns and "finding_ref" in columns  # a number of our own says nothing
    choice = choice_words("areas").find(match[1]) if match and is_asked else None
    if choice:
        values["code_area"] = choice.code
        say("W005", "code_area", values["finding_ref"], meaning=choice_words("areas").label(choice.code))


# Small words that hardly an English sentence is without, and words of German, French and Spanish that it has not.
_ENGLISH = "the of and was were is are in to not for with a an at by from has have had been no without"
_FOREIGN = (
    "der das und nicht wurde wurden ist sind ein eine keine mit fur von im auf bei den dem le les des une est sont pas "
    "pour dans avec etait etaient du el los las una del esta estaba sin para con que se"
)


def _is_english(text: str) -> bool:
    """Return whether a text is English, as far as its small words tell."""
    words = fold(text).split()
    return sum(map(_ENGLISH.split().count, words)) > sum(map(_FOREIGN.split().count, words))


def _grade_of_issue(values: dict, columns: frozenset[str], say) -> None:
    """Propose the usual grade of the kind of finding for a file without grades: a locked fire exit is never minor."""
    if values.get("grade") or "grade" in columns:
        return
    code = values.get("issue_code")
    if not code and not _is_english(str(values.get("description") or "")):
        # Most words by which we tell kinds of findings are English: what they miss would be minor.
        say("R001", "grade", None)
        return
    grade = Grade(issues()[code].grade) if code else Grade.MINOR
    values["grade"] = grade.value
    say("W005", "grade", issues()[code].title if code else "", wording="W005 grade", meaning=str(grade.label))


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
