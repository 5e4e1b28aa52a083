"""How old an audit is, for the filter of the list. Pure."""

from datetime import date


def get_audit_limits(today: date) -> dict[str, date]:
    """Return the first day of audits that are at most so old, by the filter's code."""
    years = {"within_1": 1, "over_1": 1, "over_2": 2, "over_3": 3}
    return {code: _years_before(today, number) for code, number in years.items()}


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
