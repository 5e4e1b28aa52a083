"""Adding, changing and ending suppliers and sites on screen."""

import re

import pytest

from compliance.organisations.choices import Role
from compliance.suppliers.models import Control, RiskRun, Site, Supplier, SupplyRelation, WorkerFigures
from portal.history.models import Entry
from tests.factories.organisations import MembershipFactory
from tests.factories.suppliers import (
    ControlFactory,
    SiteFactory,
    SupplierFactory,
    SupplyRelationFactory,
    WorkerFiguresFactory,
)

NEW = {
    "name": "Karim  Knit Ltd",
    "country": "BD",
    "supplier_ref": "",
    "company_number": "",
    "tier": "1",
    "sector": "fashion_textiles",
    "products": "T-shirts\nPolo shirts\n\nT-shirts",
}
SITE = {"name": "Unit 2", "site_ref": "ST-7", "address": "Plot 5, Kashimpur Road", "town": "Gazipur", "country": "BD"}


def said(page) -> str:
    return page.content.decode()


def last_action() -> str:
    return Entry.objects.order_by("-seq").first().action


@pytest.fixture
def supplier(organisation):
    return SupplierFactory(organisation=organisation, name="Karim Knit Ltd", supplier_ref="S-0042", country="BD")


@pytest.fixture
def site(supplier):
    return SiteFactory(supplier=supplier, site_ref="ST-7", name="Unit 2", address="Plot 5", country="BD")


def test_a_supplier_without_a_reference_gets_the_next_free_one(editor, at, organisation):
    SupplierFactory(organisation=organisation, supplier_ref="S-0002")
    answer = editor.post(at("add"), NEW)
    made = Supplier.objects.get(name="Karim Knit Ltd")
    assert answer.status_code == 303 and answer["Location"] == at("supplier", made.uuid)
    assert (made.supplier_ref, made.key, made.likeness) == ("S-0003", "s-0003", "karim knit")
    relation = made.relations.get()
    assert (relation.tier, relation.products, relation.buys_from) == (1, ["T-shirts", "Polo shirts"], None)
    assert last_action() == "suppliers.supplier.added"
    assert RiskRun.objects.filter(organisation=organisation).exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"supplier_ref": "s-0042"}, "You already use this reference for Karim Knit Ltd"),
        ({"supplier_ref": "S<1>"}, "Reference must only include letters, numbers, spaces and . _ - / #"),
        ({"supplier_ref": "S" * 65}, "must be 64 characters or fewer"),
        ({"name": ""}, "Enter the name"),
        ({"name": "x" * 201}, "must be 200 characters or fewer"),
        ({"country": "XX"}, "Select the country from the list"),
        ({"country": "GB", "company_number": "12"}, ""),
        ({"country": "GB", "company_number": "no number"}, "UK company number must be 8 characters"),
        ({"tier": ""}, "Select which tier this supplier is"),
        ({"sector": "gold"}, "Select the sector from the list"),
        ({"products": "\n".join(f"Product {n}" for n in range(21))}, "Enter 20 products or fewer. You entered 21."),
        ({"products": "x" * 101}, "Each product must be 100 characters or fewer"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(editor, at, supplier, change, sentence):
    answer = editor.post(at("add"), NEW | change)
    if not sentence:
        assert answer.status_code == 303
        return
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert Supplier.objects.count() == 1


def test_a_uk_company_number_gets_its_zeros(editor, at, organisation):
    editor.post(at("add"), NEW | {"country": "GB", "company_number": "sc 1234"})
    assert Supplier.objects.get().company_number == "SC001234"


def form_of(row, **changes) -> dict:
    """What the page of the row would send."""
    names = ("name", "trading_name", "supplier_ref", "company_number", "country", "status", "notes", "lei", "os_id")
    return {name: getattr(row, name) for name in names} | {"began_from": row.changed_at.isoformat()} | changes


def test_a_change_is_kept_with_a_line_of_history(editor, at, supplier):
    answer = editor.post(
        at("edit", supplier.uuid), form_of(supplier, name="Karim Knitwear Ltd", lei="5493001kjtiigc8y1r12")
    )
    assert answer.status_code == 303
    supplier.refresh_from_db()
    assert (supplier.name, supplier.likeness, supplier.lei) == (
        "Karim Knitwear Ltd",
        "karim knitwear",
        "5493001KJTIIGC8Y1R12",
    )
    page = said(editor.get(at("supplier", supplier.uuid)))
    assert "changed the supplier Karim Knitwear Ltd: Name, Legal Entity Identifier (LEI)" in page


def test_a_colleague_who_may_act_looks_after_a_supplier(editor, at, supplier, people):
    page = said(editor.get(at("edit", supplier.uuid)))
    assert str(people["editor"].uuid) in page and str(people["administrator"].uuid) in page
    assert str(people["viewer"].uuid) not in page
    assert "No one yet. We notify administrators" in said(editor.get(at("supplier", supplier.uuid)))
    editor.post(at("edit", supplier.uuid), form_of(supplier, owner=str(people["editor"].uuid)))
    supplier.refresh_from_db()
    assert supplier.owner == people["editor"]
    card = said(editor.get(at("supplier", supplier.uuid))).split("Managed by")[1]
    assert str(people["editor"]) in card.split("</dd>")[0]


def test_nobody_of_another_business_looks_after_a_supplier(editor, at, supplier):
    stranger = MembershipFactory(role=Role.ADMINISTRATOR).user
    answer = editor.post(at("edit", supplier.uuid), form_of(supplier, owner=str(stranger.uuid)))
    assert answer.status_code == 422
    supplier.refresh_from_db()
    assert supplier.owner is None


def test_a_save_that_changes_nothing_writes_nothing(editor, at, supplier):
    editor.post(at("edit", supplier.uuid), form_of(supplier))
    before = supplier.changed_at
    supplier.refresh_from_db()
    assert supplier.changed_at == before
    assert not Entry.objects.filter(action="suppliers.supplier.changed").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"lei": "123"}, "Enter an LEI of 18 letters and numbers"),
        ({"os_id": "ZZ2021250D1DTN7"}, "begins with a country"),
        ({"os_id": "BD2021"}, "begins with a country"),
        ({"status": "gone"}, "Select the status from the list"),
        ({"notes": "x" * 2001}, "must be 2000 characters or fewer"),
        ({"supplier_ref": ""}, "Enter your reference"),
    ],
)
def test_other_numbers_are_checked(editor, at, supplier, change, sentence):
    answer = editor.post(at("edit", supplier.uuid), form_of(supplier, **change))
    assert answer.status_code == 422
    assert sentence in said(answer)


