from uuid import UUID

from compliance.casework.rules.coded_facts import CaseFact, number_connected

ONE, TWO, THREE, FOUR = (UUID(int=number) for number in range(1, 5))


def test_cases_that_share_a_name_with_one_another_in_turn_are_of_one_organisation():
    assert number_connected([{ONE, TWO}, {TWO, THREE}]) == {ONE: "1", TWO: "1", THREE: "1"}
    assert number_connected([{THREE, FOUR}, {ONE, TWO}]) == {ONE: "1", TWO: "1", THREE: "2", FOUR: "2"}
    assert number_connected([{ONE, TWO}, {THREE, FOUR}, {TWO, FOUR}]) == dict.fromkeys((ONE, TWO, THREE, FOUR), "1")
    assert number_connected([]) == {}


def test_a_fact_is_plain_codes():
    assert CaseFact._fields[0] == "month" and not {"reference", "uuid", "pk"} & set(CaseFact._fields)
