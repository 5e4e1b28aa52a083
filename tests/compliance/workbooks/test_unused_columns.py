"""Each column that a file has and we do not use is named in the file's own words, with the reason.

See docs/requirements/suppliers.md#never-misread.
"""

import pytest

from compliance.workbooks.headers import Answer, get_fingerprint
from compliance.workbooks.types import Row
from tests.compliance.workbooks.grids_read import sheet, told, values
from tests.compliance.workbooks.test_messages import F, N, kept

HEAD = ["Supplier ID", "Supplier", "Country"]
ROW = ["S-1", "Karim Knit Ltd", "BD"]


def sentences(answer: dict, code: str = "W001") -> list[str]:
    return [message["message"] for message in answer["messages"] if message["code"] == code]


NOTE = " is not in the template. We kept it as a note and did not use it."
ALONE = ", because the file has no column for "


@pytest.mark.parametrize(
    ("header", "cell", "sentence"),
    [
        ("Tax  ID", "123", f"Tax ID{NOTE}"),
        ("Parent company", "Big plc", f"Parent company{NOTE}"),
        ("VAT No", "GB1", f"VAT No{NOTE}"),
        ("Portal key", "k", f"Portal key{NOTE}"),
        ("Currency", "EUR", f"We did not use “Currency”{ALONE}Annual spend in pounds."),
        ("Last audit type", "SMETA", f"We did not use “Last audit type”{ALONE}Last audit date."),
        ("Longitude", 90.4, f"We did not use “Longitude”{ALONE}Latitude."),
        (None, "x", "Column D has no header, so we did not read it. Rows with a value in it: 1. The first is row 2."),
    ],
)
def test_the_column_is_named_with_the_reason(header, cell, sentence):
    assert sentence in sentences(told(sheet([*HEAD, header], [*ROW, cell])))


def test_of_two_columns_for_one_thing_the_other_is_named():
    answer = told(sheet([*HEAD, "Vendor full name"], [*ROW, "x"]))
    assert sentences(answer) == [
        "We read another column, “Supplier”, as Supplier name. We kept “Vendor full name” as a note and did not use it."
    ]


def test_a_column_that_a_person_left_out_is_named_so():
    head = [*HEAD, "City"]
    answer = Answer(
        "suppliers", {"supplier id": "supplier_ref", "supplier": "supplier_name", "country": "country", "city": ""}
    )
    read = told(sheet(head, [*ROW, "Dhaka"]), mappings={get_fingerprint(Row(1, head)): answer})
    assert sentences(read) == ["Someone in your organisation told us not to use “City”. We kept it as a note."]


def test_cells_beyond_the_last_header_are_counted():
    answer = told(sheet(HEAD, [*ROW, "x"], ["S-2", "B Ltd", "GB"], ["S-3", "C Ltd", "GB", None, "y"]))
    assert sentences(answer) == [
        "Column D has no header, so we did not read it. Rows with a value in it: 1. The first is row 2.",
        "Column E has no header, so we did not read it. Rows with a value in it: 1. The first is row 4.",
    ]


def test_days_beside_due_dates_are_said_to_give_way():
    answer = told(sheet([*F, "Due date", "Timescale"], [*N, "2026-12-01", 30]), registers=kept())
    assert "We used “Timescale” only in rows that have no date under “Due date”." in sentences(answer)


def test_the_owner_of_a_supplier_is_not_the_supplier():
    row = values(sheet([*HEAD, "Parent company"], [*ROW, "Big plc"]))[0]
    assert row["supplier_name"] == "Karim Knit Ltd"


def test_in_a_list_of_sites_the_parent_company_is_the_supplier_and_that_is_said():
    grid = ["name", "address", "country", "parent_company"], ["Unit 5", "Plot 1", "BD", "Karim Ltd"]
    row = values(sheet(*grid))[0]
    assert (row["supplier_name"], row["site_name"]) == ("Karim Ltd", "Unit 5")
    assert any(
        "“name” is the site and “parent_company” is its supplier" in text
        for text in sentences(told(sheet(*grid)), "W005")
    )
    row = values(sheet(["Facility name", "Address", "Country", "Parent company"], ["Unit 5", "Plot 1", "BD", "Karim"]))[
        0
    ]
    assert (row["supplier_name"], row["site_name"]) == ("Karim", "Unit 5")


@pytest.mark.parametrize(("header", "cell"), [("Women", 5), ("Agency", "S-1"), ("Recruited abroad", "yes")])
def test_what_is_said_of_a_site_makes_one(header, cell):
    assert values(sheet([*HEAD, header], [*ROW, cell]))[0]["site_name"] == "Karim Knit Ltd"


def test_a_scheme_without_the_day_of_the_audit_is_said():
    answer = told(sheet([*HEAD, "Last audit", "Last audit type"], [*ROW, None, "SA8000"]))
    assert "We did not use “SA8000”, because Last audit is empty." in sentences(answer, "W005")


def test_what_is_below_the_signatures_is_said():
    rows = [N, ["Site representative signature:", "R. Rahim"], ["NC9", "x"]]
    assert "We did not read row 3 and below, because the signatures of the report are there." in sentences(
        told(sheet(F, *rows), registers=kept()), "W008"
    )


def test_a_small_visible_sheet_that_is_not_read_is_named():
    answer = told(sheet(HEAD, ROW), sheet(["A note of ours"], name="Remarks"))
    assert sentences(answer, "W009") == ["We did not read the sheet “Remarks”: we did not recognise its headers."]
