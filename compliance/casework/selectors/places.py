"""Places, businesses and people who may be responsible, with the words that are sealed beside them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from compliance.casework.models import Case, CaseLocation, CaseSupplyChainLink, Exploiter
from compliance.casework.services import council_lookup, merged_cases
from compliance.casework.services.case_keys import Keys
from portal.core.types import JsonObject
from portal.reference import helpline, nrm, safeguarding
from portal.reference import places as reference
from portal.reference.localities import Locality

type Line = tuple[str, str]


@dataclass(frozen=True)
class Described:
    """A row, and what is sealed of it by name. coded: its coded facts in words.

    council, force, children: names of those that the place leads to; of the council its code too.
    """

    row: Any
    said: JsonObject
    coded: list[Line] = field(default_factory=list)
    council: str = ""
    council_code: str = ""
    force: str = ""
    children: str = ""

    @property
    def lines(self) -> list[Line]:
        hidden = {"council", "force", "council_typed"} if self.council else {"council", "force"}
        return [
            (name.replace("_", " ").capitalize(), str(value)) for name, value in self.said.items() if name not in hidden
        ]


def get_places(case: Case, keys: Keys) -> list[Described]:
    return [_place(row, keys) for row in merged_cases.read_rows(CaseLocation.objects.order_by("role", "uuid"), case)]


def get_children_services(case: Case, keys: Keys) -> str:
    """Return the code of the body with children’s services there; empty where none is known, or two Trusts share the
    council.
    """
    codes = [place.council_code for place in get_places(case, keys)]
    bodies = [safeguarding.get_bodies_for(council) for council in map(reference.get_council, codes) if council]
    return bodies[0][0].code if bodies and len(bodies[0]) == 1 else ""


def _place(row: Any, keys: Keys) -> Described:
    facts = keys.facts(row, "place")
    council = council_lookup.find_council(facts)
    bodies = safeguarding.get_bodies_for(council) if council else ()
    force = reference.get_police_forces().get(facts.get("force") or "")
    if force is None and council:
        force = reference.get_police_force(council)
    return Described(
        row=row,
        said=facts,
        coded=_doubts(facts) if council is None else [],
        council_code=council.code if council else "",
        council=council.name if council else "",
        force=force.name if force else "",
        children="; ".join(f"{body.name} ({body.where})" if body.where else body.name for body in bodies),
    )


def _doubts(facts: JsonObject) -> list[Line]:
    """The councils among which somebody has to choose, where a name is that of several places."""
    possible = council_lookup.find_possible_councils(facts)
    return (
        [(_("Possible councils"), "; ".join(Locality(council.name, council).label for council in possible))]
        if possible
        else []
    )


def get_exploiters(case: Case, keys: Keys) -> list[Described]:
    return _all(Exploiter.objects, case, keys, "description", _of_exploiter)


def get_supply_chain(case: Case, keys: Keys) -> list[Described]:
    return _all(CaseSupplyChainLink.objects, case, keys, "details", _of_business)


def _of_exploiter(row: Exploiter) -> list[Line]:
    known = nrm.get_accepted_labels("nationalities")
    return [
        (_("How many"), str(row.count) if row.count is not None else _label("pv_count_mode", row.count_mode)),
        (_("Nationalities"), ", ".join(known.get(code, code) for code in row.nationalities)),
    ]


def _of_business(row: CaseSupplyChainLink) -> list[Line]:
    return [
        (_("Tier"), _label("supply_chain_tier", row.tier)),
        (_("Sector"), ", ".join(_label("sector", code) for code in row.sectors)),
    ]


def _label(name: str, code: str) -> str:
    return str(helpline.get_label(name, code)) if code else ""


def _all(rows: Any, case: Case, keys: Keys, column: str, coded: Callable[[Any], list[Line]]) -> list[Described]:
    return [
        Described(row, keys.facts(row, column), coded(row))
        for row in merged_cases.read_rows(rows.order_by("uuid"), case)
    ]
