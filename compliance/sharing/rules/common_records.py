"""A record goes to a partner only where at least ten people look like it.

See docs/requirements/helpline.md#record-level.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

MIN_ALIKE = 10
# Why a case is not in a feed.
NO_CONSENT, ELSEWHERE, TOO_FEW_ALIKE = "no_consent", "elsewhere", "too_few_alike"
BRITISH = "british"


class Likeness(NamedTuple):
    """What somebody outside may already know of a person in a record. type: of exploitation."""

    age_band: str
    gender: str
    nationality_group: str
    type: str
    region: str


def keep_common[Record](
    records: Sequence[Record], get_likeness: Callable[[Record], Likeness], *, least: int = MIN_ALIKE
) -> list[Record]:
    """Return the records of which `least` or more are alike, in their order."""
    counts = Counter(get_likeness(record) for record in records)
    return [record for record in records if counts[get_likeness(record)] >= least]


def group_nationalities(codes: Sequence[str]) -> str:
    """Return british, other, both, or unknown: no finer group leaves with a record."""
    known = {code for code in codes if code and code != "unknown"}
    if not known:
        return "unknown"
    if known == {BRITISH}:
        return BRITISH
    return "both" if BRITISH in known else "other"
