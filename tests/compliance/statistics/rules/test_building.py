from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.rules.building import MEDIAN_WAITS, build_release, get_truths
from compliance.statistics.rules.extract import add_up, merge
from compliance.statistics.rules.periods import parse_period
from compliance.statistics.rules.release_content import write_content
from compliance.statistics.rules.tables import Reason
from tests.factories.statistics import facts, small_month

RULES = get_rule_set()
QUARTER = parse_period("2026-q1")
MONTHS = [parse_period(code) for code in ("2026-01", "2026-02", "2026-03")]
FACTS = merge(small_month(month.code) for month in MONTHS)


def test_months_are_rounded_and_quarters_hide_what_is_small():
    month = build_release("2026-01", MONTHS[0], FACTS, rules=RULES)
    quarter = build_release("2026-q1", QUARTER, FACTS, rules=RULES, earlier=[month])
    tables = {table.spec.id: table for table in month.release.tables}
    assert tables["contacts_by_channel"].rounded_to == 5
    assert tables["contacts_by_channel"].cells[("webform",)].value == 10
    exact = {table.spec.id: table for table in quarter.release.tables}["contacts_by_channel"]
    assert (exact.rounded_to, exact.cells[("phone",)].value) == (None, 120)


def test_the_same_is_built_again_byte_by_byte():
    month = build_release("2026-01", MONTHS[0], FACTS, rules=RULES)
    one, other = (build_release("2026-q1", QUARTER, FACTS, rules=RULES, earlier=[month]) for _ in range(2))
    assert write_content(one.content) == write_content(other.content)


def test_one_organisations_number_is_hidden_for_that_reason():
    numbers = (("tier_1", "1", 9), ("tier_2", "", 9), ("labour_provider", "", 12))
    rows = [
        (("2026-01", ("car_wash",), (tier,), ("worker",), organisation), number)
        for tier, organisation, number in numbers
    ]
    built = build_release("2026", parse_period("2026"), facts("business_cases", *rows), rules=RULES)
    cells = {table.spec.id: table for table in built.release.tables}["business_cases_by_tier"].cells
    assert cells[("tier_1",)].reason == Reason.DOMINANCE and cells[("tier_1",)].value is None
    assert [cell.reason for cell in cells.values()].count(Reason.COMPLEMENTARY) == 1, "or the total would tell it"


def test_median_waits_are_of_the_months_of_the_period():
    waits = {MEDIAN_WAITS: add_up(("month",), [(("2026-02",), 14), (("2026-04",), 20)])}
    assert build_release("2026-q1", QUARTER, FACTS | waits, rules=RULES).content.median_waits == {"2026-02": 14}


def test_truths_are_exact_and_have_totals():
    month = build_release("2026-01", MONTHS[0], FACTS, rules=RULES)
    truths = get_truths([month])["2026-01", "contacts_by_channel"]
    assert (truths[("app",)], truths[("total",)]) == (2, 54)
