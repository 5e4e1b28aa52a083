"""Which companies may be a supplier, by their names."""

from collections import namedtuple

import pytest

from compliance.suppliers.rules import company_matches as rules

Named = namedtuple("Named", "name")
FOUND = [
    Named("KARIM KNITS LIMITED"),
    Named("KARIM KNIT LIMITED"),
    Named("BRIGHT STEEL LTD"),
    Named("THE KARIM KNIT CO"),
]


def test_the_likest_comes_first_and_another_name_is_not_offered():
    ranked = rules.rank_companies("Karim Knit Ltd.", FOUND)
    assert [company.name for _likeness, company in ranked] == [
        "KARIM KNIT LIMITED", "THE KARIM KNIT CO", "KARIM KNITS LIMITED",
    ]  # fmt: skip
    assert ranked[0][0] == 1


def test_no_more_are_offered_than_a_person_compares():
    assert len(rules.rank_companies("Karim Knit", FOUND * 4)) == rules.MAX_OFFERED


@pytest.mark.parametrize(("other", "is_other"), [("KARIM KNIT LIMITED", False), ("BRIGHT STEEL LTD", True)])
def test_a_number_of_another_company_is_told_by_its_name(other, is_other):
    assert (rules.is_other_name("Karim Knit", other) is not None) is is_other
