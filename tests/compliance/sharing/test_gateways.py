"""The list of legal gateways: each of a nation that has it, with the day on which somebody checks it again."""

from datetime import timedelta

import pytest

from compliance.sharing.forms.agreements import NATIONS
from compliance.sharing.gateways import get_gateways


def test_the_list_says_when_it_is_to_be_reviewed():
    listed = get_gateways()
    assert listed.review_due_on > listed.reviewed_on
    assert listed.is_review_due(listed.review_due_on)
    assert not listed.is_review_due(listed.review_due_on - timedelta(days=1))


@pytest.mark.parametrize(
    ("code", "nations"),
    [
        ("cda_115", {"england", "wales"}),
        ("care_45", {"england"}),
        ("ca_10_11", {"england"}),
        ("ca_25_28", {"wales"}),
        ("rli_crime", {"england", "wales", "scotland", "northern-ireland"}),
    ],
)
def test_a_statute_is_offered_for_the_nations_that_have_it(code, nations):
    assert set(get_gateways().gateways[code].nations) == nations


def test_every_nation_has_a_name():
    assert {nation for gateway in get_gateways().gateways.values() for nation in gateway.nations} == set(NATIONS)
