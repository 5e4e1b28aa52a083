"""What must hold between the cells of a row of suppliers (docs/requirements/suppliers.md#supplier-rows)."""

import pytest

from compliance.workbooks.rules.suppliers import GENERATED_PREFIX, check

COLUMNS = frozenset({"supplier_ref", "supplier_name", "site_ref", "site_name"})


def codes(values: dict, columns: frozenset[str] = COLUMNS) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()

    def say(code, name, value, /, **more):
        found.add((code, name))

    check(values, columns, say)
    return found


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"supplier_ref": "S-1"}, set()),
        ({"town": "Hull"}, {("R001", "site_ref"), ("R001", "site_name")}),
        ({"company_number": "1234567", "country": "GB"}, {("W005", "company_number")}),
        ({"company_number": "12 34", "country": "GB"}, {("R019", "company_number")}),
        ({"company_number": "none of ours", "country": "GB"}, {("R003", "company_number")}),
        ({"company_number": "1234", "country": "DE"}, set()),
        (
            {"latitude": 0, "longitude": 0} | {"site_ref": "P", "site_name": "Yard", "address": "1"},
            {("R006", "latitude")},
        ),
    ],
)
def test_a_row_is_checked_as_a_whole(values, expected):
    assert codes(values) == expected


def test_a_uk_number_gets_its_zeros():
    values = {"company_number": "sc1234", "country": "GB"}
    codes(values)
    assert values["company_number"] == "SC001234"


def test_more_of_a_group_than_all_workers_is_doubted():
    site = {"site_ref": "P", "site_name": "Yard", "address": "1"}
    assert codes(site | {"workers_total": 10, "workers_women": 11}) == {("R020", "workers_women")}
    assert codes(site | {"workers_total": 10, "workers_agency": 6, "workers_temporary": 5}) == {
        ("R020", "workers_total")
    }


def test_a_file_without_references_gets_the_same_ones_again():
    rows = [{"supplier_name": "Karim Knit Ltd", "country": "BD"} for _ in range(2)]
    for row in rows:
        codes(row, frozenset({"supplier_name", "country"}))
    assert rows[0]["supplier_ref"] == rows[1]["supplier_ref"]
    assert rows[0]["supplier_ref"].startswith(GENERATED_PREFIX)


def test_an_open_supply_hub_list_names_the_site_and_its_owner():
    values = {"supplier_name": "Unit 2", "parent_company": "Karim Knit Ltd", "country": "BD", "address": "Plot 5"}
    codes(values, frozenset({"supplier_name", "parent_company", "address", "country"}))
    assert (values["supplier_name"], values["site_name"]) == ("Karim Knit Ltd", "Unit 2")
