"""What the government's registry lists: loading its file, and the register that shows it as what it is."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from compliance.organisations.models import Organisation
from compliance.statements.models import Edition, Listing
from compliance.statements.registry.parse_csv import MAX_BYTES
from compliance.statements.registry.rules.csv_row import COLUMNS
from compliance.statements.vocabulary import registry
from portal.history.models import Entry
from tests.factories.organisations import MembershipFactory
from tests.factories.statements import PublicationFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, tzinfo=UTC)
GOOD = {
    "StatementYear": "2025",
    "OrganisationName": "Larkmere Packaging Limited",
    "CompanyNumber": "7495895",
    "StatementURL": "https://larkmere.example/slavery",
    "StatementSummaryURL": "https://registry.example/statement/1",
    "StatementStartDate": "2024-04-01",
    "StatementEndDate": "31/03/2025",
    "GroupSubmission": "No",
    "OrganisationSectors": "\n".join(
        ("Construction, civil engineering and building products", "Utilities: gas, water and electricity")
    ),
    "Turnover": "£60 million to £100 million",
    "YearsProducingStatements": "1 to 5 years",
    "StatementIncludesRisksAssessment": "Yes",
    "StatementIncludesTraining": "No",
    "LastUpdated": "2025-09-30",
}


@pytest.fixture
def load(tmp_path):
    """Load rows, or bytes, as a file of a day; the messages on standard output and on standard error."""

    def loaded(given, day="2026-11-01", name="summaries.csv"):
        path = tmp_path / name
        path.write_bytes(given if isinstance(given, bytes) else written(given))
        out, err = io.StringIO(), io.StringIO()
        call_command("import_registry", str(path), date=day, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    return loaded


def written(rows, columns=None) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns or COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def row(**changes):
    return GOOD | changes


def some(count, **changes):
    return [
        row(OrganisationName=f"Alder {n:05d} Ltd", CompanyNumber=str(10_000_000 + n), **changes) for n in range(count)
    ]


def shown(client, **query):
    return client.get("/statements/", query).text


def test_a_row_is_kept_as_it_says(load):
    out, err = load([row()])
    assert (out, err) == ("Rows: 1 added.\n", "")
    (one,) = Listing.objects.all()
    assert (one.company_number, one.year, one.turnover_band, one.years_band) == ("07495895", 2025, "60m_100m", "1_to_5")
    assert (one.period_start, one.period_end) == (date(2024, 4, 1), date(2025, 3, 31))
    assert one.facets == " sector:construction sector:utilities area:risk "
    assert (one.areas, one.is_group) == ({"risk": True, "training": False}, False)
    assert Entry.objects.get(action="statements.registry.loaded").detail["added"] == 1


def test_the_same_file_twice_changes_nothing(load):
    load([row()])
    before, lines = list(Listing.objects.values()), Entry.objects.count()
    assert load([row()], day=None)[0] == "Nothing changed: this file is already loaded.\n"
    assert (list(Listing.objects.values()), Entry.objects.count()) == (before, lines)


def test_a_newer_file_changes_adds_and_takes_away_in_its_years_only(load):
    load([row(), *some(3), row(StatementYear="2024")])
    new = [row(StatementURL="https://larkmere.example/new"), *some(1), row(OrganisationName="New", CompanyNumber="")]
    assert load(new, day="2026-11-20")[0] == "Rows: 1 added, 1 changed, 1 unchanged, 2 no longer in the file.\n"
    standing = Listing.objects.standing()
    assert standing.count() == 4
    assert standing.get(year=2025, company_number="07495895").statement_url == "https://larkmere.example/new"
    assert standing.get(year=2024).edition.dated == date(2026, 11, 1)


def test_an_older_file_brings_nothing_back(load):
    load(some(1), day="2026-11-20")
    assert (
        load([*some(3), row(StatementYear="2023")], day="2026-11-10")[0]
        == "Rows: 1 added, 3 older than the saved row.\n"
    )
    assert Listing.objects.standing().filter(year=2025).count() == 1


def test_the_same_file_given_another_day_is_of_that_day(load):
    load([row()])
    assert load([row()], day="2026-11-20")[0] == "Rows: 1 unchanged.\n"
    assert Listing.objects.standing().get().edition.dated == date(2026, 11, 20)


def test_what_a_file_lost_comes_back_with_the_next(load):
    load(some(2))
    load(some(1), day="2026-11-10")
    assert Listing.objects.standing().count() == 1
    load([*some(2), row()], day="2026-11-20")
    assert Listing.objects.standing().count() == 3


def test_many_rows_take_few_queries(load, monkeypatch):
    from django.db import connection

    with CaptureQueriesContext(connection) as few:
        load(some(1500))
    assert len(few) < 40


def after(bad: bytes) -> bytes:
    """The header, what is bad, and then a good row."""
    header, good = written(some(1)).split(b"\r\n", 1)
    return header + b"\r\n" + bad + b"\r\n" + good


HOSTILE = {
    "no year": (written([row(StatementYear="soon"), *some(1)]), "row 2: StatementYear is not the year of a statement"),
    "no name": (written([row(OrganisationName=" \x00"), *some(1)]), "row 2: OrganisationName is empty"),
    "a cell of a megabyte": (written([row(OrganisationName="x" * 2**20), *some(1)]), "row 2: it is too long"),
    "a long cell": (written([row(OrganisationName="x" * 30_000), *some(1)]), "row 2: field larger than"),
    "a huge line": (after(b"y" * (3 * MAX_BYTES)), "row 2: it is too long"),
    "too few cells": (after(b"2025,Short Ltd"), "row 2: it has 2 cells"),
    "another encoding": (after("2025,Société".encode("cp1252")), "row 2: it is not in UTF-8"),
    "twice": (written([*some(1), *some(1)]), "row 3: an earlier row names the same"),
    "a script for an address": (written(some(1, StatementURL="javascript:alert(1)")), "row 2: StatementURL is left"),
    "another's address": (written(some(1, StatementURL="https://gov.uk@evil.example/")), "row 2: StatementURL is left"),
    "a formula for a number": (
        written([*some(1), row(CompanyNumber="=1+1")]),
        "row 3: CompanyNumber is left out: “=1+1”",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_wrong_is_told_by_row_and_the_rest_is_loaded(load, case):
    body, message = HOSTILE[case]
    _out, err = load(body)
    assert message in err
    assert Listing.objects.filter(company_number="10000000").count() == 1


REFUSED = {
    "semicolons": (written([row()]).replace(b",", b";"), "commas between the cells"),
    "another file": (b"%PDF-1.7\n\x00\xff\xfe", "no column OrganisationName"),
    "UTF-16": (written([row()]).decode().encode("utf-16"), "UTF-8"),
    "nothing": (b"", "no column OrganisationName and no column StatementYear"),
    "a header without an end": (b"x" * (2 * MAX_BYTES), "too long"),
    "a column twice": (b"OrganisationName,StatementYear,StatementYear\n", "a column twice: StatementYear"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_at_all_is_refused_in_one_line(load, case):
    body, message = REFUSED[case]
    with pytest.raises(CommandError, match=message) as refused:
        load(body)
    assert refused.value.returncode == 2 and "\n" not in str(refused.value)
    assert not Edition.objects.exists()


def test_a_file_that_is_not_there_and_a_day_that_is_none(load, tmp_path):
    for day, path in ((None, tmp_path / "none.csv"), ("soon", tmp_path), ("2999-01-01", tmp_path)):
        with pytest.raises(CommandError) as refused:
            call_command("import_registry", str(path), date=day)
        assert refused.value.returncode == 2


def test_columns_that_are_unknown_or_not_there_are_no_hindrance(load):
    given = {name: text for name, text in row(Weather="fine").items() if name != "CompanyNumber"}
    body = written([given], [*given])
    out, err = load(b"\xef\xbb\xbf" + body)
    assert out == "Rows: 1 added.\n"
    assert "row 1: without the columns CompanyNumber, ParentName" in err


def test_a_column_that_we_do_not_know_is_named_and_none_of_the_published_ones_is(load):
    """The registry adds columns without notice: 76 at the last count, of which 73 are known here."""
    published = [column.column for column in registry.columns()]
    columns = list(dict.fromkeys([*published, "PDFURL", "PDFDate"]))
    assert len(columns) == 73
    given = dict.fromkeys(columns, "") | row(PDFURL="https://registry.example/1.pdf", PDFDate="2026-10-01")
    _out, err = load(written([given], columns))
    assert "do not know" not in err
    more = ["Weather", "StatementHash", "PDFPages"]
    _out, err = load(written([given | dict.fromkeys(more, "x") | {"StatementYear": "2024"}], [*columns, *more]))
    assert "row 1: with columns that we do not know, and do not read: Weather, StatementHash, PDFPages" in err
    assert Listing.objects.get(year=2024).pdf_url == "https://registry.example/1.pdf"


def test_the_register_shows_it_as_listed_elsewhere_with_its_source(client, load):
    load([row(ParentName="Larkmere Group plc")])
    page = shown(client, q="larkmere packaging")
    assert "1 statement" in page and "Listed elsewhere" in page
    assert "in its file dated 1 November 2026" in page
    assert "Covered by the group statement of Larkmere Group plc." in page
    assert 'href="https://larkmere.example/slavery" rel="external noopener noreferrer nofollow"' in page
    assert "/statements/larkmere" not in page


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"q": "packaging larkmere"}, True), ({"q": "7495895"}, True), ({"q": "leather"}, False),
        ({"year": "2025"}, True), ({"year": "2024"}, False), ({"sector": "utilities"}, True),
        ({"sector": "other"}, False), ({"area": ["risk"]}, True), ({"area": ["risk", "training"]}, False),
        ({"turnover": "60m_100m"}, True), ({"turnover": "over_500m"}, False), ({"group": "no"}, True),
        ({"group": "yes"}, False), ({"form": "company"}, False), ({"signed": "on_screen"}, False),
        ({"figures": "yes"}, False), ({"country": "country:TH"}, False), ({"source": "elsewhere"}, True),
        ({"source": "here"}, False), ({"sort": "newest"}, True), ({"sort": "year"}, True),
    ],
)  # fmt: skip
def test_each_filter(client, load, query, is_found):
    load([row()])
    assert ("Larkmere Packaging" in shown(client, **query)) is is_found


def test_what_is_published_here_for_the_same_year_comes_once(client, load):
    ours = PublicationFactory(company_number="07495895", year=2025, organisation_name="Larkmere Packaging Ltd")
    load([row(), row(StatementYear="2024")])
    page = shown(client)
    assert "2 statements" in page
    assert reverse("register:statement", args=(ours.organisation_slug, 2025)) in page
    assert "Larkmere Packaging Limited, 2024" in page and "Larkmere Packaging Limited, 2025" not in page


def test_both_stand_in_one_order_and_every_row_once_over_the_pages(client, load):
    load(some(30))
    for number in range(30):
        PublicationFactory(organisation_name=f"Alder {number:05d} Plc", year=2026)
    pages = [shown(client, page=number) for number in (1, 2, 3)]
    names = [f"Alder {n:05d} {end}" for n in range(30) for end in ("Ltd", "Plc")]
    places = [
        (number, page.index(f"{name}, ")) for name in names for number, page in enumerate(pages) if f"{name}, " in page
    ]
    assert len(places) == 60 and places == sorted(places)


def test_the_page_takes_few_queries(client, load, django_assert_max_num_queries):
    load(some(60))
    for _number in range(5):
        PublicationFactory()
    for query in ({}, {"q": "alder", "area": ["risk"]}, {"sort": "newest", "page": 2}):
        with django_assert_max_num_queries(8):
            assert client.get("/statements/", query).status_code == 200


def test_text_of_a_stranger_is_text(client, load):
    load(
        [
            row(
                OrganisationName="<script>alert(1)</script>=cmd|' /C'\x00\u202e!A0",
                StatementURL='https://x.example/"onclick=1',
            )
        ]
    )
    page = shown(client)
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page
    assert "onclick" not in page and "\u202e" not in page


def test_downloads_and_the_api_hold_what_is_published_here_and_the_page_says_so(client, load):
    load([row()])
    PublicationFactory(organisation_name="Published here Ltd")
    assert "The downloads contain statements published here." in shown(client)
    for address in (reverse("register:result_csv"), reverse("register:result_json"), "/api/v1/statements"):
        answer = client.get(address)
        body = answer.getvalue().decode()
        assert "Published here Ltd" in body and "Larkmere" not in body
    assert client.get("/api/v1/statements", {"source": "elsewhere"}).status_code == 400
    assert "Download this list" not in shown(client, source="elsewhere")


# --- Beside an organisation's own ----------------------------------------------------------------------------------


@pytest.fixture
def larkmere(load):
    """An organisation of the portal that published nothing here, and what the registry lists under its number."""
    load([row(), row(StatementYear="2024", StatementStartDate="2023-04-01", StatementEndDate="2024-03-31")])
    return MembershipFactory(
        role="administrator",
        organisation__name="Larkmere Packaging Limited",
        organisation__slug="larkmere-packaging",
        organisation__company_number="07495895",
        organisation__confirmed_at=NOW,
    )


def test_its_page_shows_what_the_registry_lists_with_its_source(client, larkmere):
    page = client.get(reverse("register:organisation", args=["larkmere-packaging"])).text
    assert "In the government registry" in page
    assert "in its file dated 1 November 2026" in page
    assert page.count("https://larkmere.example/slavery") == 2


def test_a_confirmed_organisation_claims_a_year(client, larkmere):
    client.force_login(larkmere.user)
    listed = reverse("statements:list", args=["larkmere-packaging"])
    claim = reverse("statements:earlier_add", args=["larkmere-packaging"]) + "?year=2025"
    assert claim in client.get(listed).text
    form = client.get(claim).text
    assert 'value="https://larkmere.example/slavery"' in form
    days = {"period_start": ("1", "4", "2024"), "period_end": ("31", "3", "2025")}
    given = {
        f"{name}_{part}": value
        for name, day in days.items()
        for part, value in zip(("day", "month", "year"), day, strict=True)
    }
    done = client.post(claim, given | {"url": "https://larkmere.example/slavery"})
    assert done.status_code == 303
    page = client.get(reverse("register:organisation", args=["larkmere-packaging"])).text
    assert "Published elsewhere" in page
    assert page.count("https://larkmere.example/slavery") == 3, "once as claimed, in words too, and the other year's"
    assert claim not in client.get(listed).text


def test_an_unconfirmed_one_claims_nothing(client, larkmere):
    Organisation.objects.update(confirmed_at=None)
    client.force_login(larkmere.user)
    assert "Claim" not in client.get(reverse("statements:list", args=["larkmere-packaging"])).text
    assert client.get(reverse("register:organisation", args=["larkmere-packaging"])).status_code == 404


@pytest.mark.parametrize("year", ["1999", "x", "²", "", "9" * 40])
def test_a_year_that_is_not_listed_fills_in_nothing(client, larkmere, year):
    client.force_login(larkmere.user)
    page = client.get(reverse("statements:earlier_add", args=["larkmere-packaging"]), {"year": year})
    assert page.status_code == 200
    assert "larkmere.example" not in page.text
