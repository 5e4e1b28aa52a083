"""Places, businesses and people who may be responsible, with the words that are sealed beside them."""

from dataclasses import dataclass
from typing import Any

from compliance.casework.models import Case
from compliance.casework.services.keys import Keys
from portal.reference import places as reference


@dataclass(frozen=True)
class Described:
    """A row, and what is sealed of it by name. council, force, children: names of those that the place leads to."""

    row: Any
    said: dict[str, Any]
    council: str = ""
    force: str = ""
    children: str = ""

    @property
    def lines(self) -> list[tuple[str, str]]:
        hidden = {"council", "force", "council_typed"} if self.council else {"council", "force"}
        return [
            (name.replace("_", " ").capitalize(), str(said)) for name, said in self.said.items() if name not in hidden
        ]


def places(case: Case, keys: Keys) -> list[Described]:
    return [_place(row, case, keys) for row in case.caselocations.order_by("role", "uuid")]


def _place(row: Any, case: Case, keys: Keys) -> Described:
    row.case = case
    said = keys.facts(row, "place")
    council = reference.council(said.get("council") or "")
    children = reference.children_services_of(council) if council else None
    force = reference.police_forces().get(said.get("force") or "")
    return Described(
        row=row,
        said=said,
        council=council.name if council else "",
        force=force.name if force else "",
        children=children.official_name if children else "",
    )


def exploiters(case: Case, keys: Keys) -> list[Described]:
    return _all(case.exploiters.order_by("uuid"), case, keys, "description")


def supply_chain(case: Case, keys: Keys) -> list[Described]:
    return _all(case.casesupplychainlinks.order_by("uuid"), case, keys, "details")


def _all(rows: Any, case: Case, keys: Keys, column: str) -> list[Described]:
    found = []
    for row in rows:
        row.case = case
        found.append(Described(row, keys.facts(row, column)))
    return found
