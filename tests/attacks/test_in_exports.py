"""IN08: formulas in what is taken away."""

import csv
import io
import uuid
from collections.abc import Iterator

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from compliance.workbooks.models import Import
from compliance.workbooks.services import import_job, uploads
from portal.core.csv_cells import could_be_formula, escape_cell
from tests.factories.canaries import put_hostile_text
from tests.support.hostile_cells import CELLS
from tests.support.visits import address_url, draw_pdfs_as_text, request_page
from tests.url_register import ADDRESSES

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FORMULAS = tuple(text for text, acts in CELLS if acts)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


READERS = ("administrator", "triage_lead", "site_administrator")


@pytest.fixture(scope="module")
def downloads(shared_world, clients, django_db_blocker) -> dict[str, str]:
    """Every address that answers with a table to take away, and who may have it."""
    found = {}
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patched:
        patched.setattr("portal.core.rate_limits.count_and_get_wait", lambda act, who: 0)
        draw_pdfs_as_text(patched)
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
        yield from (one.coordinate for one in cells if one.data_type == "f" or _is_unmarked(one))
    else:
        lines = csv.reader(io.StringIO(body.decode().removeprefix("\ufeff")))
        yield from (value for line in lines for value in line if escape_cell(value) != value)


def _is_unmarked(cell) -> bool:
    """Whether a cell's text would become a formula once somebody edits it."""
    return isinstance(cell.value, str) and could_be_formula(cell.value) and not cell.quotePrefix


HEADS = ("supplier_ref", "supplier_name", "country", "tier", "sector", "town", "notes")


def rows_of_formulas(formula: str) -> list[list[str]]:
    """Rows of text that could be one, in our columns and in one of the user's own, which is named like that too."""
    good, bad = ["S-1", formula, "GB", "1", "11", formula, formula, formula], [formula] * (len(HEADS) + 1)
    return [[*HEADS, formula], good, bad]


def table(formula: str, kind: str) -> SimpleUploadedFile:
    out = io.BytesIO()
    if kind == "csv":
        text = io.StringIO()
        csv.writer(text).writerows(rows_of_formulas(formula))
        out.write(text.getvalue().encode())
    else:
        book = openpyxl.Workbook()
        for number, row in enumerate(rows_of_formulas(formula), 1):
            for column, value in enumerate(row, 1):
                book.active.cell(number, column, value).data_type = "s"
        book.save(out)
    return SimpleUploadedFile(f"list.{kind}", out.getvalue())


def upload_formulas(world, formula: str, kind: str) -> Import:
    """Return an upload that a worker has compared and written the result of."""
    editor = world.a.people["editor"]
    upload = uploads.receive_upload(
        table(formula, kind), organisation=world.a.organisation, token=uuid.uuid4(), kind="auto", by=editor,
        at=timezone.now(),
    )  # fmt: skip
    import_job.work_on_import(upload.pk, clock=timezone.now)
    upload.refresh_from_db()
    return upload


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("formula", FORMULAS)
def test_in08_a_result_gives_back_the_users_formulas_as_text(shared_world, clients, formula, kind):
    """In their own columns, in those that they invented, and in what we say of their rows."""
    with transaction.atomic():
        upload = upload_formulas(shared_world, formula, kind)
        assert upload.result, (upload.state, upload.error)
        address = reverse("workbooks:result", args=[shared_world.a.organisation.slug, upload.uuid])
        response = clients["administrator"].get(address)
        body = response.getvalue() if response.streaming else response.content
        transaction.set_rollback(True)
    assert response.status_code == 200
    assert not list(acting(XLSX if kind == "xlsx" else "text/csv", body))
    assert formula.strip() in " ".join(read_texts(kind, body)), "it was there to act"


def read_texts(kind: str, body: bytes) -> Iterator[str]:
    if kind == "csv":
        yield from (value for line in csv.reader(io.StringIO(body.decode("utf-8-sig"))) for value in line)
    else:
        for sheet in openpyxl.load_workbook(io.BytesIO(body)):
            yield from (str(cell.value) for row in sheet.iter_rows() for cell in row)


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
