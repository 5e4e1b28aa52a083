"""Sheets as people make them: where the header stands, which column is which, and what a row comes to.

See docs/requirements/suppliers.md#header-rows.
"""

import pytest

from compliance.workbooks import headers
from compliance.workbooks.columns import sheet_kinds
from compliance.workbooks.rules.suppliers import make_reference
from compliance.workbooks.types import FileRefused, Marks, Row
from tests.compliance.workbooks.grids_read import codes, said, sheet, told, values
from tests.compliance.workbooks.test_messages import A, F, N, S, action, finding, kept, supplier

HEADER = ["Supplier ID", "Company Name", "Country (ISO)", "Supply-chain tier", "Industry"]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("  Supplier_Name (required) [text] ", "supplier name"),
        ("Fábrica", "fabrica"),
        ("report #", "report"),
        ("E-mail", "e mail"),
        (42, "42"),
        (2026.0, "2026"),
        ("a" * 300, "a" * 99),
        (None, ""),
    ],
)
def test_a_header_is_compared_without_what_does_not_matter(written, folded):
    assert headers.fold_header(written) == folded


@pytest.mark.parametrize("kind", sheet_kinds())
def test_every_column_is_found_by_its_name_and_each_of_its_aliases(kind):
    known = headers.get_column_names(kind)
    columns = sheet_kinds()[kind].columns
    own = {headers.fold_header(column.name.replace("_", " ")) for column in columns}
    for column in columns:
        assert known[headers.fold_header(column.name.replace("_", " "))] == column.name
        for alias in column.aliases:
            assert known[headers.fold_header(alias)] == column.name or headers.fold_header(alias) in own, (
                alias,
                column.name,
            )


def test_the_header_may_stand_below_a_title_and_empty_rows():
    grid = sheet(["Our suppliers"], [None], ["as of May"], [None], HEADER, A)
    assert values(grid)[0]["supplier_ref"] == "S-1"


def test_a_header_after_thirty_filled_rows_is_not_looked_for():
    assert values(sheet(*[["note"]] * 29, HEADER, A))
    with pytest.raises(FileRefused) as refused:
        told(sheet(*[["note"]] * 30, HEADER, A))
    assert refused.value.code == "F010"


def test_of_two_rows_as_good_the_upper_is_the_header():
    assert headers.find_header([Row(1, HEADER), Row(2, HEADER)], "suppliers").row == 1


def test_the_help_row_of_our_template_is_no_data():
    assert len(values(sheet(S, ["# help", "more", None, None, None], A))) == 1
    assert len(values(sheet(S, A, ["#7", *A[1:]]))) == 2


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Factory_List", "suppliers"), ("OS Hub Template", "suppliers"), ("NCs", "findings"), ("cap-update", "actions"),
     ("Sheet1", None)],
)  # fmt: skip
def test_a_sheets_name_tells_its_kind(name, kind):
    assert headers.get_kind_by_name(name) == kind


def test_a_sheet_that_could_be_both_is_what_its_name_says():
    head = ["audit_ref", "finding_ref", "grade", "description", "status", "corrective_action"]
    rows = [Row(1, head)]
    assert headers.detect_header("CAP", rows, sheet_kinds()).kind == "actions"
    assert headers.detect_header("NCs", rows, sheet_kinds()).kind == "findings"


def test_address_parts_are_joined_and_other_columns_may_not_come_twice():
    head = [*S, "site_ref", "site_name", "address line 1", "Address 2", "Address line 3"]
    row = values(sheet(head, [*A, "ST1", "One", "Plot 5", None, "Kashimpur"]))[0]
    assert row["address"] == "Plot 5, Kashimpur"
    with pytest.raises(FileRefused) as refused:
        told(sheet([*S, "vendor id"], [*A, "x"]))
    assert (refused.value.code, refused.value.values["columns"]) == ("F012", "Supplier reference")


def test_an_unknown_column_is_kept_and_said_once():
    answer = told(sheet([*S, "Shoe size"], [*A, 42], ["S-2", *A[1:], 43]))
    assert said(answer) == [("W001", "warning", 1, "F")]


