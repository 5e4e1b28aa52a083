from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.rules.counting import count_tables
from compliance.statistics.rules.marks import find_marks
from compliance.statistics.rules.periods import parse_period
from compliance.statistics.rules.tables import Reason
from tests.factories.statistics import facts

RULES = get_rule_set()


def cases_of(force: str, number: int):
    return (("2026-01", "modern_slavery", ("labour",), (), ("wales",), force, ("car_wash",)), number)


def marks(code: str, units: dict) -> dict:
    period = parse_period(code)
    return find_marks(units, count_tables(units, RULES, period), RULES, period)


def test_a_force_with_fewer_than_thirty_cases_is_shown_beside_nothing_else():
    units = facts("cases", cases_of("kent_police", 30), cases_of("gwent_police", 29))
    found = marks("2026", units)
    table = "cases_by_police_force_and_exploitation"
    assert set(found.values()) == {Reason.FEW_IN_FORCE} and {name for name, _index in found} == {table}
    forces = {force for _table, (force, _type) in found}
    assert forces == {"gwent_police"}, "not Kent with its 30, nor those without any"
    assert (table, ("gwent_police", "sexual")) in found, "a zero of it as well"


def test_one_organisations_number_is_marked_and_months_are_rounded_instead():
    units = facts("business_cases", (("2026-01", ("car_wash",), ("tier_1",), ("worker",), "1"), 8))
    assert marks("2026", units)["business_cases_by_tier", ("tier_1",)] == Reason.DOMINANCE
    assert marks("2026-01", units) == {}
