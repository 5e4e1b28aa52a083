"""Suppliers that may be in the register twice."""

import random
import time

import pytest

from compliance.suppliers.models import DuplicateAnswer
from compliance.suppliers.rules.duplicates import Entry, find_pairs
from compliance.suppliers.rules.similarity import are_alike, normalise
from portal.history.models import Entry as Line
from tests.factories.suppliers import SiteFactory, SupplierFactory


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


def test_ten_thousand_are_compared_in_seconds():
    dice = random.Random(7)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(dice.choices(letters, k=dice.randint(3, 9))) for _ in range(3000)]
    entries = [entry(str(n), " ".join(dice.sample(words, 3)) + " trading") for n in range(10_000)]
    began = time.perf_counter()
    find_pairs(entries)
    assert time.perf_counter() - began < 15


@pytest.fixture
def two(organisation):
    first = SupplierFactory(organisation=organisation, name="Karim Knit Ltd", supplier_ref="A")
    second = SupplierFactory(organisation=organisation, name="Karim Knit Limited", supplier_ref="B")
    first.likeness = second.likeness = normalise("Karim Knit Ltd")
    first.save()
    second.save()
    return first, second


def test_a_pair_is_shown_until_somebody_says_that_it_is_two(editor, visit, at, two):
    first, second = two
    page = editor.get(at("doubles")).content.decode()
    assert "1 pair to look at" in page and "Say whether they are the same" in page
    assert "Say whether" not in visit("viewer").get(at("doubles")).content.decode()
    assert editor.post(at("double", first.uuid, second.uuid), {}).status_code == 422
    assert editor.post(at("double", second.uuid, first.uuid), {"answer": "two"}).status_code == 303
    assert "no two suppliers that look like one" in editor.get(at("doubles")).content.decode()
    assert DuplicateAnswer.objects.get().is_same is False


def test_the_same_never_merges_but_ends_one_and_moves_its_sites(editor, at, two, organisation):
    first, second = two
    site = SiteFactory(supplier=second)
    served = SiteFactory(supplier=SupplierFactory(organisation=organisation))
    served.labour_providers.add(second)
    answer = editor.post(at("double", first.uuid, second.uuid), {"answer": "first"})
    assert answer["Location"] == at("supplier", first.uuid)
    site.refresh_from_db()
    second.refresh_from_db()
    assert site.supplier == first and second.status == "ended"
    assert list(served.labour_providers.all()) == [first]
    assert DuplicateAnswer.objects.get().is_same is True
    line = Line.objects.get(action="suppliers.supplier.joined")
    assert line.detail == {"from_name": "Karim Knit Limited", "sites": 1}


def test_a_supplier_is_no_double_of_itself_nor_of_a_neighbours(editor, at, two):
    first, _second = two
    assert editor.get(at("double", first.uuid, first.uuid)).status_code == 404
    assert editor.get(at("double", first.uuid, SupplierFactory().uuid)).status_code == 404


def test_the_page_takes_few_queries(editor, at, two, organisation, django_assert_max_num_queries):
    for _ in range(10):
        SiteFactory(supplier=SupplierFactory(organisation=organisation, likeness="karim knit"))
    editor.get(at("index"))
    with django_assert_max_num_queries(9):
        editor.get(at("doubles"))
