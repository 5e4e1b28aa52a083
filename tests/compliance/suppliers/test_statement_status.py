"""Has a supplier published a statement? By its UK company number: in the register, on its page, in the workbook."""

import io
import re
from datetime import UTC, date, datetime

import openpyxl
import pytest

from compliance.statements.models import Edition, Listing
from tests.factories.statements import PublicationFactory
from tests.factories.suppliers import SupplierFactory

AT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def four(organisation):
    """One of each: published here, listed, not found, and without a number to look by."""
    PublicationFactory(company_number="01000001", year=2024, organisation_slug="here")
    PublicationFactory(company_number="01000001", year=2025, organisation_slug="here")
    edition = Edition.objects.create(dated=date(2026, 11, 1), sha256="a" * 64, file_name="f.csv", begun_at=AT)
    for number, year in (("01000001", 2026), ("01000002", 2024), ("01000002", 2025), ("01000005", 2025)):
        Listing.objects.create(
            identity=f"{number}{year}", fingerprint="", edition=edition, organisation_name="X", company_number=number,
            year=year, statement_url=f"https://x.example/{year}", updated_at=AT, searched="",
        )  # fmt: skip
    for name, number, country in (
        ("Here Ltd", "01000001", "GB"), ("Listed Ltd", "01000002", "GB"), ("Absent Ltd", "01000003", "GB"),
        ("Without Ltd", "", "GB"), ("Fremd GmbH", "01000005", "DE"),
    ):  # fmt: skip
        SupplierFactory(organisation=organisation, name=name, supplier_ref=name, company_number=number, country=country)


def cells(answer) -> dict[str, str]:
    text = answer.content.decode()
    rows = re.findall(r'<th scope="row".*?>([^<>]+)</a>.*?data-column="Statement">(.*?)</td>', text, re.S)
    return {name: re.sub(r"<[^>]+>", "", said) for name, said in rows}


SAID = {
    "Here Ltd": "Published here, 2025",
    "Listed Ltd": "On the registry, 2025",
    "Absent Ltd": "Not found",
    "Without Ltd": "No number",
    "Fremd GmbH": "No number",
}


def test_the_list_says_it_of_each(editor, at, four):
    assert cells(editor.get(at("index"))) == SAID


@pytest.mark.parametrize(
    ("status", "names"),
    [
        ("here", {"Here Ltd"}),
        ("listed", {"Listed Ltd"}),
        ("not_found", {"Absent Ltd"}),
        ("no_number", {"Without Ltd", "Fremd GmbH"}),
    ],
)
def test_the_filter_agrees_with_the_list(editor, at, four, status, names):
    assert cells(editor.get(at("index") + f"?statement={status}")).keys() == names


def test_the_page_says_where_it_is_and_of_which_day_that_is_known(editor, at, four, organisation):
    def said(name):
        one = organisation.suppliers.get(name=name)
        return " ".join(editor.get(at("supplier", one.uuid)).content.decode().split())

    assert 'href="/statements/here/2025/">Yes, for 2025</a>, on this portal' in said("Here Ltd")
    listed = said("Listed Ltd")
    assert "Yes, for 2025, by the government registry’s file of 1 November 2026." in listed
    assert 'href="https://x.example/2025" rel="external noopener noreferrer nofollow"' in listed
    assert "Not found. None with this company number" in said("Absent Ltd")
    assert "Give its UK company number" in said("Fremd GmbH")


def test_the_workbook_says_it_too(visit, at, four):
    answer = visit("administrator").get(at("export") + "?statement=listed")
    heads, *rows = openpyxl.load_workbook(io.BytesIO(answer.content))["Suppliers"].iter_rows(values_only=True)
    (row,) = [dict(zip(heads, row, strict=True)) for row in rows]
    assert row["portal_statement"] == "Listed on the government registry"
    assert (row["portal_statement_year"], row["portal_statement_address"]) == (2025, "https://x.example/2025")
    assert row["portal_registry_file_date"].date() == date(2026, 11, 1)


def test_a_withdrawn_one_is_not_here_any_more(editor, at, organisation):
    PublicationFactory(company_number="01000001", withdrawn_at=AT)
    SupplierFactory(organisation=organisation, name="Here Ltd", company_number="01000001", country="GB")
    assert cells(editor.get(at("index"))) == {"Here Ltd": "Not found"}
