"""Figures of workers that cannot be right are doubted (docs/requirements/suppliers.md#worker-figures)."""

import pytest

from compliance.suppliers.rules.workers import Doubt, find_doubts

CONTRACTS, GROUPS = ("permanent", "agency"), ("women",)


@pytest.mark.parametrize(
    ("figures", "doubts"),
    [
        ({"permanent": 900}, []),
        ({"total": 100, "permanent": 60, "agency": 40, "women": 100}, []),
        ({"total": 100, "permanent": 60, "agency": 42}, []),
        ({"total": 100, "permanent": 60, "agency": 43}, [Doubt("", 103, 100)]),
        ({"total": 100, "permanent": 60, "agency": 30}, [Doubt("", 90, 100)]),
        ({"total": 100, "permanent": 60}, []),
        ({"total": 100, "women": 101}, [Doubt("women", 101, 100)]),
    ],
)
def test_a_sum_or_a_group_that_does_not_fit_the_total_is_doubted(figures, doubts):
    assert find_doubts(figures, contracts=CONTRACTS, groups=GROUPS) == doubts
