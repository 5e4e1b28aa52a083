"""A new edition of a table from a CSV file: strict, with a message for each row that is wrong."""

import csv
import io

import pytest

from portal.reference import editions
from portal.reference.edition_import import MAX_MESSAGES, TABLE_FORMATS, read_csv

TIERS = "iso2,name,tier\n"


def messages(body: str, table: str = "tip_tiers") -> list[str]:
    found = read_csv(table, body.encode())
    assert not (found.messages and found.rows)
    return found.messages


@pytest.mark.parametrize("name", [name for name in editions.TABLES if name != "uflpa_entities"])
def test_a_table_as_it_ships_can_be_uploaded_again_and_is_the_same(name):
    table = editions.get_shipped_table(name)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(TABLE_FORMATS[name].columns))
    writer.writeheader()
    writer.writerows(table.rows)
    found = read_csv(name, b"\xef\xbb\xbf" + out.getvalue().encode())
    assert found.messages == []
    assert tuple(found.rows) == table.rows


def test_a_table_that_came_empty_is_filled_by_an_upload():
    assert editions.get_shipped_table("uflpa_entities").rows == ()
    found = read_csv("uflpa_entities", b"entity,iso2,names,listed_on\nInvented Mill,CN,Mill One; Mill Two,2024-08-09\n")
    assert found.messages == []
    assert found.rows[0]["names"] == "Mill One; Mill Two"
    assert "written like 2025-09-29" in messages("entity,iso2,names,listed_on\nA,CN,,9 August\n", "uflpa_entities")[0]


def test_columns_may_stand_in_any_order_and_empty_lines_are_passed_over():
    found = read_csv("tip_tiers", b"tier,iso2,name\nTier 1,GB,United Kingdom\n,,\n")
    assert found.rows == [{"iso2": "GB", "name": "United Kingdom", "tier": "Tier 1"}]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (TIERS + "XX,Nowhere,Tier 1\n", "Row 2, iso2: “XX” must be a two-letter country code, for example GB."),
        (TIERS + "GB,United Kingdom,Tier 9\n", "Row 2, tier: “Tier 9” must be one of: Tier 1"),
        (TIERS + "GB,,Tier 1\n", "Row 2, name: “” must not be empty."),
        (TIERS + "GB,A,Tier 1\nDE,B,Tier 1\nGB,C,Tier 2\n", "Row 4 repeats row 2."),
        (TIERS + "GB,A\n", "Row 2 has 2 cells but must have 3."),
        (TIERS + f"GB,{'x' * 1001},Tier 1\n", "is too long"),
        (TIERS, "The file has no rows."),
        ("", "The first row must have these column names and no others: iso2, name, tier."),
        ("iso2,name,tier,extra\nGB,A,Tier 1,x\n", "The first row must have these column names"),
        (TIERS + 'GB,"A,Tier 1\n', "We cannot read this CSV file"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_row_and_column(body, said):
    assert said in messages(body)[0]


@pytest.mark.parametrize(
    ("table", "row", "column"),
    [
        ("governance", "GB,A,101,1,1", "rule_of_law"), ("governance", "GB,A,1,high,1", "control_of_corruption"),
        ("dol_goods", "Rice,IN,Yes,no,no,no", "child_labour"), ("product_goods", "T-shirt,Garments", "product"),
        ("withhold_release_orders", "A firm,CN,All,1.2.2025,", "effective_on"),
        ("withhold_release_orders", "A firm,CN,All,20250102,", "effective_on"),
        ("uflpa_sectors", "Salt,95,,salt,", "year_added"),
    ],
)  # fmt: skip
def test_each_column_says_what_it_takes(table, row, column):
    header = ",".join(TABLE_FORMATS[table].columns)
    assert messages(f"{header}\n{row}\n", table)[0].startswith(f"Row 2, {column}: ")


def test_a_file_in_another_encoding_or_far_too_large_is_refused():
    assert "not in UTF-8" in read_csv("tip_tiers", "iso2,name,tier\nCI,Côte,Tier 1".encode("latin-1")).messages[0]
    assert "larger than 5 MB" in read_csv("tip_tiers", b"x" * (5 * 1024 * 1024 + 1)).messages[0]
    assert "more than 20000 rows" in messages(TIERS + "GB,A,Tier 1\n" * 20_001)[0]


def test_not_every_one_of_thousands_of_mistakes_is_told():
    assert len(messages(TIERS + "XX,A,Tier 1\n" * 5000)) <= MAX_MESSAGES + 3
