"""Grading of information before it goes to police: source, assessment and handling (3x5x2).

Source: College of Policing, Authorised Professional Practice, Intelligence report.
"""

from collections.abc import Collection
from dataclasses import dataclass

# Somebody who called once has not been tested.
RELIABLE, UNTESTED = "1", "2"
DIRECT, CORROBORATED, INDIRECT, NOT_KNOWN = "a", "b", "c", "d"
PERMITTED, CONDITIONS = "p", "c"
_DIRECT_PROXIMITIES = frozenset({"self", "direct"})
_INDIRECT_PROXIMITIES = frozenset({"indirect", "second_hand", "professional"})


@dataclass(frozen=True)
class Grading:
    source: str
    assessment: str
    handling: str


def grade(*, proximities: Collection[str], reporters: int, handling: str) -> Grading:
    """Return the grading of what a case holds.

    proximities: codes of how close each who told us is. reporters: how many told us independently.
    """
    close = set(proximities)
    if close & _DIRECT_PROXIMITIES:
        assessment = DIRECT
    elif close & _INDIRECT_PROXIMITIES:
        assessment = CORROBORATED if reporters > 1 else INDIRECT
    else:
        assessment = NOT_KNOWN
    return Grading(UNTESTED, assessment, handling)
