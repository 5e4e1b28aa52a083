from dataclasses import replace
from datetime import date

from compliance.sharing.rules.columns import LABOUR_SITE_COLUMNS
from compliance.sharing.rules.sites import SiteReport, join_reports

REPORT = SiteReport(
    case="one",
    business="Brightway Wash Ltd", site="", address="4 Canal Row, Chesterfield",
    council="Chesterfield",
    police_force="Derbyshire Constabulary", sectors=("car_wash",), tier="", labour_provider="", goods="", people=3,
    indicators=("debt_bondage",), received_on=date(2026, 3, 2),
)  # fmt: skip


def test_reports_of_one_site_are_one_row_however_it_is_spelt():
    other = replace(
        REPORT, case="two", business="BRIGHTWAY WASH LTD.", people=12, indicators=("isolation",),
        received_on=date(2026, 1, 5),
        tier="tier_1", sectors=("cleaning",),
    )  # fmt: skip
    rows = join_reports([REPORT, other])
    assert len(rows) == 1
    row = rows[0]
    assert (row["reports"], row["people"], row["site_tier"]) == (2, "10-19", "tier_1")
    assert (row["first_reported_on"], row["last_reported_on"]) == ("2026-01-05", "2026-03-02")
    assert row["indicators"] == "debt_bondage; isolation"
    assert row["site_sector"] == "car_wash; cleaning"


def test_another_address_is_another_site_and_the_most_reported_comes_first():
    other = replace(REPORT, address="9 Mill Lane, Derby")
    rows = join_reports([REPORT, other, replace(other, case="two")])
    assert [row["site_address"] for row in rows] == ["9 Mill Lane, Derby", "4 Canal Row, Chesterfield"]
    assert tuple(rows[0]) == LABOUR_SITE_COLUMNS


def test_a_case_that_names_a_site_twice_is_one_report_of_it():
    (row,) = join_reports([REPORT, REPORT])
    assert row["reports"] == 1


def test_a_site_without_a_business_is_known_by_its_name():
    rows = join_reports([replace(REPORT, business="", site="The old mill"), replace(REPORT, business="")])
    assert {row["site_name"] for row in rows} == {"", "The old mill"}
