"""When a code ends, and whether that is soon enough to be said before anything else."""

from dataclasses import dataclass
from datetime import date, timedelta

EXPIRY_WARNING_PERIOD = timedelta(days=30)


@dataclass(frozen=True)
class CodeEnd:
    on: date
    is_soon: bool


def get_code_end(ends_on: date, today: date) -> CodeEnd:
    """ends_on: the last day on which it opens."""
    return CodeEnd(ends_on, ends_on - today <= EXPIRY_WARNING_PERIOD)