def test_our_own_result_columns_are_passed_over():
    head = [*S, "portal_result", "portal_messages", "portal_key"]
    assert codes(told(sheet(head, [*A, "will be added", "R001 x", "s-1"]))) == set()


def test_a_missing_column_takes_its_default_with_one_note():
    answer = told(sheet(["supplier_ref", "supplier_name", "country"], A[:3], ["S-2", "B Ltd", "GB"]))
    assert [message["message"] for message in answer["messages"]] == [
        "There is no “Tier” column, so we set it to “Not known” in every row.",
        "There is no “Sector” column, so we set it to “Other” in every row.",
    ]  # fmt: skip
    assert answer["rows_ok"] == 2


def test_references_are_made_where_a_file_has_none_and_hold_across_files():
    first = values(sheet(S[1:], A[1:]))[0]["supplier_ref"]
    again = values(sheet(S[1:], ["KARIM KNIT LIMITED", "BGD", *A[3:]]))[0]["supplier_ref"]
    assert first == again == make_reference("karim knit", "BD")


def test_an_os_hub_list_names_its_sites():
    head = ["country", "name", "address", "sector_product_type", "parent_company", "number_of_workers"]
    first, second = values(
        sheet(
            head,
            ["BD", "Unit 2", "Plot 5", "Apparel", "Karim Group", "101-500"],
            ["BD", "Own Mill", "Plot 6", "Apparel", None, 7],
        )
    )
    assert (first["supplier_name"], first["site_name"], first["workers_total"]) == ("Karim Group", "Unit 2", 101)
    assert (second["supplier_name"], second["site_name"]) == ("Own Mill", "Own Mill")


def test_a_block_of_labels_above_the_header_fills_what_the_columns_lack():
    answer = values(
        sheet(
            ["Report number: Z9", None, "Audit company:", "Invented Auditors"],
            ["Site", "Mill", "Site country: Bangladesh"],
            ["Audit date:", "14-15 May 2026", "Scheme: SA8000"],
            [None],
            ["NC number", "Clause", "Severity", "Details of NC"],
            ["NC1", "3", "minor", "First aid box empty"],
        )
    )[0]
    assert (answer["audit_ref"], answer["site_ref"], answer["site_country"]) == ("Z9", "Mill", "BD")
    assert (answer["audit_start"], answer["audit_end"]) == ("2026-05-14", "2026-05-15")
    assert (answer["audit_company"], answer["scheme"]) == ("Invented Auditors", "sa8000")


@pytest.mark.parametrize(
    ("scheme", "version", "day", "written", "area"),
    [
        ("smeta_4_pillar", None, "2026-05-14", "10A", "10A"),
        ("smeta_4_pillar", None, "2024-09-09", "10A", "1A"),
        ("smeta_4_pillar", "6.1", "2024-11-01", "10A", "1A"),
        ("smeta_4_pillar", "7.0", "2024-09-09", "10A", "10A"),
        ("smeta_6_1", None, "2026-05-14", "10B4", "10B"),
        ("smeta_6_1", None, "2026-05-14", "0B", "0"),
        ("smeta_4_pillar", None, "2026-05-14", "1a", "1A"),
        ("smeta_4_pillar", None, "2026-05-14", "3. Working conditions are safe and hygienic", "3"),
        ("sa8000", None, "2020-05-14", "10A", "10A"),
    ],
)
def test_a_code_area_is_read_by_the_version_of_the_audit(scheme, version, day, written, area):
    row = finding(scheme=scheme, scheme_version=version, audit_end=day, code_area=written)
    assert values(row)[0]["code_area"] == area


def test_finding_numbers_are_made_by_area_where_the_file_has_none():
    head = [name for name in F if name != "finding_ref"]
    row = [value for name, value in zip(F, N, strict=True) if name != "finding_ref"]
    found = values(sheet(head, row, row, [*row[:4], "5", *row[5:]]))
    assert [one["finding_ref"] for one in found] == ["3-01", "3-02", "5-01"]


def test_an_audit_without_findings_is_a_row_of_its_own():
    answer = told(finding(no_findings="yes", finding_ref=None, code_area=None, grade=None, description=None))
    assert {code for code in codes(answer) if code[0] == "R"} == {"R015"}


