"""Which numbers of a quarter may be told of a council. All that is worked out of a quarter is worked out of these.

See docs/requirements/helpline.md#hotspots-subtracted and docs/requirements/helpline.md#hotspots-hidden.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from compliance.hotspots.rules.bands import band_people
from compliance.hotspots.rules.contacts import Event, Selection, rank_selections, select

MIN_CONTACTS, MIN_REPORTERS = 5, 3
# Contacts of all hidden councils together are rounded up to this, so that no council among them needs to have any.
ELSEWHERE_ROUNDED_TO = 10
ELSEWHERE_EACH = 2


@dataclass(frozen=True)
class Told:
    """What may be told of a council. cases, child_contacts: None where fewer than 5, or where they give others away."""

    contacts: int
    cases: int | None
    people: str
    child_contacts: int | None


@dataclass(frozen=True)
class Figures:
    """A selection of one quarter. elsewhere: about how many contacts all the other councils have together."""

    told: Mapping[str, Told] = field(default_factory=dict)
    elsewhere: int = 0


def get_figures(events: Sequence[Event], *, councils: int) -> dict[Selection, Figures]:
    """Return what may be told of each selection of one quarter, and of all of them together.

    events: of one quarter. councils: how many there are. The same events give the same figures in each computation
    that looks at their quarter, so none of them tells more than another.
    """
    members = {selection: {id(event) for event in select(events, *selection)} for selection in rank_selections(events)}
    of_council: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        for council in event.councils:
            of_council[council].append(event)
    told: dict[Selection, dict[str, Told]] = {selection: {} for selection in members}
    for council, own in sorted(of_council.items()):
        for selection, numbers in _tell(own, members).items():
            told[selection][council] = numbers
    totals = {
        selection: sum(len(event.councils) for event in events if id(event) in members[selection])
        for selection in members
    }
    return {
        selection: Figures(shown, _round_elsewhere(totals[selection], shown, councils))
        for selection, shown in told.items()
    }


def settle(now: Figures, shown: Mapping[str, Told]) -> Figures:
    """Return the figures without changes of 1 to 4 since the same quarter was last shown: what was shown stays.

    Otherwise one less the other would count the few contacts that came late, or were coded anew.
    """
    told = {council: _settle(numbers, shown[council]) if council in shown else numbers
            for council, numbers in now.told.items()}  # fmt: skip
    return replace(now, told=told)


def _settle(now: Told, shown: Told) -> Told:
    if _is_small_change(now.contacts, shown.contacts):
        return shown
    return replace(
        now,
        cases=shown.cases if _is_small_change(now.cases, shown.cases) else now.cases,
        child_contacts=shown.child_contacts
        if _is_small_change(now.child_contacts, shown.child_contacts)
        else now.child_contacts,
    )


def _is_small_change(now: int | None, shown: int | None) -> bool:
    return now is not None and shown is not None and 0 < abs(now - shown) < MIN_CONTACTS


def are_enough_contacts(events: Sequence[Event]) -> bool:
    return are_enough_to_count(len(events)) and len({event.reporter for event in events}) >= MIN_REPORTERS


def are_enough_to_count(count: int) -> bool:
    return count >= MIN_CONTACTS


def _round_elsewhere(total: int, told: Mapping[str, Told], councils: int) -> int:
    rest = total - sum(numbers.contacts for numbers in told.values())
    rounded = -(-rest // ELSEWHERE_ROUNDED_TO) * ELSEWHERE_ROUNDED_TO
    return min(rounded, ELSEWHERE_EACH * (councils - len(told)))


def _tell(events: Sequence[Event], members: Mapping[Selection, set[int]]) -> dict[Selection, Told]:
    """Return what may be told of one council; what a selection before tells stays."""
    own = {selection: [event for event in events if id(event) in found] for selection, found in members.items()}
    contacts = _choose(members, [one for one in own if are_enough_contacts(own[one])], events, are_enough_contacts)
    counts = {one: (len({event.case for event in own[one]}), sum(event.is_child for event in own[one]))
              for one in contacts}  # fmt: skip
    cases = _choose(
        members,
        [one for one in contacts if are_enough_to_count(counts[one][0])],
        events,
        lambda group: are_enough_to_count(len({event.case for event in group})),
    )
    children = _choose(
        members,
        [one for one in contacts if are_enough_to_count(counts[one][1])],
        [event for event in events if event.is_child],
        lambda group: are_enough_to_count(len(group)),
    )
    return {
        one: Told(
            contacts=len(own[one]),
            cases=counts[one][0] if one in cases else None,
            people=band_people(sum({event.case: event.people for event in own[one]}.values())),
            child_contacts=counts[one][1] if one in children else None,
        )
        for one in contacts
    }


def _choose(
    members: Mapping[Selection, set[int]],
    selections: Sequence[Selection],
    events: Sequence[Event],
    is_enough: Callable[[Sequence[Event]], bool],
) -> list[Selection]:
    """Return the selections that may all be shown: every group of events that they tell apart is large enough.

    Every sum and difference of the numbers is made of such groups.
    """
    chosen: list[Selection] = []
    for selection in selections:
        groups: dict[tuple[bool, ...], list[Event]] = defaultdict(list)
        for event in events:
            groups[tuple(id(event) in members[one] for one in (*chosen, selection))].append(event)
        if all(is_enough(group) for told, group in groups.items() if any(told)):
            chosen.append(selection)
    return chosen