def test_two_people_who_change_one_supplier_see_each_others_text(editor, visit, at, supplier):
    typed = form_of(supplier, name="Karim Knit and Dye Ltd")
    visit("administrator").post(at("edit", supplier.uuid), form_of(supplier, name="Karim Group Ltd", notes="New owner"))
    answer = editor.post(at("edit", supplier.uuid), typed)
    assert answer.status_code == 409
    page = said(answer)
    assert "Someone else saved changes while you were editing" in page
    assert "Karim Group Ltd" in page and "Karim Knit and Dye Ltd" in page and "New owner" in page
    supplier.refresh_from_db()
    assert supplier.name == "Karim Group Ltd"
    again = typed | {"began_from": supplier.changed_at.isoformat(), "notes": "New owner"}
    assert f'value="{again["began_from"]}"' in page, "the next save begins from what was shown"
    assert editor.post(at("edit", supplier.uuid), again).status_code == 303
    supplier.refresh_from_db()
    assert (supplier.name, supplier.notes) == ("Karim Knit and Dye Ltd", "New owner")


def test_nothing_is_deleted_when_a_supplier_ends(editor, at, supplier, site):
    assert editor.post(at("end", supplier.uuid), {"reason": ""}).status_code == 422
    assert editor.post(at("end", supplier.uuid), {"reason": "Contract over"}).status_code == 303
    supplier.refresh_from_db()
    assert supplier.status == "ended" and Site.objects.count() == 1
    assert "Make this supplier active again" in said(editor.get(at("supplier", supplier.uuid)))
    editor.post(at("resume", supplier.uuid))
    supplier.refresh_from_db()
    assert supplier.status == "active"


def test_a_licence_is_kept_with_the_day_it_was_looked_up(editor, at, supplier):
    supplier.is_labour_provider = True
    supplier.save()
    given = {"licence_number": "FIEL0042"}
    day = {"licence_checked_on_day": "1", "licence_checked_on_month": "9", "licence_checked_on_year": "2026"}
    assert (
        editor.post(at("licence", supplier.uuid), given | day | {"licence_checked_on_year": "2199"}).status_code == 422
    )
    assert editor.post(at("licence", supplier.uuid), given | day).status_code == 303
    page = said(editor.get(at("supplier", supplier.uuid)))
    assert "FIEL0042" in page and "Checked on 1 September 2026" in page and "Fair Work Agency" in page


