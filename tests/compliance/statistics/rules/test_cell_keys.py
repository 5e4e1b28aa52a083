"""Noise by cell keys, held against the package of the Office for National Statistics."""

import json
from collections import defaultdict
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from compliance.statistics.rules.cell_keys import KEYS, MAX_NOISE, THRESHOLD, get_cell_key, get_noise_table, perturb

# 400 invented records of two facts and a key; and what create_perturbed_table of cell-key-perturbation 3.1.0 makes of
# them with our table of noise: count, cell key and what is shown of each cell.
REFERENCE = json.loads((Path(__file__).parent / "reference" / "ons_cell_keys.json").read_text())
TABLE = get_noise_table()


def test_every_cell_is_as_the_ons_package_makes_it():
    keys = defaultdict(list)
    for row, column, key in REFERENCE["records"]:
        keys[row, column].append(key)
    for row, column, count, cell_key, shown in REFERENCE["cells"]:
        assert len(keys[row, column]) == count
        assert get_cell_key(keys[row, column]) == cell_key
        assert perturb(keys[row, column], TABLE) == shown
    assert {shown - count for _row, _column, count, _key, shown in REFERENCE["cells"] if shown} - {0}


def test_noise_adds_nothing_on_average_and_at_most_two():
    assert len(TABLE) == KEYS
    assert sum(TABLE) == 0
    assert set(TABLE) == set(range(-MAX_NOISE, MAX_NOISE + 1))


@given(st.lists(st.integers(0, KEYS - 1), max_size=60), st.randoms())
def test_the_same_people_get_the_same_count_in_any_order(keys, chance):
    shuffled = keys[:]
    chance.shuffle(shuffled)
    assert perturb(keys, TABLE) == perturb(shuffled, TABLE)


@given(st.lists(st.integers(0, KEYS - 1), max_size=60))
def test_what_is_shown_is_never_below_the_threshold_and_near_the_truth(keys):
    shown = perturb(keys, TABLE)
    assert shown is None or (shown >= THRESHOLD and abs(shown - len(keys)) <= MAX_NOISE)


def test_nobody_is_nobody():
    assert perturb([], TABLE, threshold=0) == 0
