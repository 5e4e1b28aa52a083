"""Numbers to give to people, and which routes each nation has. The helpline's own number is a setting.

The helpline's own number is a setting. Names, hours and labels are for people: pass them through gettext.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from portal.reference.tables import read_table


@dataclass(frozen=True)
class Number:
    """A number. kind: call, text, textphone, or silent (pressed on a mobile after calling)."""

    kind: str
    number: str
    label: str


@dataclass(frozen=True)
class Contact:
    """A service to contact. who: anybody, children, adults, women, men, workers or professionals. hours: None where no
    source says them.

    checked: the month or day of the source, None where it has none. confidence and sources are for staff.
    exploitation: codes of exploitation_type that they help with, empty for all.
    """

    code: str
    name: str
    numbers: tuple[Number, ...]
    hours: str | None
    nations: tuple[str, ...]
    who: str
    link: str | None
    confidence: str
    checked: str | None
    sources: tuple[str, ...]
    exploitation: tuple[str, ...] = ()

    def helps(self, *, group_gender: str, types: Sequence[str]) -> bool:
        """Return whether they help people of this group_gender and these kinds of exploitation, as far as known."""
        other = {"exclusively_male": "women", "exclusively_female": "men"}.get(group_gender)
        known = set(types) - {"unknown"}
        return self.who != other and not (self.exploitation and known and known.isdisjoint(self.exploitation))


@dataclass(frozen=True)
class Routes:
    """Whom to turn to in a nation. Contacts stand by their code; None where no source names any.

    children: council, or trust for a Health and Social Care Trust. guardians_cover: some, where not every council has
    the service. duty_to_notify: whom public authorities must tell: home_office.
    """

    code: str
    children: str
    adult_support: tuple[str, ...]
    guardians: str | None
    guardians_cover: str | None
    rights_at_work: str
    safety_at_work: str | None
    duty_to_notify: str | None


@cache
def get_contacts() -> dict[str, Contact]:
    """Return contacts by code."""
    return {
        row["code"]: Contact(
            **{key: value for key, value in row.items() if key != "from"}
            | {
                "numbers": tuple(Number(**number) for number in row["numbers"]),
                "nations": tuple(row["nations"]),
                "sources": tuple(row["from"]),
                "exploitation": tuple(row.get("exploitation", ())),
            }
        )
        for row in read_table("contacts")["contacts"]
    }


@cache
def get_routes() -> dict[str, Routes]:
    """Return routes by code of the helpline's nation list."""
    return {
        row["code"]: Routes(**row | {"adult_support": tuple(row["adult_support"])})
        for row in read_table("nations")["nations"]
    }


@cache
def contacts_for_children(nation: str | None = None, *, is_self: bool = False) -> tuple[Contact, ...]:
    """Return the contacts of the child branch, in the order to show: 999, NSPCC, Childline, and guardians.

    is_self: the reader is the child, so that Childline is above the NSPCC, whose line is for adults. A nation of None
    is a place that is not known: then guardians are left out.
    """
    guardians = get_routes()[nation].guardians if nation else None
    lines = ("childline", "nspcc") if is_self else ("nspcc", "childline")
    return tuple(get_contacts()[code] for code in ("emergency", *lines, guardians) if code)


@cache
def get_adult_support(nation: str) -> tuple[Contact, ...]:
    """Return support for adults who are potential victims there."""
    return tuple(get_contacts()[code] for code in get_routes()[nation].adult_support)
