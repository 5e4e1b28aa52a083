"""The supply-chain dashboard: each figure against rows counted by hand, on the page, in the PDF and in the workbook."""

import io
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.audits.choices import FindingStatus, Grade
from compliance.audits.models import Action
from compliance.audits.rules.supply_chain import AuditAge, StatementState
from compliance.audits.selectors.supply_chain import get_supply_chain
from compliance.audits.supply_chain_report import get_sections, get_tiles
from compliance.organisations.models import Export
from compliance.organisations.services import export_job
from compliance.suppliers.models import RiskScore, RiskWeights, Site, Supplier, SupplyRelation, WorkerFigures
from portal.history.models import Entry
from tests.factories.audits import ActionFactory, AuditFactory, FindingFactory
from tests.factories.statements import PublicationFactory
from tests.factories.suppliers import (
    SiteFactory,
    SiteFactsFactory,
    SupplierFactory,
    SupplyRelationFactory,
    WorkerFiguresFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(clock_at):
    clock_at(datetime(2026, 11, 24, 9, tzinfo=UTC))


@pytest.fixture(autouse=True)
def _weights(db):
    RiskWeights.objects.get_or_create(number=1, defaults={"weights": {}, "made_at": NOW})


def supplier(organisation, **fields):
    audited, spend, band = fields.pop("audited", None), fields.pop("spend", None), fields.pop("band")
    row = SupplierFactory(organisation=organisation, **fields)
    if spend is not None:
        SupplyRelationFactory(supplier=row, annual_spend_pence=spend)
    if audited:
        SiteFactsFactory(site=SiteFactory(supplier=row), last_audit_on=audited)
    RiskScore.objects.create(
        supplier=row, band=band, residual=50, computed_at=NOW, event="day", editions={},
        inputs={}, parts={}, confidence=1, weights=RiskWeights.objects.get(number=1),
    )  # fmt: skip
    return row


@pytest.fixture
def chain(business):
    organisation = business.organisation
    supplier(organisation, band="high", audited=date(2026, 3, 1), spend=100_000_00, company_number="00000001")
    supplier(organisation, band="high", audited=date(2025, 3, 1), spend=50_000_00, company_number="00000002")
    supplier(organisation, band="low", audited=date(2020, 3, 1), spend=25_000_00, company_number="00000003")
    supplier(organisation, band="low", spend=25_000_00, country="BD")
    supplier(organisation, band="low", spend=1_00, status="ended")
    PublicationFactory(company_number="00000001", year=2026)
    PublicationFactory(company_number="00000002", year=2023)
    return get_supply_chain(organisation, today=TODAY)


def test_audits_are_counted_by_risk_and_by_spend(chain, business):
    high, low = chain.covers["high"], chain.covers["low"]
    assert high.suppliers == {AuditAge.FRESH: 1, AuditAge.AGEING: 1}
    assert (high.covered, high.total, high.covered_spend) == (2, 2, 150_000_00)
    assert low.suppliers == {AuditAge.EXPIRED: 1, AuditAge.NEVER: 1}
    assert (low.covered, low.total_spend) == (0, 50_000_00)
    # The supplier of the fixture has no spend and no score; the one that ended is not there.
    assert (chain.cover.total, chain.cover.total_spend) == (5, 200_000_00)
    spend = next(section for section in get_sections(chain) if section.name == "by-spend")
    assert spend.finding == "75% of the spend is with suppliers that have an audit"
    assert [row[1:3] for row in spend.rows] == [[100_000, "50%"], [50_000, "25%"], [25_000, "12%"], [25_000, "12%"]]


def test_statements_are_found_late_missing_or_not_known(chain):
    assert chain.statements == {
        StatementState.FOUND: 1, StatementState.LATE: 1, StatementState.MISSING: 1, StatementState.UNKNOWN: 2,
    }  # fmt: skip


def test_overdue_actions_stand_by_how_long(business):
    days = (-3, -30, -31, -90, -91, 0, 5, None)
    for number, late in enumerate(days, start=1):
        due = None if late is None else TODAY + timedelta(days=late)
        ActionFactory(finding=business.finding, number=number, due_on=due)
    ActionFactory(
        finding=business.finding, number=40, due_on=date(2020, 1, 1), status="closed_unverified", completed_on=TODAY
    )
    actions = get_supply_chain(business.organisation, today=TODAY).actions
    assert (actions.open, actions.late_month, actions.late_quarter, actions.late_longer) == (8, 2, 2, 1)
    assert (actions.late, actions.undated) == (5, 1)


def test_findings_and_changes_are_those_of_the_month(business):
    audit = AuditFactory(site=business.audit.site, ended_on=date(2026, 11, 3))
    FindingFactory(audit=audit, grade=Grade.CRITICAL)
    FindingFactory(audit=audit, grade=Grade.MINOR, status=FindingStatus.CLOSED_UNVERIFIED, closed_on=date(2026, 11, 20))
    Supplier.objects.update(created_at=datetime(2026, 10, 5, tzinfo=UTC))
    figures = get_supply_chain(business.organisation, today=TODAY)
    changes = {change.code: (change.now, change.before) for change in figures.changes}
    assert changes["suppliers_added"] == (0, 1)
    assert changes["audits_held"] == (1, 0)
    assert changes["findings_opened"] == (2, 0)
    assert changes["findings_closed"] == (1, 0)
    # The finding of the fixture is of September and still open.
    assert next(tile for tile in get_tiles(figures) if tile.title == "Open findings").figure == "2"


def test_the_newest_figures_of_each_site_are_added_up(business):
    site = business.audit.site
    WorkerFiguresFactory(site=site, counted_on=date(2025, 1, 1), total=900, women=1)
    WorkerFiguresFactory(site=site, counted_on=date(2026, 1, 1), total=100, women=40)
    WorkerFiguresFactory(site=SiteFactory(supplier=site.supplier), total=50, women=None, migrant_international=9)
    WorkerFiguresFactory(total=7)
    workers = get_supply_chain(business.organisation, today=TODAY).workers
    assert (workers.sites, workers.all_sites, workers.total, workers.women, workers.migrant, workers.young) == (
        2, 2, 150, 40, 9, None,
    )  # fmt: skip


def test_an_empty_register_says_what_to_do(client, business):
    Supplier.objects.update(status="ended")
    page = business.client("viewer").get(reverse("audits:supply_chain", args=[business.organisation.slug])).text
    assert "There are no suppliers yet" in page and "app-chart" not in page.split("<main")[1]


def test_page_pdf_and_workbook_say_the_same(chain, business):
    client, slug = business.client("viewer"), business.organisation.slug
    page = client.get(reverse("audits:supply_chain", args=[slug])).text
    today = timezone.localdate()
    for section in get_sections(get_supply_chain(business.organisation, today=today)):
        assert section.finding in page
    waiting = client.get(reverse("audits:supply_chain_pdf", args=[slug]))
    # The PDF is drawn by the worker: the request only asks for it.
    export = Export.objects.get()
    assert waiting.url == reverse("organisations:export", args=[slug, export.uuid])
    assert "Waiting to start" in client.get(waiting.url).text
    export_job.make_export(export.pk, clock=timezone.now)
    assert "Download file" in client.get(waiting.url).text
    pdf = client.get(reverse("organisations:export_file", args=[slug, export.uuid]))
    assert pdf["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(b"".join(pdf))
    text = " ".join("".join(each.get_textpage().get_text_range() for each in document).split())
    assert "Audits by spend" in text and "Private: for the board" in text
    assert document.is_tagged()
    workbook = client.get(reverse("audits:supply_chain_workbook", args=[slug]))
    book = openpyxl.load_workbook(io.BytesIO(workbook.content))
    assert book.sheetnames[:3] == ["About", "Audits by risk", "Audits by spend"]
    assert [cell.value for cell in book["Audits by spend"][2]][1] == 100_000
    assert Entry.objects.filter(action="audits.supply_chain.downloaded").count() == 2


def make_large(organisation, count):
    """A register of so many suppliers with a site each, findings, actions and figures."""
    suppliers = Supplier.objects.bulk_create(
        Supplier(
            organisation=organisation, supplier_ref=f"L{n}", key=f"l{n}", name=f"Large {n}", likeness=f"large {n}",
            country="GB", company_number=f"{n:08d}",
        )
        for n in range(count)
    )  # fmt: skip
    sites = Site.objects.bulk_create(
        Site(organisation=organisation, supplier=row, site_ref=row.supplier_ref, key=row.key, name=row.name)
        for row in suppliers
    )
    SupplyRelation.objects.bulk_create(
        SupplyRelation(supplier=row, tier=1, annual_spend_pence=100, products_key=f"{row.pk:064x}") for row in suppliers
    )
    WorkerFigures.objects.bulk_create(WorkerFigures(site=site, counted_on=date(2026, 1, 1), total=10) for site in sites)


def test_the_page_asks_as_often_for_many_suppliers_as_for_one(business, django_assert_max_num_queries):
    make_large(business.organisation, 50)
    finding = FindingFactory(audit=business.audit)
    Action.objects.bulk_create(Action(finding=finding, number=n) for n in range(1, 40))
    client, address = business.client("viewer"), reverse("audits:supply_chain", args=[business.organisation.slug])
    client.get(address)
    with django_assert_max_num_queries(8):
        assert client.get(address).status_code == 200
