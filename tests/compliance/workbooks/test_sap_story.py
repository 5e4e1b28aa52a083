"""An SAP export of 3,000 rows becomes a table of statements that agrees with the truth, row by row, in a few screens.

See docs/requirements/suppliers.md#never-misread.
"""

import re
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from compliance.statements.models import Edition, Listing
from compliance.suppliers import statement_status
from compliance.suppliers.choices import StatementStatus
from compliance.suppliers.models import Supplier, SupplyRelation
from compliance.suppliers.rules.similarity import normalise
from compliance.workbooks.choices import State
from compliance.workbooks.models import Import
from tests.compliance.workbooks.vendor_files.shapes import german, uk, xlsx
from tests.factories.accounts import sign_in
from tests.factories.organisations import MembershipFactory

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
COUNT, DOUBLES = 3000, 10
MAX_SCREENS = 10
HEAD = ["LIFNR", "NAME1", "LAND1", "ORT01", "STRAS", "PSTLZ", "Handelsregister-Nr.", "Umsatz"]
SYLLABLES = ("ba", "du", "fi", "go", "ke", "lo", "mi", "nu", "po", "ra", "se", "ti", "vu", "wa", "zo")


def called(number: int) -> str:
    """An invented name that is like no other."""
    parts = [SYLLABLES[number // 15**place % 15] for place in range(3)]
    return f"{''.join(parts).title()}{parts[1]}{parts[0]} {parts[2].title()}{number} Works"


def truth(number: int) -> dict:
    """Two of three are in the UK; each fifth of these has a statement by number, each seventh of the rest by name."""
    is_uk = number % 3 != 0
    by_number = is_uk and number % 5 == 0
    by_name = not by_number and number % 7 == 0
    status = (
        StatementStatus.LISTED if by_number
        else StatementStatus.POSSIBLE if by_name
        else StatementStatus.NOT_FOUND if is_uk
        else StatementStatus.ABROAD
    )  # fmt: skip
    return {
        "ref": f"{1_000_000 + number:010d}", "name": f"{called(number)} {'Ltd' if is_uk else 'GmbH'}",
        "country": "GB" if is_uk else "DE", "number": f"{1_000_000 + number:08d}" if is_uk else f"HRB {number}",
        "spend": number * 137.25 + 1, "status": status, "by_number": by_number, "by_name": by_name,
    }  # fmt: skip


def line(number: int) -> list:
    """As two systems write it: one with German amounts and countries, one with UK ones and numbers without zeros."""
    row = truth(number)
    is_german = number < COUNT // 2
    country = {"GB": "Großbritannien" if is_german else "UK", "DE": "D" if is_german else "Germany"}[row["country"]]
    written = row["number"].lstrip("0") if number % 2 and row["country"] == "GB" else row["number"]
    amount = german(row["spend"]) if is_german else uk(row["spend"])
    return [row["ref"], row["name"], country, "Leeds", f"{number} Mill Lane", "LS1 4AB", written, amount]


def export() -> bytes:
    half = COUNT // 2
    doubles = [[f"9{line(n)[0][1:]}", *line(n)[1:]] for n in range(1, DOUBLES + 1)]
    sheets = {
        "Old": [HEAD, *([f"X{n}", f"Gone {n}", "GB", "", "", "", "", "1,00"] for n in range(20))],
        "Kreditoren DE": [
            ["Kreditorenliste"],
            [None],
            HEAD,
            *map(line, range(half)),
            ["Summe", *[None] * 6, "1.234,00"],
        ],
        "Vendors UK": [HEAD, *map(line, range(half, COUNT)), *doubles, ["Total", *[None] * 6, "9,999.00"]],
    }
    return xlsx(sheets, hidden=("Old",))


@pytest.fixture
def registry(db):
    edition = Edition.objects.create(dated=date(2026, 11, 1), sha256="c" * 64, file_name="f.csv", begun_at=AT)
    rows = [truth(number) for number in range(COUNT)]
    Listing.objects.bulk_create(
        Listing(
            identity=row["ref"], fingerprint="", edition=edition,
            organisation_name=row["name"].replace(" Ltd", " LIMITED") if row["by_name"] else "Somebody else entirely",
            name_key=normalise(row["name"]) if row["by_name"] else "", year=2025, updated_at=AT, searched="",
            company_number=row["number"] if row["by_number"] else "",
        )
        for row in rows
        if row["by_number"] or row["by_name"]
    )  # fmt: skip


class Reader:
    """Somebody at a browser: each page that is shown to them is a screen."""

    def __init__(self, client) -> None:
        self.client, self.screens = client, []

    def opens(self, url: str) -> str:
        return self._shown(self.client.get(url, follow=True))

    def sends(self, url: str, fields: dict) -> str:
        return self._shown(self.client.post(url, fields, follow=True))

    def _shown(self, response) -> str:
        assert response.status_code == 200, response.request["PATH_INFO"]
        self.screens.append(response.request["PATH_INFO"])
        return response.text


def test_the_statement_table_agrees_with_the_truth_row_by_row(registry, client):
    member = MembershipFactory(role="administrator")
    sign_in(client, member.user)
    reader = Reader(client)
    slug = member.organisation.slug
    reader.opens(reverse("workbooks:list", args=[slug]))
    form = reader.opens(reverse("workbooks:new", args=[slug]))
    token = re.search(r'name="token" value="([^"]+)"', form)[1]
    file = SimpleUploadedFile("vendors.xlsx", export())
    text = reader.sends(reverse("workbooks:new", args=[slug]), {"file": file, "kind": "auto", "token": token})
    upload = Import.objects.get()
    assert (upload.state, upload.counts.get("error", 0)) == (State.PREVIEW, 0), upload.messages
    assert upload.unread == []
    assert "Give one answer for all" in text and "Kreditorenliste" not in text
    reader.sends(reverse("workbooks:duplicates", args=[slug, upload.uuid]), {"all": "same"})
    reader.sends(reverse("workbooks:apply", args=[slug, upload.uuid]), {})
    upload.refresh_from_db()
    assert upload.state == State.DONE, upload.error
    assert "3,000 suppliers" in reader.opens(reverse("suppliers:index", args=[slug]))
    assert len(reader.screens) <= MAX_SCREENS, reader.screens

    suppliers = {row.supplier_ref: row for row in Supplier.objects.all()}
    statuses = statement_status.get_statuses(suppliers.values())
    spend = dict(SupplyRelation.objects.values_list("supplier__supplier_ref", "annual_spend_pence"))
    expected = [truth(number) for number in range(COUNT)]
    assert len(suppliers) == COUNT
    wrong = [
        (row["ref"], found)
        for row in expected
        if (found := (
            (one := suppliers[row["ref"]]).name, one.country, one.company_number, statuses[one.pk].status,
            spend[row["ref"]],
        )) != (row["name"], row["country"], row["number"], row["status"], round(row["spend"] * 100))
    ]  # fmt: skip
    assert wrong == []
