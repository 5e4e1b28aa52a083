"""A number is the same on the page, in its chart and map, in every file and in the API.

Each place is read by other means than it was written with, into what its reader sees: table, row, column, text.
"""

import csv
import io
import re
from collections.abc import Mapping
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from odf.opendocument import load as load_ods
from odf.table import DatabaseRange, Table, TableCell, TableRow
from odf.teletype import extractText
from openpyxl import load_workbook

from compliance.statistics.models import Release
from compliance.statistics.presenters.charts import get_tile_places
from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.rules.release_content import read_content
from compliance.statistics.rules.tables import TOTAL, Symbol
from tests.factories.published_figures import publish_figures

type Numbers = dict[tuple[str, str, str], str]

pytestmark = pytest.mark.django_db
HIDDEN = {
    ("contacts_by_channel", ("app",)): Symbol.CONFIDENTIAL,
    ("contacts_by_channel", ("email",)): Symbol.CONFIDENTIAL,
    ("cases_by_region", ("wales",)): Symbol.CONFIDENTIAL,
    ("cases_by_region", ("scotland",)): Symbol.CONFIDENTIAL,
    ("cases_by_exploitation_and_region", ("sexual", "wales")): Symbol.CONFIDENTIAL,
    ("people_by_age", (TOTAL,)): Symbol.CONFIDENTIAL,
}
LOW = {("contacts_by_channel", ("app",)): Symbol.LOW, ("people_by_age", ("under_18",)): Symbol.NOT_AVAILABLE}
CHANGED = {("contacts_by_channel", ("phone",)): 777, ("cases_by_exploitation_and_region", ("labour", "london")): 888}


@pytest.fixture(params=["2026-03", "2026-q1", "2026", "2026-q1-2"])
def release(request) -> Release:
    if request.param != "2026-q1-2":
        return publish_figures(request.param, LOW if request.param == "2026-03" else HIDDEN)
    publish_figures("2026-q1", HIDDEN)
    return publish_figures("2026-q1-2", HIDDEN | CHANGED, revision=2, note="Calls were counted twice.")


@pytest.fixture
def numbers(release) -> Numbers:
    """What was released, by the id of the table, the label of the row and that of the column."""
    rules = get_rule_set()
    found: Numbers = {}
    for table in read_content(release.content).release.tables:
        for index, cell in table.cells.items():
            shown = f"[{cell.symbol}]" if cell.value is None else str(cell.value)
            found[
                place(rules, table.spec.id, dict(zip([d.name for d in table.spec.dimensions], index, strict=True)))
            ] = shown
    assert len(found) > 100
    assert any(text.startswith("[") for text in found.values())
    return found


def place(rules, table_id: str, codes: Mapping[str, str]) -> tuple[str, str, str]:
    """The longer dimension goes down; the number of a table of one dimension is in the column of its unit."""
    down, *across = sorted(codes, key=lambda name: -len(rules.dimensions[name].groups))
    labels = [{**rules.dimensions[name].labels, TOTAL: "Total"}[codes[name]] for name in (down, *across)]
    unit = rules.get_unit(rules.get_table(table_id).unit).label
    return (table_id, labels[0], labels[1] if across else unit)


def plain(text: str) -> str:
    """Without commas and without marks beside a number."""
    return re.sub(r"(\d) \[[rp]\]", r"\1", text.replace(",", ""))


def without_extras(found: Numbers) -> Numbers:
    """Without percentages and waits, which are in no table of the release."""
    return {
        key: text
        for key, text in found.items()
        if key[0] != "median_waits" and key[2] not in {"Percentage", "Revised numbers", "On the map"}
    }


def from_rows(table_id: str, rows: list[list[str]]) -> Numbers:
    heads = [head.removesuffix(" [p]") for head in rows[0]]
    return {
        (table_id, row[0], head): plain(text) for row in rows[1:] for head, text in zip(heads[1:], row[1:], strict=True)
    }


def get(client, release: Release, rest: str = "") -> bytes:
    response = client.get(f"/statistics/{release.code}/{rest}")
    assert response.status_code == 200
    return response.content


def test_the_page(client, release, numbers):
    page = BeautifulSoup(get(client, release), "html.parser")
    found: Numbers = {}
    for table in page.select("table[class*=portal-figures-table]"):
        rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
        found |= from_rows(table.caption["id"].removesuffix("-caption"), rows)
    assert without_extras(found) == numbers


def test_the_csv_of_each_table(client, release, numbers):
    found: Numbers = {}
    for table_id in {key[0] for key in numbers}:
        text = get(client, release, f"{table_id}.csv").decode("utf-8-sig")
        found |= from_rows(table_id, list(csv.reader(io.StringIO(text))))
    assert without_extras(found) == numbers


def test_the_csv_of_all(client, release, numbers):
    rules, found = get_rule_set(), {}
    for row in csv.DictReader(io.StringIO(get(client, release, "data.csv").decode("utf-8-sig"))):
        if row["table"] == "median_waits":
            continue
        codes = {row[f"dimension_{n}"]: row[f"code_{n}"] for n in (1, 2) if row[f"dimension_{n}"]}
        symbol = row["symbols"].split()[0] if not row["value"] else ""
        found[place(rules, row["table"], codes)] = row["value"] or f"[{symbol}]"
        assert row["label_1"] in {place(rules, row["table"], codes)[1], place(rules, row["table"], codes)[2]}
    assert found == numbers


