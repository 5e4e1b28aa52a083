"""Which records of a register are likely the same (docs/requirements/suppliers.md#duplicates)."""

import random

import pytest

from compliance.suppliers.rules import duplicates
from compliance.suppliers.rules.duplicates import Entry, find_pairs
from compliance.suppliers.rules.similarity import are_alike, normalise


def entry(key, name, *, country="GB", address="", **numbers):
    return Entry(key, country, normalise(name), normalise(address), frozenset(numbers.items()))


@pytest.mark.parametrize(
    ("one", "other", "are_a_pair"),
    [
        (entry("a", "Karim Knit Ltd"), entry("b", "KARIM KNIT LIMITED"), True),
        (entry("a", "Karim Knit Ltd"), entry("b", "Karim Knit", country="BD"), False),
        (entry("a", "Karim Knit Unit 1"), entry("b", "Karim Knit Unit 2"), False),
        (entry("a", "Karim Knit", address="1 High St"), entry("b", "Karim Knit", address="Plot 9, Mill Lane"), False),
        (entry("a", "Karim Knit", address="1 High Street"), entry("b", "Karim Knit", address="1 High Street."), True),
        (entry("a", "Karim Knit", address="1 High Street"), entry("b", "Karim Knit"), True),
        (entry("a", "Karim Knit"), entry("b", "Mill"), False),
        (entry("a", "Karim Knit", lei="x"), entry("b", "Mill", country="BD", lei="x"), True),
    ],
)
def test_two_are_a_pair_where_name_and_address_or_a_number_say_so(one, other, are_a_pair):
    assert bool(find_pairs([one, other])) is are_a_pair
    assert bool(find_pairs([other, one])) is are_a_pair


def test_no_pair_is_missed_that_comparing_each_with_each_would_find():
    dice = random.Random(7)
    words = ["karim", "knit", "mill", "harbour", "foods", "packing", "north", "union", "fresh", "grow"]
    entries = [entry(str(n), " ".join(dice.sample(words, dice.randint(1, 4)))) for n in range(250)]
    wanted = {
        (min(a.key, b.key), max(a.key, b.key))
        for place, a in enumerate(entries)
        for b in entries[place + 1 :]
        if are_alike(a.name, a.address, b.name, b.address)
    }
    assert wanted and set(find_pairs(entries)) == wanted


def test_of_ten_thousand_few_are_compared(monkeypatch):
    """Fifty million pairs there are; those without a rare part of a name in common are never looked at."""
    compared = []
    monkeypatch.setattr(duplicates, "are_alike", lambda *pair: compared.append(pair))
    dice = random.Random(7)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(dice.choices(letters, k=dice.randint(3, 9))) for _ in range(3000)]
    entries = [entry(str(n), " ".join(dice.sample(words, 3)) + " trading") for n in range(10_000)]
    assert find_pairs(entries) == []
    assert 0 < len(compared) < 100 * len(entries)
