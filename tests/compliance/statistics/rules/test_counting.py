from hypothesis import given
from hypothesis import strategies as st

from compliance.statistics.demo_facts import COLUMNS
from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.rules.counting import count_tables, find_dominated
from compliance.statistics.rules.extract import add_up
from compliance.statistics.rules.periods import Kind, Period, parse_period
from tests.factories.statistics import demo_units, facts

RULES = get_rule_set()
QUARTER = parse_period("2026-q1")
LABOUR, BOTH = ("labour",), ("labour", "sexual")
# Four cases of January, one of February, one of April, which is outside the quarter.
CASES = facts(
    "cases",
    (("2026-01", "modern_slavery", LABOUR, (), ("wales",), "", ("car_wash",)), 3),
    (("2026-01", "labour_abuse", BOTH, (), ("wales", "london"), "", ("car_wash", "cleaning")), 1),
    (("2026-02", "", (), (), ("overseas",), "", ("unknown",)), 1),
    (("2026-04", "modern_slavery", LABOUR, (), ("wales",), "", ()), 1),
)


def cells(period: Period, table_id: str, units=CASES) -> dict:
    return next(dict(table.cells) for table in count_tables(units, RULES, period) if table.spec.id == table_id)


def test_a_worked_example():
    assert cells(QUARTER, "cases_by_category") == {("modern_slavery",): 3, ("labour_abuse",): 1, ("not_known",): 1}
    assert cells(QUARTER, "cases_by_exploitation") == {("labour",): 3, ("several",): 1, ("not_known",): 1}
    assert cells(QUARTER, "cases_by_region") == {("wales",): 3, ("several",): 1, ("abroad",): 1}
    assert cells(QUARTER, "cases_by_exploitation_and_sector") == {
        ("labour", "car_wash"): 3,
        ("several", "several"): 1,
        ("not_known", "not_known"): 1,
    }
    assert cells(parse_period("2026-01"), "cases_by_region") == {("wales",): 3, ("several",): 1}
    assert cells(QUARTER, "contacts_by_channel") == {}


def test_every_table_of_a_unit_has_the_same_total():
    year = demo_units(parse_period("2024"))
    totals: dict[str, set[int]] = {}
    for table in count_tables(year, RULES, parse_period("2024")):
        totals.setdefault(table.spec.unit, set()).add(sum(table.cells.values()))
    assert all(len(found) == 1 and found != {0} for found in totals.values()), totals


CODES = {
    "month": st.sampled_from([str(month) for month in parse_period("2026").months]),
    "exploitation": st.lists(st.sampled_from(("labour", "sexual", "financial", "unknown")), unique=True).map(tuple),
    "region": st.lists(st.sampled_from(("wales", "overseas", "")), unique=True).map(tuple),
    "sector": st.lists(st.sampled_from(("car_wash", "hospitality_hotel", "restaurant_takeaway")), unique=True).map(
        tuple
    ),
    "category": st.sampled_from(("modern_slavery", "labour_abuse", "")),
    "subtype": st.just(()),
    "police_force": st.sampled_from(("kent_police", "")),
}
CASE_ROWS = st.lists(
    st.tuples(st.tuples(*(CODES[column] for column in COLUMNS["cases"])), st.integers(1, 3)), max_size=25
)


@given(CASE_ROWS)
def test_months_add_up_to_quarters_and_quarters_to_the_year(rows):
    units = {"cases": add_up(COLUMNS["cases"], rows)}
    year = {table.spec.id: table.with_totals() for table in count_tables(units, RULES, parse_period("2026"))}
    for kind, numbers in ((Kind.QUARTER, range(1, 5)), (Kind.MONTH, range(1, 13))):
        added: dict = {}
        for number in numbers:
            for table in count_tables(units, RULES, Period(kind, 2026, number)):
                for index, count in table.with_totals().items():
                    cell = (table.spec.id, index)
                    added[cell] = added.get(cell, 0) + count
        assert added and all(year[table_id][index] == count for (table_id, index), count in added.items())


def business(number: int, organisation: str, tier: str = "tier_1"):
    return (("2026-01", ("car_wash",), (tier,), ("worker",), organisation), number)


def test_a_cell_of_which_one_organisation_makes_up_more_than_sixty_percent_is_dominated():
    year = parse_period("2026")
    units = facts(
        "business_cases", business(7, "1"), business(4, ""), business(6, "2", "tier_2"), business(4, "", "tier_2")
    )
    dominated = find_dominated(units, RULES, year)
    assert dominated["business_cases_by_tier"] == {("tier_1",)}, "7 of 11, but not 6 of 10"
    assert dominated["business_cases_by_sector"] == frozenset(), "7 of 21"
    assert find_dominated(CASES, RULES, year) == {}


def test_cases_that_share_no_name_are_organisations_of_their_own():
    units = facts("business_cases", business(9, ""))
    assert find_dominated(units, RULES, parse_period("2026"))["business_cases_by_tier"] == frozenset()
