"""What a worker keeps while it reads takes little room, and comes back as it went in."""

from compliance.workbooks.planning.compact_mapping import CompactMapping
from compliance.workbooks.row_buffer import CHUNK_ROWS, RowBuffer

FIELDS = {"name": "Türkiye Mill", "latitude": 10.5, "workers": None, "recruits": True, "products": ["a", "b"]}


def test_fields_come_back_as_a_copy():
    kept = CompactMapping({"s-1": FIELDS})
    kept["s-1"]["name"] = "Changed"
    assert (kept["s-1"], kept.get("s-1"), kept.get("s-2"), len(kept), list(kept)) == (FIELDS, FIELDS, None, 1, ["s-1"])


def test_lines_come_back_in_their_order_pressed_or_not():
    lines = RowBuffer()
    for number in range(CHUNK_ROWS + 3):
        lines.append([number, "a\nb"])
    assert (len(lines), [number for number, _ in lines]) == (CHUNK_ROWS + 3, list(range(CHUNK_ROWS + 3)))
    assert {text for _, text in lines} == {"a\nb"}