def test_a_site_is_added_and_changed(editor, at, supplier):
    answer = editor.post(at("add_site", supplier.uuid), SITE | {"latitude": "23.95", "longitude": "90.38"})
    site = Site.objects.get()
    assert answer["Location"] == at("site", site.uuid)
    assert (site.supplier, site.organisation, site.key) == (supplier, supplier.organisation, "st-7")
    changed = SITE | {"recruits_from_abroad": "yes", "began_from": site.changed_at.isoformat()}
    assert editor.post(at("edit_site", site.uuid), changed).status_code == 303
    site.refresh_from_db()
    assert site.recruits_from_abroad is True and site.latitude is None
    assert last_action() == "suppliers.site.changed"


@pytest.mark.parametrize(
    "place",
    [
        {"latitude": "23.95"},
        {"longitude": "90.38"},
        {"latitude": "0", "longitude": "0"},
        {"latitude": "91", "longitude": "0"},
        {"latitude": "north", "longitude": "1"},
        {"latitude": "nan", "longitude": "1"},
    ],
)
def test_half_a_place_and_no_place_are_refused(editor, at, supplier, place):
    assert editor.post(at("add_site", supplier.uuid), SITE | place).status_code == 422
    assert not Site.objects.exists()


def test_a_reference_of_another_site_is_refused(editor, at, supplier, site):
    answer = editor.post(at("add_site", supplier.uuid), SITE)
    assert answer.status_code == 422 and "You already use this reference for Unit 2" in said(answer)


DAY = {"counted_on_day": "14", "counted_on_month": "5", "counted_on_year": "2026"}


def test_figures_that_do_not_add_up_are_kept_and_doubted(editor, at, site):
    answer = editor.post(
        at("count_workers", site.uuid), DAY | {"total": "100", "permanent": "80", "agency": "40"}, follow=True
    )
    assert "the employment types add up to 120, but “All workers” is 100" in said(answer)
    answer = editor.post(
        at("edit_workers", site.uuid, WorkerFigures.objects.get().pk),
        DAY | {"total": "100", "women": "130"},
        follow=True,
    )
    assert "“Women” is 130, but “All workers” is 100" in said(answer)
    figures = WorkerFigures.objects.get()
    assert (figures.total, figures.permanent, figures.women) == (100, None, 130)


@pytest.mark.parametrize("change", [{"total": ""}, {"total": "-1"}, {"total": "1000001"}, {"counted_on_year": "2199"}])
def test_figures_that_cannot_be_are_refused(editor, at, site, change):
    assert editor.post(at("count_workers", site.uuid), DAY | {"total": "100"} | change).status_code == 422


def test_one_day_is_counted_once(editor, at, site):
    WorkerFiguresFactory(site=site, counted_on="2026-05-14")
    answer = editor.post(at("count_workers", site.uuid), DAY | {"total": "100"})
    assert answer.status_code == 422 and "You already have figures for this date" in said(answer)


def test_what_is_in_place_is_recorded_and_taken_away(editor, at, site):
    day = {"held_on_day": "2", "held_on_month": "3", "held_on_year": "2026"}
    given = {"kind": "grievance_mechanism", "is_confirmed": "on", "note": "Hotline poster"} | day
    assert editor.post(at("add_control", site.uuid), given).status_code == 303
    assert editor.post(at("add_control", site.uuid), given).status_code == 422
    control = Control.objects.get()
    assert control.is_confirmed and control.recorded_by is not None
    assert editor.get(at("remove_control", control.uuid)).status_code == 200 and Control.objects.exists()
    editor.post(at("remove_control", control.uuid))
    assert not Control.objects.exists()
    assert "removed a measure at Unit 2: Grievance mechanism, 2 March 2026" in said(editor.get(at("site", site.uuid)))


def test_labour_providers_are_chosen_among_ones_own(editor, at, site, organisation):
    provider = SupplierFactory(organisation=organisation, name="Fieldhand", is_labour_provider=True)
    SupplierFactory(name="A neighbour's", is_labour_provider=True)
    page = said(editor.get(at("providers", site.uuid)))
    assert "Fieldhand" in page and "neighbour" not in page
    editor.post(at("providers", site.uuid), {"providers": [str(provider.uuid)]})
    assert list(site.labour_providers.all()) == [provider]
    assert "Unit 2" in said(editor.get(at("supplier", provider.uuid)))


