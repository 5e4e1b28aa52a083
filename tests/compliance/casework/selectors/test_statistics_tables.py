"""Tables of figures give nothing away, alone or beside each other."""

from compliance.casework.selectors.statistics_tables import CrossTable, Table

KINDS = Table("Cases by exploitation", ("Exploitation", "Cases"), [["Labour", 21], ["Sexual", 18]])
REGIONS = Table(
    "Cases by region", ("Region", "Cases"), [["Kent", 14], ["Essex", 3], ["Devon", 6], ["Bute", 18], ["Skye", 0]]
)


def crossed(*rows: list) -> CrossTable:
    return CrossTable("Region and exploitation", ("Region", "Labour", "Sexual"), [*rows], like=REGIONS, across=KINDS)


def test_regions_that_are_hidden_alone_are_one_row_of_the_cross_table():
    table = crossed(["Kent", 6, 8], ["Essex", 3, 0], ["Devon", 5, 1], ["Bute", 9, 9], ["Skye", 0, 0])
    # Essex and Devon: 8 and 1. One of them is small, and each needs another in its row and in its column.
    assert table.without_small_numbers().rows == [
        ["Kent", "[c]", "[c]"],
        ["Bute", 9, 9],
        ["Skye", 0, 0],
        ["All others", "[c]", "[c]"],
    ]


def test_kinds_that_are_hidden_alone_are_one_column_of_the_cross_table():
    kinds = Table("Cases by exploitation", ("Exploitation", "Cases"), [["Labour", 21], ["Sexual", 2], ["Criminal", 9]])
    table = CrossTable(
        "Region and exploitation",
        ("Region", "Labour", "Sexual", "Criminal"),
        [["Kent", 8, 1, 5], ["Bute", 13, 1, 4]],
        like=Table("Cases by region", ("Region", "Cases"), [["Kent", 14], ["Bute", 18]]),
        across=kinds,
    )
    found = table.without_small_numbers()
    assert found.heads == ("Region", "Labour", "All others")
    assert found.rows == [["Kent", 8, 6], ["Bute", 13, 5]]


def test_a_table_without_rows_stays_empty():
    empty = Table("Cases by region", ("Region", "Cases"), [])
    table = CrossTable("Region and exploitation", ("Region",), [], like=empty, across=empty)
    assert table.without_small_numbers().rows == []


def test_a_row_that_the_table_of_cases_hides_is_hidden_in_the_table_of_people():
    people = Table("People affected", ("Region", "People"), [[row[0], 40] for row in REGIONS.rows], like=REGIONS)
    shown = {row[0] for row in people.without_small_numbers().rows if row[1] != "[c]"}
    assert shown == {"Kent", "Bute", "Skye"}