def test_the_kind_of_a_finding_sets_a_grade_that_is_not_there():
    answer = values(finding(kind="Good example", grade=None))
    assert answer[0]["grade"] == "good_example"


def test_placeholders_are_empty_cells_in_optional_columns_and_said_once():
    answer = told(sheet([*S, "duns"], [*A, "N/A"], ["S-2", *A[1:], "tbc"]))
    assert said(answer) == [("W005", "warning", 2, "F")]


def test_merged_cells_fill_their_rows_only_for_supplier_and_audit_columns():
    head = [*S, "site_ref", "site_name", "address", "town"]
    one, two = [*A, "ST1", "One", "Plot 1", "Gazipur"], [None, *A[1:], "ST2", "Two", "Plot 2", None]
    answer = sheet(head, one, two, merges=((2, 1, 3, 1), (2, 9, 3, 9)))
    _first, second = values(answer)
    assert second["supplier_ref"] == "S-1"
    assert "town" not in second


def test_each_merged_column_fills_its_own_rows():
    head = [*S, "site_ref", "site_name", "address"]
    one, two = [*A, "ST1", "One", "Plot 1"], [None, None, *A[2:], "ST2", "Two", "Plot 2"]
    answer = sheet(head, one, two, [*two[:5], "ST3", "Three", "Plot 3"], merges=((2, 1, 4, 1), (2, 2, 4, 2)))
    assert [(row["supplier_ref"], row["supplier_name"]) for row in values(answer)] == [("S-1", "Karim Knit Ltd")] * 3


def test_hidden_rows_are_read_and_said():
    answer = told(sheet(S, A, hidden_rows=3, hidden_columns=1))
    assert answer["rows_ok"] == 1
    assert "3 hidden rows" in answer["messages"][0]["message"]


def test_a_hidden_sheet_is_read_only_where_no_other_has_a_header():
    assert told(sheet(S, A, is_hidden=True))["rows_ok"] == 1
    answer = told(sheet(S, A), sheet(S, A, name="Old", is_hidden=True))
    assert (answer["rows_ok"], said(answer)) == (1, [("W004", "warning", None, None)])


def test_a_date_column_that_is_month_first_once_is_unsure_in_every_row():
    rows = [["Z1", *N[1:]], ["Z2", *N[1:]], ["Z3", *N[1:]]]
    for row, day in zip(rows, ("03/04/2026", "12/31/2025", "2026-05-06"), strict=True):
        row[2] = day
    answer = told(sheet(F, *rows), registers=kept())
    assert [one for one in said(answer) if one[0] == "R005"] == [("R005", "error", 2, "C")]


def test_formulas_are_said_and_their_results_used():
    marks = Marks()
    marks.mark(2, 2)
    answer = told(sheet(S, A, formulas=marks))
    assert said(answer) == [("W006", "warning", 2, "B")]


def test_clear_empties_a_cell_of_an_action_plan_and_nothing_else():
    assert values(action(comment="CLEAR"))[0]["comment"] == ""
    assert values(supplier(town="CLEAR", site_ref="ST1", site_name="One", address="x"))[0]["town"] == "CLEAR"


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (A, [("R013", 3)]),
        (["s-1", *A[1:]], [("R013", 3)]),
        (["S-1", "Another Ltd", *A[2:]], [("R014", 2), ("R014", 3)]),
        (["S-1", *A[1:3], "2", A[4]], []),
        (["S-2", *A[1:]], []),
    ],
)
def test_a_reference_used_twice(second, expected):
    answer = told(sheet(S, A, second))
    assert sorted((code, row) for code, _level, row, _column in said(answer) if code[0] == "R") == expected


def test_a_row_that_only_repeats_another_is_passed_over_and_the_first_stays_good():
    answer = told(sheet(S, A, A))
    assert answer["messages"][0]["message"] == "This row is the same as row 2, so we only add it once."


@pytest.mark.parametrize(
    ("workers", "is_said"),
    [
        ({"workers_total": 100, "workers_women": 101}, True),
        ({"workers_total": 100, "workers_agency": 60, "workers_temporary": 43}, True),
        ({"workers_total": 100, "workers_agency": 60, "workers_temporary": 42}, False),
        ({"workers_women": 5}, False),
    ],
)
def test_parts_that_do_not_fit_the_whole_are_a_warning(workers, is_said):
    answer = told(supplier(site_ref="ST1", site_name="One", address="x", **workers))
    assert ("R020" in codes(answer)) == is_said
    assert answer["rows_error"] == 0


