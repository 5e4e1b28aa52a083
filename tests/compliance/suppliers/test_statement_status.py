"""Has a supplier published a statement? By its UK company number: in the register, on its page, in the workbook."""

import html
import io
import re
from datetime import UTC, date, datetime

import openpyxl
import pytest

from compliance.statements.models import Edition, Listing
from compliance.suppliers.rules.similarity import normalise
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
    return {html.unescape(name): re.sub(r"<[^>]+>", "", said) for name, said in rows}


SAID = {
    "Here Ltd": "Published here, 2025",
    "Listed Ltd": "On the registry, 2025",
    "Absent Ltd": "Not found",
    "Without Ltd": "No company number",
    "Fremd GmbH": "Not a UK company",
}


def test_the_list_says_it_of_each(editor, at, four):
    assert cells(editor.get(at("index"))) == SAID


@pytest.mark.parametrize(
    ("status", "names"),
    [
        ("here", {"Here Ltd"}),
        ("listed", {"Listed Ltd"}),
        ("not_found", {"Absent Ltd"}),
        ("no_number", {"Without Ltd"}),
        ("abroad", {"Fremd GmbH"}),
    ],
)
def test_the_filter_agrees_with_the_list(editor, at, four, status, names):
    assert cells(editor.get(at("index") + f"?statement={status}")).keys() == names


def test_the_page_says_where_it_is_and_of_which_day_that_is_known(editor, at, four, organisation):
    def said(name):
        one = organisation.suppliers.get(name=name)
        return " ".join(editor.get(at("supplier", one.uuid)).content.decode().split())

    assert 'href="/statements/here/2025/">Yes, for 2025</a>, on this website' in said("Here Ltd")
    listed = said("Listed Ltd")
    assert "Yes, for 2025, according to the government registry on 1 November 2026." in listed
    assert 'href="https://x.example/2025" rel="external noopener noreferrer nofollow"' in listed
    assert "We found no statement under this company number" in said("Absent Ltd")
    assert "We found no match by name" in said("Fremd GmbH")
    assert "Add its UK company number" in said("Without Ltd")


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


@pytest.fixture
def by_name(organisation):
    """Suppliers whose names, not numbers, are on the registry."""
    edition = Edition.objects.create(dated=date(2026, 11, 1), sha256="b" * 64, file_name="g.csv", begun_at=AT)
    for name in ("BRINDLEWICK AND SONS PLC", "Orrinsdale Holdings Limited"):
        Listing.objects.create(
            identity=name[:20], fingerprint="", edition=edition, organisation_name=name, name_key=normalise(name),
            year=2025, statement_url="https://x.example/named", updated_at=AT, searched=f" {name.casefold()} ",
        )  # fmt: skip
    for name, number, country in (
        ("Brindlewick & Sons p.l.c.", "01234567", "GB"), ("Orrinsdale Holding Ltd", "", "GB"),
        ("Brindlewick and Sons", "HRB 7", "DE"),
    ):  # fmt: skip
        SupplierFactory(
            organisation=organisation, name=name, supplier_ref=name, company_number=number, country=country,
            likeness=normalise(name),
        )  # fmt: skip


def test_a_name_on_the_registry_is_a_possible_match_and_never_not_found(editor, at, by_name):
    found = cells(editor.get(at("index")))
    assert found["Brindlewick & Sons p.l.c."] == found["Brindlewick and Sons"] == "Possible match, 2025"
    assert cells(editor.get(at("index") + "?statement=possible")).keys() == {
        "Brindlewick & Sons p.l.c.", "Brindlewick and Sons",
    }  # fmt: skip


@pytest.mark.parametrize(("answer", "status"), [("same", "On the registry, 2025"), ("other", "No company number")])
def test_a_like_name_is_offered_on_the_suppliers_page_and_the_answer_is_kept(
    editor, at, by_name, organisation, answer, status
):
    supplier = organisation.suppliers.get(name="Orrinsdale Holding Ltd")
    page = editor.get(at("supplier", supplier.uuid)).text
    assert "Orrinsdale Holdings Limited, 2025" in page
    editor.post(at("statement_match", supplier.uuid), {answer: normalise("Orrinsdale Holdings Limited")})
    assert cells(editor.get(at("index")))["Orrinsdale Holding Ltd"] == status
    assert "Yes, it is this supplier" not in editor.get(at("supplier", supplier.uuid)).text
