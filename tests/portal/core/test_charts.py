"""Charts that fit their place: the marks are as long, high and dark as their numbers, and hidden ones have none."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from portal.core.charts import Row, Tile, Trend, row_chart, tile_map, trend_charts
from portal.core.charts.tiles import SHADES

SVG = "{http://www.w3.org/2000/svg}"


def parse(drawn) -> ElementTree.Element:
    return ElementTree.fromstring(str(drawn))


def words(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


ROWS = [Row("Phone call", 200, "200"), Row("Email", 100, "100"), Row("Mobile app", None, "[c]"), Row("Other", 0, "0")]


def test_bars_are_in_proportion_and_what_is_hidden_has_none():
    root = parse(row_chart(name="t", title="Contacts", finding="Most by phone", rows=ROWS))
    widths = [float(bar.attrib["width"].rstrip("%")) for bar in root.iter(f"{SVG}rect")]
    assert widths == [74, 37, 0]
    assert words(root) == ["Phone call", "200", "Email", "100", "Mobile app", "[c]", "Other", "0"]


def test_a_chart_says_in_words_what_it_shows():
    root = parse(row_chart(name="t", title="Contacts", finding="Most by phone", rows=ROWS))
    assert root.attrib["role"] == "img"
    assert root.find(f"{SVG}title").attrib["id"] == root.attrib["aria-labelledby"] == "t-title"
    assert root.find(f"{SVG}title").text == "Contacts. Most by phone"


def test_a_title_without_a_finding_ends_once():
    root = parse(row_chart(name="t", title="Contacts", finding="", rows=ROWS))
    assert root.find(f"{SVG}title").text == "Contacts."


def test_a_long_label_takes_two_lines_and_nothing_is_cut_off():
    label = "National and regional crime agencies, border and immigration enforcement"
    short, long = (row_chart(name="t", title="T", finding="", rows=[Row(text, 5, "5")]) for text in ("Police", label))
    assert " ".join(words(parse(long))[:2]) == label
    assert int(parse(long).attrib["height"]) > int(parse(short).attrib["height"])


def test_what_people_typed_is_text():
    drawn = str(row_chart(name="t", title="<b>", finding="&", rows=[Row("<script>", 5, "<5>")]))
    assert "<script>" not in drawn
    assert "<b>" not in drawn


LABELS = ["January 2026", "February 2026", "March 2026"]


def test_a_line_has_a_gap_where_a_number_is_hidden():
    trend = Trend("Cases", [10, None, 20], ["10", "[low]", "20"])
    root = parse(trend_charts(name="t", title="Months", labels=LABELS, trends=[trend]))
    assert len(list(root.iter(f"{SVG}circle"))) == 2
    assert not [line for line in root.iter(f"{SVG}line") if line.attrib.get("class") == "app-chart__line"]
    assert "[low]" in words(root)


def test_each_line_is_drawn_from_zero_to_its_own_highest_number():
    trends = [Trend("Contacts", [0, 500, 1000], ["0", "500", "1,000"]), Trend("Cases", [0, 5, 10], ["0", "5", "10"])]
    root = parse(trend_charts(name="t", title="Months", labels=LABELS, trends=trends))
    charts = root.findall(f"{SVG}svg")
    heights = [[float(circle.attrib["cy"]) for circle in chart.iter(f"{SVG}circle")] for chart in charts]
    assert heights[0] == heights[1]
    assert heights[0][0] - heights[0][1] == pytest.approx(heights[0][1] - heights[0][2])
    assert [chart.find(f"{SVG}title").text for chart in charts] == [
        "Months. Contacts: 0 (January 2026), 1,000 (March 2026).",
        "Months. Cases: 0 (January 2026), 10 (March 2026).",
    ]


def test_more_than_six_lines_are_refused():
    with pytest.raises(ValueError, match="7 lines"):
        trend_charts(name="t", title="T", labels=LABELS, trends=[Trend("A", [1, 2, 3], ["1", "2", "3"])] * 7)


def test_tiles_say_their_number_and_are_darker_the_larger_it_is():
    tiles = [Tile(n, 0, f"A{n}", 10 * n, str(10 * n)) for n in range(4)] + [Tile(0, 1, "B", None, "[c]")]
    root = parse(tile_map(name="t", title="Cases", finding="", tiles=tiles))
    rects = list(root.iter(f"{SVG}rect"))
    assert [rect.attrib["fill"] for rect in rects] == [*(fill for fill, _ink in SHADES), "#ffffff"]
    assert rects[-1].attrib["stroke-dasharray"] != "none"
    assert words(root) == ["A0", "0", "A1", "10", "A2", "20", "A3", "30", "B", "[c]"]


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_words_on_tiles_have_the_contrast_of_text_and_shades_get_darker_in_greyscale():
    assert all(contrast(fill, ink) >= 4.5 for fill, ink in SHADES)
    lightness = [luminance(fill) for fill, _ink in SHADES]
    assert lightness == sorted(lightness, reverse=True)
    assert all(contrast(one, other) >= 1.25 for (one, _), (other, _) in pairwise(SHADES))


@pytest.mark.parametrize(
    "drawn",
    [
        row_chart(name="a", title="T", finding="", rows=ROWS),
        trend_charts(name="b", title="T", labels=LABELS, trends=[Trend("A", [1, None, 3], ["1", "[c]", "3"])]),
        tile_map(name="c", title="T", finding="", tiles=[Tile(0, 0, "A", 1, "1")]),
    ],
)
def test_no_chart_has_a_style_attribute_a_script_or_anything_from_elsewhere(drawn):
    assert not re.search(r"style=|<style|<script|\bon\w+=|href=|url\(", str(drawn))