SUPPLY = {"tier": "2", "products": "Yarn", "sector": "fashion_textiles", "annual_spend_pence": "£1,250.50"}


def test_what_is_bought_is_written_down_through_whom(editor, at, supplier, organisation):
    mill = SupplierFactory(organisation=organisation, name="Mill Ltd", supplier_ref="S-9")
    assert editor.post(at("add_supply", mill.uuid), SUPPLY | {"buyer": "karim knit ltd"}).status_code == 303
    relation = SupplyRelation.objects.get()
    assert (relation.buys_from, relation.annual_spend_pence) == (supplier, 125_050)
    page = said(editor.get(at("supplier", mill.uuid)))
    assert "Karim Knit Ltd</a>" in page and "£1,250.50 a year" in page
    assert "Mill Ltd" in said(editor.get(at("supplier", supplier.uuid)))
    again = editor.post(at("add_supply", mill.uuid), SUPPLY | {"buyer": "S-0042", "products": "yarn"})
    assert again.status_code == 422 and "Change that entry instead" in said(again)
    ended = {"ended_on_day": "1", "ended_on_month": "2", "ended_on_year": "2026"}
    assert (
        editor.post(at("edit_supply", mill.uuid, relation.pk), SUPPLY | {"buyer": "S-0042"} | ended).status_code == 303
    )
    assert "Until 1 February 2026" in said(editor.get(at("supplier", mill.uuid)))


def test_the_chain_is_shown_up_to_us_and_down_and_a_circle_ends(editor, at, supplier, organisation):
    mill, farm, gin = (SupplierFactory(organisation=organisation, name=name) for name in ("Mill", "Farm", "Gin"))
    SupplyRelationFactory(supplier=supplier, tier=1)
    SupplyRelationFactory(supplier=mill, buys_from=supplier, tier=2)
    SupplyRelationFactory(supplier=farm, buys_from=mill, tier=3)
    words = " ".join(re.sub(r"<[^>]+>", "", said(editor.get(at("supplier", farm.uuid)))).split())
    assert "Sold to Mill, then Karim Knit Ltd, then you" in words
    words = " ".join(re.sub(r"<[^>]+>", "", said(editor.get(at("supplier", supplier.uuid)))).split())
    assert "Mill, tier 2" in words and "Farm, tier 3 and below, through Mill" in words
    SupplyRelationFactory(supplier=gin, buys_from=farm, tier=3)
    SupplyRelation.objects.filter(supplier=mill).update(buys_from=gin)
    words = " ".join(re.sub(r"<[^>]+>", "", said(editor.get(at("supplier", farm.uuid)))).split())
    assert "Sold to Mill, then Gin, then Farm" in words and "then you" not in words


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"buyer": "Nobody"}, "You do not have a supplier with this reference or name"),
        ({"buyer": "S-0042"}, "A supplier cannot sell to itself"),
        ({"buyer": "Twin"}, "Several suppliers have this name. Enter one of these references: T-1, T-2."),
        ({"buyer": "T-1", "tier": "1"}, "Tier 1 suppliers sell to you"),
        ({"annual_spend_pence": "a lot"}, "Enter the amount in pounds"),
        ({"annual_spend_pence": "-1"}, "must be 0 or more"),
    ],
)
def test_a_supply_that_cannot_be_is_refused(editor, at, supplier, organisation, change, sentence):
    for number in (1, 2):
        SupplierFactory(organisation=organisation, name="Twin", supplier_ref=f"T-{number}")
    answer = editor.post(at("add_supply", supplier.uuid), SUPPLY | change)
    assert answer.status_code == 422 and sentence in said(answer)


def test_a_page_takes_few_queries_however_much_is_known(editor, at, supplier, django_assert_max_num_queries):
    for number in range(12):
        site = SiteFactory(supplier=supplier)
        site.labour_providers.add(SupplierFactory(organisation=supplier.organisation, is_labour_provider=True))
        WorkerFiguresFactory(site=site)
        ControlFactory(site=site)
        SupplyRelationFactory(supplier=supplier, products=[f"Thing {number}"])
    editor.get(at("index"))
    with django_assert_max_num_queries(16):
        editor.get(at("supplier", supplier.uuid))
    with django_assert_max_num_queries(12):
        editor.get(at("site", site.uuid))


def test_members_who_only_read_are_offered_no_change(visit, at, supplier, site):
    for address in (at("index"), at("supplier", supplier.uuid), at("site", site.uuid)):
        page = said(visit("viewer").get(address))
        assert "/edit/" not in page and "/new/" not in page and "History" not in page
