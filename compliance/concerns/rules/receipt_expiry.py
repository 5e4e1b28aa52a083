"""When a code expires, and whether that is soon enough to be shown first."""

from dataclasses import dataclass
from datetime import date, timedelta

EXPIRY_WARNING_PERIOD = timedelta(days=30)


@dataclass(frozen=True)
class CodeEnd:
    """The last day of a code and whether it is near."""

    on: date
    is_soon: bool


def get_code_end(ends_on: date, today: date) -> CodeEnd:
    """Return the end of a code. ends_on: the last day on which it opens."""
    return CodeEnd(ends_on, ends_on - today <= EXPIRY_WARNING_PERIOD)
