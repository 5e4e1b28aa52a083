"""How long a case is kept: its retention class and its last day, by its people and the vocabulary's periods."""

from datetime import date

from django.utils import timezone

from compliance.casework.models import (
    Case,
    PersonGroup,
)
from compliance.casework.rules import retention_period
from compliance.casework.services import merged_cases
from portal.reference import helpline


def get_retention_days(retention: str) -> int:
    """Return the days of a class of the vocabulary. Raises KeyError for one without a period in days."""
    days = helpline.get_retention_days(retention)
    if days is None:
        raise KeyError(retention)
    return days


def get_class_and_last_day(case: Case, closed_on: date, *, born: int | None = None) -> tuple[str, date]:
    """Return the class of a case and the last day on which it is kept, should it be closed on that day.

    born: year, of the youngest child, where somebody knows it.
    """
    groups = merged_cases.rows_of_case(PersonGroup.objects, case).values_list("age_bands", flat=True)
    last_day = retention_period.get_last_day_of_case(
        closed_on=closed_on,
        told_on=timezone.localdate(min(part.opened_at for part in case.parts)),
        concerns_child=case.concerns_child,
        age_bands=[band for bands in groups for band in bands],
        adult_days=get_retention_days("case_adult"),
        born=born,
    )
    return retention_period.get_retention_class(concerns_child=case.concerns_child), last_day
