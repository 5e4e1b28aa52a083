"""A journalist finds the figures from the front page, reads them, takes them along and cites them."""

import csv

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from compliance.statistics.rules.tables import TOTAL, Symbol
from tests.factories.published_figures import publish_figures

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
QUARTER = {
    ("contacts_by_channel", ("phone",)): 1746,
    ("contacts_by_channel", ("app",)): Symbol.CONFIDENTIAL,
    ("contacts_by_channel", ("email",)): Symbol.CONFIDENTIAL,
    ("contacts_by_channel", (TOTAL,)): 2870,
}
CITATION = "Helpline statistics: January to March 2026 (release 2026-q1), published 7 May 2026, "


@pytest.fixture(autouse=True)
def _figures():
    for code in ("2025-12", "2026-01", "2026-02", "2026-03"):
        publish_figures(code)
    publish_figures("2026-q1", QUARTER)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_journalist_finds_reads_downloads_and_cites(open_person, tmp_path, width):
    jo = open_person(width)
    jo.open("/")
    jo.follow("See figures about what people tell the helpline")
    jo.heading("Helpline statistics")
    jo.sees("Next figures: ")
    jo.follow("January to March 2026")

    jo.heading("Helpline statistics: January to March 2026")
    jo.sees("Most common channel: Phone call (61% of contacts)")
    section = jo.page.locator("#contacts_by_channel")
    expect(section.get_by_role("img", name="Contacts by channel. Most common channel: Phone call")).to_be_visible()
    expect(section).to_contain_text("[c] Hidden, to protect people")
    table = section.get_by_role("table")
    expect(table).to_be_hidden()
    section.get_by_text("View as table").click()
    expect(table).to_be_visible()
    row = table.get_by_role("row", name="Phone call")
    assert row.get_by_role("cell").all_inner_texts() == ["1,746", "61%"]

    rows = list(csv.DictReader(jo.download("All tables (CSV)", tmp_path).open(encoding="utf-8-sig")))
    phone = [
        line["value"]
        for line in rows
        if (line["table"], line["code_1"], line["code_2"]) == ("contacts_by_channel", "phone", "")
    ]
    assert phone == ["1746"]
    book = load_workbook(jo.download("All tables (XLSX)", tmp_path))
    assert CITATION in "\n".join(cell.value for cell in book["Cover_sheet"]["A"])
    expect(jo.page.locator("#citation")).to_contain_text(CITATION)

    jo.follow("How we count")
    jo.sees("A rise probably means that more people know about the helpline.")
    jo.page.get_by_role("navigation", name="Statistics").get_by_role("link", name="Release dates").click()
    jo.sees("Add the dates to your calendar")


def test_the_citation_is_copied_by_one_press(visitor):
    page = visitor(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/statistics/2026-q1/")
    page.get_by_role("button", name="Copy the citation").click()
    expect(page.get_by_role("status")).to_have_text("Citation copied")
    assert CITATION in page.evaluate("() => navigator.clipboard.readText()")


def test_charts_are_read_with_forced_colours(visitor):
    """With forced colours no word of a chart has a colour of its own, and no bar is invisible."""
    page = visitor(forced_colors="active")
    page.goto("/statistics/2026-q1/")
    colours = page.evaluate("""() => {
        const of = (selector, name) => [...document.querySelectorAll(selector)].map(e => getComputedStyle(e)[name]);
        const probe = document.createElement("i");
        probe.style.forcedColorAdjust = "none";
        probe.style.color = "CanvasText";
        document.body.append(probe);
        return {text: [...new Set(of(".app-chart--fits text", "fill"))],
                marks: [...new Set(of(".app-chart__mark", "fill"))],
                tiles: [...new Set(of(".app-chart__tile", "fill"))],
                canvasText: getComputedStyle(probe).color};
    }""")
    assert colours["text"] == colours["marks"] == [colours["canvasText"]]
    assert len(colours["tiles"]) == 1
    assert colours["tiles"] != colours["text"]


def test_a_printed_page_has_every_table_open_and_no_navigation(visitor):
    page = visitor()
    page.goto("/statistics/2026-q1/")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Statistics")).to_be_hidden()
    expect(page.get_by_text("All tables (CSV)")).to_be_hidden()
    heights = page.evaluate(
        "() => [...document.querySelectorAll('details table')].map(e => e.getBoundingClientRect().height)"
    )
    assert heights
    assert min(heights) > 50
    expect(page.locator("#citation")).to_be_visible()
