"""The register as a workbook: nothing in it acts, and it can be uploaded again."""

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.test import Client

from compliance.suppliers import exports
from compliance.suppliers.models import RiskScore
from compliance.suppliers.services.risk import recompute_scores
from compliance.workbooks.columns import sheet_kinds
from portal.history.models import Entry
from tests.factories.accounts import sign_in
from tests.factories.suppliers import (
    SiteFactory,
    SiteFactsFactory,
    SupplierFactory,
    SupplyRelationFactory,
    WorkerFiguresFactory,
)

HOSTILE = ["=1+1", "+44 20", "-cmd", "@SUM(A1)", "|x", "＝1", "\t=1"]


@pytest.fixture
def full(organisation):
    provider = SupplierFactory(organisation=organisation, name="Fieldhand", supplier_ref="00300")
    supplier = SupplierFactory(organisation=organisation, name="Karim Knit", supplier_ref="00042", country="BD")
    site = SiteFactory(supplier=supplier, site_ref="ST-7", name="Unit 2", address="Plot 5", country="BD")
    site.labour_providers.add(provider)
    SupplyRelationFactory(supplier=supplier, tier=2, products=["T-shirts", "Polo"], annual_spend_pence=125_050)
    WorkerFiguresFactory(site=site, counted_on=date(2026, 1, 2), total=5)
    WorkerFiguresFactory(site=site, counted_on=date(2026, 5, 14), total=1240, women=300)
    SiteFactsFactory(site=site, last_audit_on=date(2026, 5, 14), last_audit_scheme="smeta_4_pillar")
    return supplier


def book_of(response):
    return openpyxl.load_workbook(io.BytesIO(response.content))


def rows_of(response) -> list[dict]:
    heads, *rows = book_of(response)["Suppliers"].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_its_columns_are_those_that_are_read():
    assert list(exports.COLUMNS) == [column.name for column in sheet_kinds()["suppliers"].columns if column.is_template]


def test_what_is_known_stands_in_its_row(visit, at, full):
    (row,) = [row for row in rows_of(visit("administrator").get(at("export"))) if row["supplier_ref"] == "00042"]
    assert row["site_ref"] == "ST-7" and row["country"] == "Bangladesh" and row["labour_providers"] == "00300"
    assert (row["tier"], row["product"], row["annual_spend_gbp"]) == (2, "T-shirts|Polo", 1250.5)
    assert (row["workers_total"], row["workers_women"]) == (1240, 300)
    assert row["last_audit_date"].date() == date(2026, 5, 14)


def test_scores_have_one_decimal_and_stand_beside_what_an_upload_reads(visit, at, full):
    recompute_scores(full.organisation, event="import", now=datetime(2026, 11, 24, tzinfo=UTC))
    score = RiskScore.objects.get(site__site_ref="ST-7", is_current=True)
    (row,) = [row for row in rows_of(visit("administrator").get(at("export"))) if row["supplier_ref"] == "00042"]
    assert row["portal_risk"] == round(score.residual, 1) != score.residual
    assert row["portal_inherent_risk"] == round(score.inherent, 1)
    assert row["portal_priority"] == round(score.priority, 1)
    assert row["portal_risk_band"] == score.get_band_display()


def test_it_holds_what_the_filter_shows_and_says_who_took_it(visit, at, full, people):
    response = visit("administrator").get(at("export") + "?country=BD")
    assert [row["supplier_name"] for row in rows_of(response)] == ["Karim Knit"]
    about = dict(book_of(response)["About"].iter_rows(min_row=2, values_only=True))
    assert about["Filtered by"] == "Country: Bangladesh" and about["Rows"] == 1
    assert about["Downloaded by"] == str(people["administrator"])
    line = Entry.objects.get(action="suppliers.register.exported")
    assert line.detail == {"count": 1, "filter": "Country: Bangladesh"}


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula(visit, at, organisation, text):
    SupplierFactory(organisation=organisation, name=text, notes=text)
    sheet = book_of(visit("administrator").get(at("export")))["Suppliers"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if isinstance(cell.value, str)]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell.quotePrefix for cell in cells if cell.value == text] == [True, True]


def test_only_administrators_take_it_away_and_show_again_who_they_are(visit, at, people, full):
    assert visit("editor").get(at("export")).status_code == 403
    late = sign_in(Client(), people["administrator"], seconds_ago=24 * 60 * 60)
    answer = late.get(at("export"))
    assert answer.status_code == 302 and "reauthenticate" in answer["Location"]


def test_the_sixth_in_an_hour_waits(visit, at, full):
    client = visit("administrator")
    assert [client.get(at("export")).status_code for _ in range(6)] == [200] * 5 + [429]


def test_a_supplier_with_two_supplies_and_one_site_has_two_rows(visit, at, full):
    SupplyRelationFactory(supplier=full, tier=1, products=["Caps"])
    SupplyRelationFactory(supplier=full, tier=1, products=["Old"], ended_on=date(2020, 1, 1))
    rows = [row for row in rows_of(visit("administrator").get(at("export"))) if row["supplier_ref"] == "00042"]
    assert [(row["site_ref"], row["product"]) for row in rows] == [("ST-7", "T-shirts|Polo"), (None, "Caps")]
