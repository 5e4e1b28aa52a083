"""Which council a place of a case lies in: by its council, its postcode or its town, in that order.

What is only near to a name, or may be one of several places, leads to no council: a wrong one would send police and
children's services to the wrong town.
"""

from compliance.concerns.types import Answers
from learning.directory.selectors import geocoding as directory
from portal.reference import localities, places
from portal.reference.places import Council


def find_council(place: Answers) -> Council | None:
    """Return the one council that the facts of a place lead to. One query at most."""
    if chosen := places.get_council(place.get("council") or ""):
        return chosen
    if known := directory.find_postcode(place.get("postcode") or ""):
        return places.get_council(known.council)
    councils = find_possible_councils(place)
    return councils[0] if len(councils) == 1 else None


def find_possible_councils(place: Answers) -> tuple[Council, ...]:
    """Return the councils that the typed names may mean: of several towns of one name those in the council typed."""
    typed, town = place.get("council_typed") or "", place.get("town") or ""
    councils = localities.councils_named(typed) if typed else ()
    towns = localities.councils_named(town) if town else ()
    both = tuple(
        council for council in towns if council in councils or places.get_children_services(council) in councils
    )
    if len(councils) == 1:
        return both if len(both) == 1 else councils
    return both or councils or towns


# Where the person is now decides whom to call; where it happened, who investigates.
ROLES_BY_RELEVANCE = ("current", "accommodation", "exploitation", "exploiter", "recruitment", "transit")
