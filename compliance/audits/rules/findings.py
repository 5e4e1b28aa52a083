"""How much a finding counts, the strength of its indicators, and the status that its actions give it. Pure."""

import itertools
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from compliance.audits.choices import (
    ALLOWED_TRANSITIONS,
    NOTE_GRADES,
    OPEN_STATUSES,
    AuditStatus,
    FindingStatus,
    Grade,
    Strength,
    Unverifiable,
)
from compliance.audits.rules.alerts import level_for_issue
from compliance.audits.rules.issue_suggestion import OTHER_ISSUE
from portal.reference.audits import issues

# One closed without proof counts whole for so long, then half (docs/requirements/suppliers.md#unverified-closures).
UNVERIFIED_FULL_WEIGHT_PERIOD = timedelta(days=90)
HALF_WEIGHT = 0.5
# Of one finding.
MAX_ACTIONS = 50
# Numbers by grade and month, the month like 2026-03.
type MonthCounts = Mapping[tuple[str, str], int]
# So many different indicators among possible signs make a strong one.
# See docs/requirements/suppliers.md#forced-labour-signs.
STRONG_INDICATOR_THRESHOLD = 3


def finding_weight(*, status: str, closed_on: date | None, audit_status: str, today: date) -> float:
    """Return 1 for an open finding, a half for one closed long ago without proof, 0 for one that does not count.

    Drafts never count; a superseded audit is history; one that was carried over counts in the audit it went to.
    """
    if audit_status != AuditStatus.COMPLETE:
        return 0
    if status in OPEN_STATUSES:
        return 1
    if status != FindingStatus.CLOSED_UNVERIFIED:
        return 0
    return 1 if closed_on is None or today - closed_on <= UNVERIFIED_FULL_WEIGHT_PERIOD else HALF_WEIGHT


def indicator_strength(issue_codes: Iterable[str]) -> Strength:
    """Return the strength of one site's open findings together. Words with their findings, never a verdict.

    A possible sign that points to none of the eleven indicators is no sign of forced labour.
    """
    known_issues = [issues()[code] for code in set(issue_codes) if code in issues()]
    if any(issue.strength == Strength.DEFINITE for issue in known_issues):
        return Strength.DEFINITE
    possible = {
        indicator for issue in known_issues if issue.strength == Strength.POSSIBLE for indicator in issue.indicators
    }
    if any(issue.strength == Strength.STRONG for issue in known_issues) or len(possible) >= STRONG_INDICATOR_THRESHOLD:
        return Strength.STRONG
    return Strength.POSSIBLE if possible else Strength.NONE


def needs_confirmation(issue_code: str, grade: str) -> bool:
    """Return whether a person must confirm a suggested issue code before it counts.

    See docs/requirements/suppliers.md#issue-suggestions.
    """
    return level_for_issue(issue_code, grade) is not None


def is_allowed_transition(before: str, after: str) -> bool:
    """Return whether the table of transitions allows the change of status."""
    return FindingStatus(after) in ALLOWED_TRANSITIONS[FindingStatus(before)]


def is_reopening(before: str, after: str) -> bool:
    """Return whether a change leads from an end back to work, which needs a reason."""
    return before not in OPEN_STATUSES and after in OPEN_STATUSES


def get_verification_obstacle(
    *, is_verifier: bool, status: str, by: int | None, hands: Collection[int | None], has_evidence: bool
) -> Unverifiable | None:
    """Return why this person may not verify an action, on its page or by a workbook; None where they may.

    by: the person. hands: who closed it, and who sent its evidence; neither of them verifies. Keys of accounts.

    See docs/requirements/suppliers.md#verifier.
    """
    if not is_verifier:
        return Unverifiable.NO_VERIFIER
    if not is_allowed_transition(status, FindingStatus.VERIFIED_CLOSED):
        return Unverifiable.NOT_CLOSED
    if by in hands:
        return Unverifiable.OWN_HAND
    return None if has_evidence else Unverifiable.NO_EVIDENCE


# What is furthest behind speaks for a finding with many actions.
_LEAST_ADVANCED_FIRST = (
    FindingStatus.OPEN,
    FindingStatus.DISPUTED,
    FindingStatus.PLAN_AGREED,
    FindingStatus.IN_PROGRESS,
    FindingStatus.EVIDENCE_SUBMITTED,
    FindingStatus.CLOSED_UNVERIFIED,
    FindingStatus.VERIFIED_CLOSED,
)


def status_from_actions(statuses: Iterable[str]) -> FindingStatus | None:
    """Return the status of a finding from those of its actions; None where no action says anything."""
    relevant = {FindingStatus(status) for status in statuses if status in _LEAST_ADVANCED_FIRST}
    started = relevant - {FindingStatus.OPEN}
    if not started:
        return FindingStatus.OPEN if relevant else None
    # Beside one that nobody has begun, the others make it work in progress at most.
    return min(
        started if started == relevant else started | {FindingStatus.IN_PROGRESS}, key=_LEAST_ADVANCED_FIRST.index
    )


def find_repeated_issues(audits: list[dict[str, bool]]) -> set[str]:
    """Return the issue codes open in two consecutive audits. audits: the site's, in order of time; by code, whether
    still open.

    In the earlier one it may have been carried over. Other findings (OT99) are not one kind.
    """
    pairs = itertools.pairwise(audits)
    return {code for before, after in pairs for code in before if code != OTHER_ISSUE and after.get(code)}


def is_breach(grade: str) -> bool:
    """Return whether the grade is a breach and not a note."""
    return grade not in NOTE_GRADES


def count_open_by_grade(opened: MonthCounts, closed: MonthCounts, days: Sequence[date]) -> dict[str, list[int]]:
    """Return how many breaches of each grade were open on each day; opened, closed: how many were so in each month.

    days: the last ones of months, and today. Nothing opens or closes after today.
    """
    counts: dict[str, list[int]] = {}
    ends = [f"{day:%Y-%m}" for day in days]
    for months, sign in ((opened, 1), (closed, -1)):
        for (grade, month), number in months.items():
            numbers = counts.setdefault(grade, [0] * len(days))
            for index in range(bisect_left(ends, month), len(days)):
                numbers[index] += sign * number
    return {grade.value: counts[grade] for grade in Grade if grade in counts}
