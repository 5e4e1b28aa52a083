"""When a finding is due and how long an audit counts. Pure: today is passed in.

See docs/requirements/suppliers.md#finding-due-dates, docs/requirements/suppliers.md#audit-validity.
"""

from datetime import date, timedelta

from compliance.audits.choices import NOTE_GRADES, Freshness, Grade
from portal.core.dates import add_months
from portal.reference.audits import issues, schemes

# Days from the audit's last day; a grade that is not here has no date.
GRADE_DAYS = {Grade.BUSINESS_CRITICAL: 0, Grade.CRITICAL: 30, Grade.MAJOR: 60, Grade.MINOR: 90}
# The RBA takes a week for what it calls priority; every plan is due in two weeks, or in one.
# See docs/requirements/suppliers.md#finding-due-dates.
RBA_SCHEME = "rba_vap"
RBA_PRIORITY_DAYS, RBA_PLAN_DAYS = 7, 14
CAR_REVIEW_DAYS = 180
# Where the result decides how long an audit counts: whole months by scheme and result.
# See docs/requirements/suppliers.md#audit-validity.
RESULT_MONTHS = {
    "wrap": {"platinum": 24, "gold": 12, "silver": 6},
    "amfori_bsci": {"a": 24, "b": 24, "c": 12, "d": 12, "e": 0},
}


def finding_due_on(*, grade: str, issue_code: str, scheme: str, ended_on: date) -> date | None:
    """Return the sooner day of grade and kind of finding, since auditors under-grade; None for notes and CAR."""
    if grade in NOTE_GRADES or grade == Grade.CAR:
        return None
    by_grade = (
        RBA_PRIORITY_DAYS if (scheme, grade) == (RBA_SCHEME, Grade.BUSINESS_CRITICAL) else GRADE_DAYS[Grade(grade)]
    )
    by_issue = issues()[issue_code].days if issue_code in issues() else None
    return ended_on + timedelta(days=by_grade if by_issue is None else min(by_grade, by_issue))


def plan_due_on(*, grade: str, scheme: str, ended_on: date) -> date | None:
    """Return when the corrective action plan itself is due; only the RBA sets a day."""
    if scheme != RBA_SCHEME or grade in NOTE_GRADES:
        return None
    return ended_on + timedelta(days=RBA_PRIORITY_DAYS if grade == Grade.BUSINESS_CRITICAL else RBA_PLAN_DAYS)


def next_review_on(after: date) -> date:
    """Return the next review of a collaborative action (docs/requirements/suppliers.md#collaborative-actions)."""
    return after + timedelta(days=CAR_REVIEW_DAYS)


def audit_expires_on(*, scheme: str, ended_on: date, result: str = "") -> date:
    """Return the last day on which an audit is valid."""
    return add_months(ended_on, _get_validity_months(scheme, result)[1])


def audit_freshness(*, scheme: str, ended_on: date, expires_on: date, today: date, result: str = "") -> Freshness:
    """Return whether an audit is fresh, ageing or expired on that day."""
    if today > expires_on:
        return Freshness.EXPIRED
    fresh_until = add_months(ended_on, _get_validity_months(scheme, result)[0])
    return Freshness.FRESH if today <= min(fresh_until, expires_on) else Freshness.AGEING


def _get_validity_months(scheme: str, result: str) -> tuple[int, int]:
    """Return the months for which an audit is fresh, and for which it counts."""
    validity = schemes().get(scheme) or schemes()["other"]
    max_months = RESULT_MONTHS.get(scheme, {}).get(result.strip().lower(), validity.expires_months)
    return min(validity.fresh_months, max_months), max_months


def list_validity_months() -> list[tuple[str | None, str, int, int]]:
    """Return scheme, result, and the months of _get_validity_months; an empty result is any other, no scheme any other.

    What is more particular comes first.
    """
    results = [(scheme, result) for scheme, months in RESULT_MONTHS.items() for result in months]
    named = [*results, *((scheme, "") for scheme in schemes())]
    return [*((scheme, result, *_get_validity_months(scheme, result)) for scheme, result in named),
            (None, "", *_get_validity_months("other", ""))]  # fmt: skip


def get_first_day(day: date, months: int) -> date:
    """Return the first day from which so many months lead to that day or beyond it."""
    first = add_months(day, -months)
    while add_months(first, months) < day:
        first += timedelta(days=1)
    while add_months(first - timedelta(days=1), months) >= day:
        first -= timedelta(days=1)
    return first


def list_month_ends(today: date, months: int) -> list[date]:
    """Return the last days of so many months before this one, and today."""
    first = today.replace(day=1)
    return [add_months(first, -back) - timedelta(days=1) for back in range(months - 1, -1, -1)] + [today]


# To a supplier: before the day to answer by, on it and after it; then again and again while an action is open.
REMINDER_OFFSETS = (timedelta(days=-3), timedelta(0), timedelta(days=7))
REMINDER_INTERVAL = timedelta(days=14)


def get_next_reminder_day(*, reply_by: date, last_told_on: date) -> date:
    """Return the first day to remind after the day of the last mail or answer."""
    steps = [reply_by + step for step in REMINDER_OFFSETS]
    return next((day for day in steps if day > last_told_on), max(last_told_on, steps[-1]) + REMINDER_INTERVAL)
