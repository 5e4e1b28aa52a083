"""Which alert a finding raises, and who may close one. Pure.

See docs/requirements/suppliers.md#alert-levels, docs/requirements/suppliers.md#closing-alerts.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from compliance.audits.choices import AlertLevel, FindingStatus, Grade
from portal.reference.audits import issues

# After so long without anybody who acknowledged it: the safeguarding leads again, then every administrator.
REMIND_AFTER = timedelta(hours=4)
ESCALATE_AFTER = timedelta(hours=24)
# A business with one member closes alone, a day after it asked to (docs/requirements/suppliers.md#closing-alerts).
SINGLE_PERSON_AFTER = timedelta(hours=24)
# Nobody has to be protected for these: proved to be put right, or taken back by the auditor.
SETTLED_STATUSES = frozenset({FindingStatus.VERIFIED_CLOSED, FindingStatus.WITHDRAWN})


@dataclass(frozen=True)
class ProvisionalAlert:
    """A finding of a file that is not yet in the register. Keys are normalised as the register normalises them.

    excerpt: the words it rests on. site_name, supplier_name: as the register names them, else as the file does.
    has_own_keys: whether the row names its audit and finding; without, the keys are its place in the file.
    """

    audit_key: str
    finding_key: str
    issue_code: str
    site_name: str = ""
    excerpt: str = ""
    supplier_name: str = ""
    sheet: str = ""
    row_number: int | None = None
    has_own_keys: bool = True


@dataclass(frozen=True)
class AlertSource:
    """Where alerts come from: a file and who uploaded it (a user's key), or only who recorded the finding."""

    file_name: str = ""
    sent_by: int | None = None


def is_same_row(
    item: ProvisionalAlert,
    source: AlertSource,
    *,
    excerpt: str,
    site_name: str,
    file_name: str,
    place: tuple[str, int | None],
) -> bool:
    """Return whether an earlier row, which lacked a reference, is this one before it was corrected.

    The same words at the same site (or at a site that nobody had named), or the same row of a file of the same name.
    """
    if excerpt and excerpt == item.excerpt[: len(excerpt)] and site_name in ("", item.site_name):
        return True
    is_same_file = bool(file_name) and file_name == source.file_name
    return is_same_file and place == (item.sheet, item.row_number) and item.row_number is not None


def level_for_issue(issue_code: str, grade: str = "") -> AlertLevel | None:
    """Return A or B by the issue code, whatever grade the auditor wrote; the worst grade raises C to B. None is C."""
    issue = issues().get(issue_code)
    if issue is not None and issue.alert in AlertLevel.values:
        return AlertLevel(issue.alert)
    return AlertLevel.B if grade == Grade.BUSINESS_CRITICAL else None


def level_for_finding(issue_code: str, grade: str, status: str) -> AlertLevel | None:
    """Return the level of a finding with its status: a settled one, or praise, raises none."""
    return None if status in SETTLED_STATUSES or grade == Grade.GOOD_EXAMPLE else level_for_issue(issue_code, grade)


def issue_codes_for_level(level: AlertLevel) -> frozenset[str]:
    """Return the issue codes that raise this level."""
    return frozenset(code for code, issue in issues().items() if issue.alert == level)


def is_single_person_closing_allowed(*, asked_at: datetime, members: int, at: datetime) -> bool:
    """Return whether the person who asked to close an A-alert may close it too."""
    return members == 1 and at >= asked_at + SINGLE_PERSON_AFTER


def review_due_on(raised_on: date) -> date:
    """Return the second working day after a B-alert was raised; Saturdays and Sundays do not count."""
    day, days_left = raised_on, 2
    while days_left:
        day += timedelta(days=1)
        days_left -= day.weekday() < 5
    return day
