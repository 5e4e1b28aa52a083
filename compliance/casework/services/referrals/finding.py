"""Whom a case could be referred to: found from its places, else who serves the whole country (helpline 1.6, 2.6)."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from compliance.casework.models import Case, CaseLocation, Partner
from compliance.casework.services import locating, whole
from compliance.casework.services.keys import Keys
from portal.reference import contacts, helpline, places
from portal.reference.places import Council, PoliceForce

# Where the person is now decides whom to call; where it happened, who investigates.
ROLES = ("current", "accommodation", "exploitation", "exploiter", "recruitment", "transit")
NORTHERN_IRELAND = "northern-ireland"
LABOUR = frozenset({"labour", "labour_exploitation"})


@dataclass(frozen=True)
class Target:
    """key: what a form says it by. because: why it is offered. partner: of one with an account here."""

    key: str
    target_type: str
    name: str
    because: str
    phone: str = ""
    email: str = ""
    place: str = ""
    partner: str = ""

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name not in {"key", "because"} and value}

    @property
    def type_label(self) -> str:
        return str(helpline.label("referral_target_type", self.target_type))


@dataclass(frozen=True)
class Found:
    """local: of the places of the case, empty where none is known. national: those who serve everywhere."""

    local: list[Target]
    national: list[Target]
    partners: list[Target]

    @property
    def all(self) -> dict[str, Target]:
        return {target.key: target for target in (*self.local, *self.national, *self.partners)}


def targets(case: Case, keys: Keys) -> Found:
    where = sorted(whole.read(CaseLocation.objects, case), key=_by_role)
    said = [(row, keys.facts(row, "place")) for row in where if row.in_uk is not False]
    local = _without_doubles(target for row, place in said for target in _of_place(case, row, place))
    codes = {target.place for target in local if target.place}
    return Found(local, _national(case), _partners(codes))


def _by_role(row: CaseLocation) -> tuple[int, str]:
    return (ROLES.index(row.role) if row.role in ROLES else len(ROLES)), str(row.pk)


def _of_place(case: Case, row: CaseLocation, place: Mapping[str, Any]) -> Iterable[Target]:
    council = locating.council_of(place)
    force = places.police_forces().get(place.get("force", "")) or (places.force_of(council) if council else None)
    because = str(helpline.label("location_role", row.role))
    if force:
        yield _police(force, because)
    if council and case.concerns_child:
        yield _children(council, because)
    if council:
        yield Target(f"la_adults:{council.code}", "la_adults", council.official_name, because, place=council.code)


def _police(force: PoliceForce, because: str) -> Target:
    phone = contacts.contacts()["police"].numbers[0].number
    return Target(f"police:{force.code}", "police", force.name, because, phone=phone, place=force.code)


def _children(council: Council, because: str) -> Target:
    services = places.children_services_of(council)
    if services is None:
        name = _("Health and Social Care Trust for %(council)s") % {"council": council.name}
        return Target(f"hsc_trust:{council.code}", "hsc_trust", name, because, place=council.code)
    name = _("Children’s services of %(council)s") % {"council": services.official_name}
    return Target(f"la_children:{services.code}", "la_children", name, because, place=services.code)


def _national(case: Case) -> list[Target]:
    everywhere = _("Serves the whole country")
    found = [
        Target("labour_enforcement", "labour_enforcement", _("Fair Work Agency"), everywhere),
        Target("national_crime_agency", "national_crime_agency", _("National Crime Agency"), everywhere),
    ]
    for nation in [case.nation] if case.nation in contacts.routes() else contacts.routes():
        for contact in contacts.adult_support(nation):
            found.append(_contact("victim_support_provider", contact, str(helpline.label("nation", nation))))
        guardians = contacts.routes()[nation].guardians
        if guardians and case.concerns_child:
            found.append(_contact("ictg", contacts.contacts()[guardians], str(helpline.label("nation", nation))))
    return _without_doubles(found)


def _contact(target_type: str, contact: contacts.Contact, because: str) -> Target:
    return Target(f"contact:{contact.code}", target_type, contact.name, because, phone=contact.numbers[0].number)


def _partners(codes: set[str]) -> list[Target]:
    """With a key of their own; those of other places stand behind those of this one."""
    live = Partner.objects.filter(ended_at=None, public_key__isnull=False)
    found = sorted(live, key=lambda one: (not set(one.places) & codes, one.name))
    return [
        Target(f"partner:{one.pk}", one.target_type, one.name, _("Has an account here"), partner=str(one.pk))
        for one in found
    ]


def _without_doubles(found: Iterable[Target]) -> list[Target]:
    return list({target.key: target for target in reversed(list(found))}.values())[::-1]