def test_json(client, release, numbers):
    data, rules, found = client.get(f"/statistics/{release.code}/data.json").json(), get_rule_set(), {}
    for table in data["tables"]:
        names = [dimension["name"] for dimension in table["dimensions"]]
        for cell in table["cells"]:
            key = place(rules, table["id"], dict(zip(names, cell["codes"], strict=True)))
            found[key] = f"[{cell['symbols'][0]}]" if cell["value"] is None else str(cell["value"])
    assert found == numbers


def test_the_api(client, release, numbers):
    """It says of a hidden number only that it is hidden."""
    data, rules, found = client.get(f"/api/v1/statistics/releases/{release.code}/").json(), get_rule_set(), {}
    for table in data["tables"]:
        for cell in table["cells"]:
            codes = {dim["name"]: dim["labels"][n] for dim, n in zip(table["dims"], cell["index"], strict=True)}
            found[place(rules, table["id"], codes)] = cell["published"]
    assert found == {key: None if text.startswith("[") else int(text) for key, text in numbers.items()}


def test_xlsx(client, release, numbers):
    book = load_workbook(io.BytesIO(get(client, release, "data.xlsx")))
    found: Numbers = {}
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            rows = [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet[table.ref]]
            found |= from_rows(table.name, rows) if table.name not in {"contents", "notes"} else {}
    assert without_extras(found) == numbers


def test_ods(client, release, numbers):
    book = load_ods(io.BytesIO(get(client, release, "data.ods")))
    names = {
        one.getAttribute("targetrangeaddress").partition(".")[0]: one.getAttribute("name")
        for one in book.getElementsByType(DatabaseRange)
    }
    found: Numbers = {}
    for sheet in book.getElementsByType(Table):
        name = names.get(sheet.getAttribute("name"), "contents")
        if name in {"contents", "notes"}:
            continue
        rows = [
            [cell.getAttribute("value") or extractText(cell) for cell in row.getElementsByType(TableCell)]
            for row in sheet.getElementsByType(TableRow)
        ]
        found |= from_rows(name, [row for row in rows if len(row) > 1])
    assert without_extras(found) == numbers


def test_charts_and_maps(client, release, numbers):
    """Bars have the label and the number; tiles the short name and the number. Neither draws what is hidden."""
    rules, page = get_rule_set(), get(client, release).decode()
    charts = re.findall(r"<svg.*?</svg>", page, re.S)
    seen = 0
    for chart in charts:
        root = ElementTree.fromstring(chart)
        name = root.attrib.get("aria-labelledby", "").removesuffix("-title")
        if name not in {key[0] for key in numbers}:
            continue
        texts = [(element.attrib, element.text or "") for element in root.iter("{http://www.w3.org/2000/svg}text")]
        dimension = rules.get_table(name).dimensions[0]
        places = get_tile_places().get(dimension, {})
        labels = {short: rules.dimensions[dimension].labels[code] for code, (_column, _row, short) in places.items()}
        unit = rules.get_unit(rules.get_table(name).unit).label
        label: list[str] = []
        for attributes, text in texts:
            if attributes.get("font-weight") != "bold":
                label.append(text)
                continue
            row = " ".join(label)
            assert plain(text) == numbers[name, labels.get(row, row), unit], (name, row)
            label, seen = [], seen + 1
    drawn = {key for key in numbers if key[1] != "Total" and len(rules.get_table(key[0]).dimensions) == 1}
    on_maps = {"cases_by_region": 3, "cases_by_police_force": 2}
    in_tables_only = sum(count for table, count in on_maps.items() if any(key[0] == table for key in drawn))
    assert seen == len(drawn) - in_tables_only


def test_a_revised_number_carries_r_everywhere(client):
    publish_figures("2026-q1", HIDDEN)
    release = publish_figures("2026-q1-2", HIDDEN | CHANGED, revision=2, note="Calls were counted twice.")
    page = get(client, release).decode()
    assert "777 [r]" in page
    assert "888 [r]" in page
    assert page.count(" [r]<") == 2 + 1  # the chart of channels has one of them too
    rows = list(csv.DictReader(io.StringIO(get(client, release, "data.csv").decode("utf-8-sig"))))
    assert [row["value"] for row in rows if "r" in row["symbols"].split()] == ["777", "888"]
    sheet = next(
        one
        for one in load_workbook(io.BytesIO(get(client, release, "data.xlsx")))
        if "contacts_by_channel" in one.tables
    )
    assert [cell.value for cell in sheet["D"] if cell.value] == ["Revised numbers", "[r] Contacts", *["None"] * 7]
    first = get(client, Release.objects.get(code="2026-q1")).decode()
    assert "[r]" not in first
    assert "777" not in first
    assert "/statistics/2026-q1-2/" in first
