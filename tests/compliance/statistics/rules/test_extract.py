import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.statistics.rules.extract import (
    add_up,
    canonical_json,
    compute_hash,
    merge,
    read_extract,
    write_extract,
)

COLUMNS = ("month", "sector")
FACTS = st.lists(
    st.tuples(
        st.tuples(st.sampled_from(("2026-01", "2026-02")), st.tuples(st.sampled_from(("cleaning", "car_wash")))),
        st.integers(0, 4),
    )
)


@given(FACTS, st.randoms())
def test_the_same_facts_are_the_same_bytes_in_whatever_order(facts, chance):
    mixed = list(facts)
    chance.shuffle(mixed)
    one, other = (write_extract("2026-q1", {"cases": add_up(COLUMNS, rows)}) for rows in (facts, mixed))
    assert one == other and compute_hash(one) == compute_hash(other)


@given(FACTS)
def test_an_extract_reads_back(facts):
    units = {"cases": add_up(COLUMNS, facts)}
    assert read_extract(write_extract("2026-q1", units)) == units


def test_equal_facts_are_one_row_and_none_is_of_nothing():
    rows = add_up(("month",), [(("2026-01",), 2), (("2026-02",), 0), (("2026-01",), 1)])
    assert rows.rows == {("2026-01",): 3}


def test_months_together_hold_what_each_of_them_held():
    january, february = ({"cases": add_up(("month",), [((month,), 2)])} for month in ("2026-01", "2026-02"))
    calls = {"calls": add_up(("month",), [(("2026-02",), 7)])}
    together = merge([january, february | calls, january])
    assert together["cases"].rows == {("2026-01",): 4, ("2026-02",): 2}
    assert together["calls"].rows == {("2026-02",): 7}


def test_a_text_of_another_format_is_refused():
    with pytest.raises(ValueError, match="cannot be read"):
        read_extract('{"format": 2}')


def test_canonical_json_has_one_form():
    assert canonical_json({"b": [1, "é"], "a": None}) == '{"a":null,"b":[1,"é"]}'
