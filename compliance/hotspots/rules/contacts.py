"""Contacts as coded events, and which of them a selection is about."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

# A type of exploitation and a sector; empty codes stand for all.
type Selection = tuple[str, str]
ALL: Selection = ("", "")


@dataclass(frozen=True)
class Event:
    """A contact. quarter: 0 for the one looked at, 1 for the one before. councils: where exploitation happened.

    reporter: who it was of, as rules.reporters numbers them. case, people: the situation, and at least how many people
    it is about.
    """

    quarter: int
    councils: tuple[str, ...]
    types: tuple[str, ...]
    sectors: tuple[str, ...]
    reporter: str
    case: str
    people: int
    is_child: bool


def select(events: Sequence[Event], exploitation_type: str = "", sector: str = "") -> list[Event]:
    """Return the events of one kind and sector; an empty code stands for all."""
    return [
        event
        for event in events
        if (not exploitation_type or exploitation_type in event.types) and (not sector or sector in event.sectors)
    ]


def rank_selections(events: Sequence[Event]) -> dict[Selection, int]:
    """Return all together first, then each kind and sector, alone and crossed, with its contacts: most first."""
    counts = Counter(selection for event in events for selection in product(("", *event.types), ("", *event.sectors)))
    total = counts.pop(ALL, 0)
    return {ALL: total} | dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