@pytest.mark.parametrize(
    ("country", "number", "kept_number", "is_said"),
    [
        ("GB", "4830352", "04830352", True),
        ("GB", "04830352", "04830352", False),
        ("GB", "sc12345", "SC012345", True),
        ("DE", "4830352", "4830352", False),
    ],
)
def test_a_uk_company_number_is_filled_up_with_zeros(country, number, kept_number, is_said):
    row = sheet([*S, "company_number"], [*A[:2], country, *A[3:], number])
    assert ("W005" in codes(told(row))) == is_said
    row = sheet([*S, "company_number"], [*A[:2], country, *A[3:], number])
    assert values(row)[0]["company_number"] == kept_number


@pytest.mark.parametrize(("lat", "lng"), [(0, 0), (12.5, None), (None, 12.5)])
def test_coordinates_come_both_and_are_not_nought(lat, lng):
    row = supplier(site_ref="ST1", site_name="One", address="x", latitude=lat, longitude=lng)
    (message,) = [message for message in told(row)["messages"] if message["code"] == "R006"]
    assert (
        message["message"]
        == "Enter both Latitude and Longitude, or leave both empty. They cannot both be 0. We left both empty."
    )


@pytest.mark.parametrize(
    ("heading", "value", "sentence"),
    [
        (
            "Total  Workers",
            "many",
            "Total Workers must be a whole number from 0 to 1,000,000, not “many”. We left it empty.",
        ),
        (
            "Town / city",
            "x" * 101,
            "Town / city is 101 characters long. It must be 100 characters or fewer. We left it empty.",
        ),
    ],
)
def test_a_column_is_called_what_the_users_file_calls_it(heading, value, sentence):
    """The page still knows which of our columns it is."""
    head = [*S, "site_ref", "site_name", "address", heading]
    answer = told(sheet(head, [*A, "ST1", "One", "x", value]))
    assert [message["message"] for message in answer["messages"]] == [sentence]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ({"grade": "Minor"}, None),
        ({"grade": "major"}, "R022"),
        ({"grade": "made up"}, "R022"),
        ({"code_area": "3"}, None),
        ({"code_area": "5"}, "R022"),
        ({"description": "First  aid box\nempty"}, None),
        ({"description": "Nothing is wrong"}, "R022"),
        ({"status": "verified_closed", "completed_date": "2026-06-01", "verified_by": "A B",
          "verified_date": "2026-06-02"}, "R022"),
        ({"due_date": "2026-05-13"}, "R011"),
        ({"status": "verified_closed"}, "R021"),
        ({"action_no": 51}, "R006"),
        ({"row_version": 4}, None),
        ({"row_version": 3}, "R018"),
    ],
)  # fmt: skip
def test_what_an_action_plan_may_and_may_not_change(written, code):
    answer = told(action(**written), registers=kept(description="First aid box empty"))
    found = {one["code"] for one in answer["messages"] if one["level"] == "error"}
    assert (code in found) if code else not found, said(answer)


@pytest.mark.parametrize(("reference", "is_said"), [("NC1", False), ("NC9", True)])
def test_a_finding_carried_over_from_an_audit_that_is_not_there_is_a_warning(reference, is_said):
    row = finding(audit_ref="Z2", new_or_carried="carried", carried_from_ref=reference)
    answer = told(row, registers=kept())
    assert ("R016" in codes(answer)) == is_said
    assert answer["rows_error"] == 0


def test_a_saved_mapping_is_used_without_a_question():
    head = ["Lieferant", "Land", "Nr"]
    columns = {"lieferant": "supplier_name", "land": "country", "nr": "supplier_ref"}
    mapping = {headers.get_fingerprint(Row(1, head)): headers.Answer("suppliers", columns)}
    answer = told(sheet(["Export"], head, ["Firma A", "DE", "V1"]), mappings=mapping)
    assert (answer["kind"], answer["rows_ok"]) == ("suppliers", 1)
