"""Whom a case could be referred to: found from its places, else who serves the whole country.

See docs/requirements/helpline.md#responsible-bodies, docs/requirements/helpline.md#who-receives-what.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from compliance.casework.choices import Age
from compliance.casework.models import Case, CaseLocation
from compliance.casework.services import council_lookup, merged_cases
from compliance.casework.services.case_keys import Keys
from compliance.casework.services.council_lookup import ROLES_BY_RELEVANCE
from compliance.referrals.models import Partner
from compliance.referrals.services.police import get_police_number
from portal.core.types import JsonObject
from portal.reference import emergency_numbers, helpline, places, safeguarding
from portal.reference.places import Council, PoliceForce
from portal.reference.safeguarding import Body, Kind

POLICE = "police"


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

    def as_json(self) -> JsonObject:
        """Return what a referral saves. The police's number is not in it: it follows the case, which may change."""
        left_out = {"key", "because"} | ({"phone"} if self.target_type == POLICE else set())
        return {name: value for name, value in asdict(self).items() if name not in left_out and value}

    @property
    def type_label(self) -> str:
        return str(helpline.get_label("referral_target_type", self.target_type))


@dataclass(frozen=True)
class Found:
    """local: of the places of the case, empty where none is known. national: those who serve everywhere.

    nations: where the case has places, empty where none is known. emergency: the police without a force, reached on
    999, where somebody may be in danger and no place leads to a force.
    """

    local: list[Target]
    national: list[Target]
    partners: list[Target]
    nations: frozenset[str] = frozenset()
    emergency: tuple[Target, ...] = ()

    @property
    def all(self) -> dict[str, Target]:
        return {target.key: target for target in (*self.emergency, *self.local, *self.national, *self.partners)}


def get_recipients(case: Case, keys: Keys) -> Found:
    where = sort_by_role(merged_cases.read_rows(CaseLocation.objects, case))
    places_in_uk = [(row, keys.facts(row, "place")) for row in where if row.in_uk is not False]
    local = _without_doubles(target for row, place in places_in_uk for target in _of_place(case, row, place))
    codes = {target.place for target in local if target.place} | {
        place.get("council", "") for _row, place in places_in_uk
    }
    nation = get_nation(case, where)
    nations = frozenset({nation, *(row.nation for row in where)} & emergency_numbers.get_routes().keys())
    number = get_police_number(case)
    if number.is_emergency:
        local.sort(key=lambda target: target.target_type != POLICE)
    is_force_known = any(target.target_type == POLICE for target in local)
    emergency = (_police_of_no_place(number.number),) if number.is_emergency and not is_force_known else ()
    return Found(local, _national(case, nation), _partners(codes), nations, emergency)


def sort_by_role(where: Iterable[CaseLocation]) -> list[CaseLocation]:
    """Return the places, that of where the person is now first."""
    return sorted(where, key=_by_role)


def _by_role(row: CaseLocation) -> tuple[int, str]:
    return (ROLES_BY_RELEVANCE.index(row.role) if row.role in ROLES_BY_RELEVANCE else len(ROLES_BY_RELEVANCE)), str(
        row.pk
    )


def _of_place(case: Case, row: CaseLocation, place: Mapping[str, Any]) -> Iterable[Target]:
    council = council_lookup.find_council(place)
    force = places.get_police_forces().get(place.get("force", "")) or (
        places.get_police_force(council) if council else None
    )
    because = str(helpline.get_label("location_role", row.role))
    if force:
        yield _police(case, force, because)
    if council:
        yield from _safeguarding(case, council, because)


def _police(case: Case, force: PoliceForce, because: str) -> Target:
    number = get_police_number(case).number
    return Target(f"police:{force.code}", POLICE, force.name, because, phone=number, place=force.code)


def _police_of_no_place(number: str) -> Target:
    """Whoever answers 999 finds the force: nobody at the desk has to know it first."""
    return Target(POLICE, POLICE, _("The police"), _("We do not know the police force"), phone=number)


def _safeguarding(case: Case, council: Council, because: str) -> Iterable[Target]:
    """Yield who has the duty there: for a child, for an adult, for both where the age is not known.

    Where a council has parts in two Trusts both are there, each with its part: a person chooses.
    """
    for is_child, is_wanted in ((True, case.concerns_child), (False, case.age_of_person != Age.UNDER_18)):
        for body in safeguarding.get_bodies_for(council) if is_wanted else ():
            yield _body(body, because, is_child=is_child)


def _body(body: Body, because: str, *, is_child: bool) -> Target:
    if body.kind == Kind.TRUST:
        target_type = "hsc_trust"
        name = _("Gateway team (children): %(body)s") if is_child else _("Adult protection: %(body)s")
    else:
        target_type = "la_children" if is_child else "la_adults"
        name = _council_team(body, is_child=is_child)
    key = f"{target_type}:{body.code}:{'children' if is_child else 'adults'}"
    why = f"{because}: {body.where}" if body.where else because
    return Target(key, target_type, name % {"body": body.name}, why, place=body.code)


def _council_team(body: Body, *, is_child: bool) -> str:
    """Return what the team is called in the nation, with a place for the council's name."""
    if body.nation == safeguarding.SCOTLAND:
        return _("Children’s social work: %(body)s") if is_child else _("Adult support and protection: %(body)s")
    return _("Children’s services: %(body)s") if is_child else _("Adult safeguarding: %(body)s")


def _national(case: Case, nation: str) -> list[Target]:
    """Return who serves the nation; every nation's, by its name, where none is known."""
    everywhere = _("Covers the whole country")
    targets = [
        Target("labour_enforcement", "labour_enforcement", _("Fair Work Agency"), everywhere),
        Target("national_crime_agency", "national_crime_agency", _("National Crime Agency"), everywhere),
    ]
    for code in [nation] if nation in emergency_numbers.get_routes() else emergency_numbers.get_routes():
        label = str(helpline.get_label("nation", code))
        if not case.concerns_child:
            targets += [
                _contact("victim_support_provider", contact, label)
                for contact in emergency_numbers.get_adult_support(code)
            ]
        elif guardians := emergency_numbers.get_routes()[code].guardians:
            targets.append(_contact("ictg", emergency_numbers.get_contacts()[guardians], label))
    return _without_doubles(targets)


def get_nation(case: Case, where: Iterable[CaseLocation]) -> str:
    """Return the nation of where the person is now, else of where it happened, else of the case; empty if unknown."""
    known = (row.nation for row in sort_by_role(where) if row.nation in emergency_numbers.get_routes())
    return next(known, case.nation if case.nation in emergency_numbers.get_routes() else "")


def _contact(target_type: str, contact: emergency_numbers.Contact, because: str) -> Target:
    return Target(f"contact:{contact.code}", target_type, contact.name, because, phone=contact.numbers[0].number)


def _partners(codes: set[str]) -> list[Target]:
    """With a key of their own; those of other places stand behind those of this one."""
    live = Partner.objects.filter(ended_at=None, public_key__isnull=False)
    partners = sorted(live, key=lambda one: (not set(one.places) & codes, one.name))
    return [
        Target(
            f"partner:{partner.pk}",
            partner.target_type,
            partner.name,
            _("Has an account here"),
            partner=str(partner.pk),
        )
        for partner in partners
    ]


def _without_doubles(targets: Iterable[Target]) -> list[Target]:
    return list({target.key: target for target in reversed(list(targets))}.values())[::-1]
