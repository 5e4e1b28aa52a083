import pytest

from compliance.sharing.rules.common_records import Likeness, group_nationalities, keep_common

BASE = Likeness("adult", "mixed", "other", "labour", "london")


def keep(records):
    return keep_common(records, lambda record: record)


@pytest.mark.parametrize(("count", "kept"), [(0, 0), (1, 0), (9, 0), (10, 10), (11, 11)])
def test_ten_alike_stay_and_nine_do_not(count, kept):
    assert len(keep([BASE] * count)) == kept


@pytest.mark.parametrize("fact", Likeness._fields)
def test_each_of_the_five_facts_tells_records_apart(fact):
    records = [BASE] * 9 + [BASE._replace(**{fact: "another"})]
    assert keep(records) == []


def test_the_order_stays():
    other = BASE._replace(region="wales")
    records = [BASE, other] * 10
    assert keep(records) == records


@pytest.mark.parametrize(
    ("codes", "group"),
    [
        ([], "unknown"),
        (["unknown"], "unknown"),
        (["british"], "british"),
        (["romanian"], "other"),
        (["british", "romanian"], "both"),
        (["unknown", "british"], "british"),
    ],
)
def test_no_finer_group_of_nationalities_leaves_than_four(codes, group):
    assert group_nationalities(codes) == group
