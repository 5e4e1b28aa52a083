"""Seed the demo's registers: invented suppliers of makers of food, clothes and toys, and of a landlord."""

from datetime import date, timedelta

from compliance.organisations.choices import Role
from compliance.organisations.models import Organisation
from compliance.suppliers.demo import clothes, food, homes, toys
from compliance.suppliers.demo.shapes import Firm, Place
from compliance.suppliers.models import Site, Supplier, WorkerFigures
from compliance.suppliers.services import records, supplies
from compliance.suppliers.services import sites as site_services
from portal.accounts.models import User

REGISTERS = {
    "harbour-and-vale-foods-limited": food.SUPPLIERS,
    "pennow-thread-llp": clothes.SUPPLIERS,
    "larkmere-homes-association": homes.SUPPLIERS,
    "tamarisk-toys-limited": toys.SUPPLIERS,
}


def seed(*, today: date) -> None:
    """Add what is missing; a second run changes nothing."""
    for slug, firms in REGISTERS.items():
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation and not Supplier.objects.for_organisation(organisation).exists():
            editor = organisation.memberships.active().get(role=Role.EDITOR).user
            _fill(organisation, editor, firms, today)


def _fill(organisation: Organisation, editor: User, firms: tuple[Firm, ...], today: date) -> None:
    known: dict[str, Supplier] = {}
    sites: list[tuple[Site, Place]] = []
    for firm in firms:
        known[firm.ref] = supplier = _supplier(organisation, editor, firm, today)
        sites += [(_site(supplier, editor, firm, location, today), location) for location in firm.places]
    for firm in (firm for firm in firms if firm.through):
        relation = known[firm.ref].relations.get()
        supplies.update_supply(relation=relation, actor=editor, fields={"buys_from": known[firm.through]})
    for site, location in sites:
        site_services.set_labour_providers(
            site=site, actor=editor, providers=[known[ref] for ref in location.providers]
        )


def _supplier(organisation: Organisation, editor: User, firm: Firm, today: date) -> Supplier:
    supplier = records.add_supplier(
        organisation=organisation,
        actor=editor,
        fields={
            "name": firm.name,
            "supplier_ref": firm.ref,
            "country": firm.country,
            "company_number": firm.number,
            "is_labour_provider": firm.is_labour_provider,
            "status": firm.status,
            "owner": editor if firm.places else None,
            "contact_name": firm.contact,
            "contact_email": firm.email,
        },
        supply={
            "tier": firm.tier,
            "sector": firm.sector,
            "activity": firm.activity,
            "products": list(firm.products),
            "annual_spend_pence": firm.spend * 100 if firm.spend else None,
        },
    )
    if firm.licence:
        checked_on = today - timedelta(days=90)
        records.record_licence_check(supplier=supplier, actor=editor, number=firm.licence, checked_on=checked_on)
    return supplier


def _site(supplier: Supplier, editor: User, firm: Firm, place: Place, today: date) -> Site:
    fields = {
        "site_ref": place.ref,
        "name": place.name,
        "address": place.address,
        "town": place.town,
        "country": place.country or firm.country,
        "function": place.function,
        "sector": firm.sector,
        "activity": firm.activity,
        "latitude": place.at[0] if place.at else None,
        "longitude": place.at[1] if place.at else None,
        "recruits_from_abroad": place.recruits_from_abroad,
    }
    site = records.add_site(supplier=supplier, actor=editor, fields=fields)
    if place.workers:
        figures = WorkerFigures(site=site)
        counted = {"counted_on": today - timedelta(days=140), **place.workers}
        site_services.save_worker_figures(figures=figures, actor=editor, fields=counted)
    for number, kind in enumerate(place.controls):
        held_on = today - timedelta(days=60 + 45 * number)
        control = {"kind": kind, "held_on": held_on, "is_confirmed": number == 0}
        site_services.add_control(site=site, actor=editor, fields=control)
    return site
