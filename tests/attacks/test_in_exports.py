"""IN08: formulas in what is taken away."""

import csv
import io
from collections.abc import Iterator

import openpyxl
import pytest
from django.db import transaction

from portal.core.csv_cells import escape_cell
from tests.factories.canaries import put_hostile_text
from tests.support.visits import address_url, request_page
from tests.url_register import ADDRESSES

pytestmark = pytest.mark.django_db
FORMULAS = ("=1+1", '=HYPERLINK("http://evil.example";"x")', "@SUM(A1)", "+1+2", "-1+2", "\t=1+1", "＝1+1")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


READERS = ("administrator", "triage_lead", "site_administrator")


@pytest.fixture(scope="module")
def downloads(shared_world, clients, django_db_blocker) -> dict[str, str]:
    """Every address that answers with a table to take away, and who may have it."""
    found = {}
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patched:
        patched.setattr("portal.core.rate_limits.count_and_get_wait", lambda act, who: 0)
        for name, address in ADDRESSES.items():
            reader = next((one for one in READERS if address.get[one] == 200), None)
            response, _ = (
                request_page(clients[reader], "get", address_url(address, name, shared_world)) if reader else ({}, "")
            )
            if response.get("Content-Type", "").partition(";")[0] in {"text/csv", XLSX}:
                found[name] = reader
    return found


def acting(kind: str, body: bytes) -> Iterator[str]:
    """Cells of a table that a spreadsheet would work out."""
    if kind == XLSX:
        cells = [one for sheet in openpyxl.load_workbook(io.BytesIO(body)) for row in sheet.iter_rows() for one in row]
        yield from (one.coordinate for one in cells if one.data_type == "f")
    else:
        lines = csv.reader(io.StringIO(body.decode().removeprefix("\ufeff")))
        yield from (value for line in lines for value in line if escape_cell(value) != value)


def test_in08_the_downloads_are_those_we_know(downloads):
    assert {name.partition(":")[0] for name in downloads} >= {
        "register",
        "organisations",
        "suppliers",
        "plans",
        "duties",
    }


@pytest.mark.parametrize("formula", FORMULAS)
def test_in08_nothing_that_is_taken_away_acts_in_a_spreadsheet(downloads, shared_world, clients, formula, monkeypatch):
    """In every text column of a business; then every download."""
    monkeypatch.setattr("portal.core.rate_limits.count_and_get_wait", lambda act, who: 0)
    wrong, seen = [], ""
    with transaction.atomic():
        put_hostile_text(shared_world.a.organisation, formula)
        for name, reader in downloads.items():
            response = clients[reader].get(address_url(ADDRESSES[name], name, shared_world))
            assert response.status_code == 200, name
            body = response.getvalue() if response.streaming else response.content
            wrong += [f"{name}: {one}" for one in acting(response["Content-Type"].partition(";")[0], body)]
            seen += body.decode(errors="replace") if name == "organisations:activity_csv" else ""
        transaction.set_rollback(True)
    assert not wrong, wrong[:5]
    assert formula.strip() in seen.replace('""', '"'), "it was there to act"
