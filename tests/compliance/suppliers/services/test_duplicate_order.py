"""The pairs that may be one supplier are those of comparing each with each, in the order of their references."""

import random
from datetime import UTC, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.suppliers.choices import SupplierStatus
from compliance.suppliers.models import DuplicateAnswer, DuplicateSearch, Site, Supplier
from compliance.suppliers.rules.similarity import are_alike, normalise
from compliance.suppliers.services import duplicates
from portal.core.pagination import BoundedPaginator
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
NAMES = ["Karim Knit Ltd", "KARIM KNIT LIMITED", "Karim Knit", "Karim Knitwear", "Alder Mill", "Alder Mills"]
ADDRESSES = ["", "1 High Street", "1 High Street.", "Plot 9, Mill Lane"]
COMPANY_NUMBERS, LEIS = ["", "", "01234567"], ["", "", "", "5493001kjtiigc8y1r12", "5493001KJTIIGC8Y1R12"]
STATUSES = [SupplierStatus.ACTIVE, SupplierStatus.ACTIVE, SupplierStatus.ACTIVE, SupplierStatus.ENDED]
UNHURRIED = {"deadline": None, "suppress_health_check": list(HealthCheck)}
WORLDS = {"seed": st.integers(0, 2**32), "size": st.integers(1, 4)}


def make_register(chance: random.Random, organisation) -> None:
    """Make suppliers that are alike in many ways; their references are not in the order of their names."""
    numbers = list(range(chance.randrange(9)))
    chance.shuffle(numbers)
    for number in numbers:
        name = chance.choice(NAMES)
        supplier = SupplierFactory(
            organisation=organisation, supplier_ref=f"S-{number}", name=name, likeness=normalise(name),
            country=chance.choice(["GB", "BD"]), status=chance.choice(STATUSES),
            company_number=chance.choice(COMPANY_NUMBERS), lei=chance.choice(LEIS),
        )  # fmt: skip
        for _ in range(chance.randrange(3)):
            SiteFactory(supplier=supplier, address=chance.choice(ADDRESSES))


def answer_some(chance: random.Random, organisation, pairs: list[tuple[str, str]]) -> set[tuple[str, str]]:
    answered = {pair for pair in pairs if chance.randrange(3) == 0}
    for first, second in answered:
        DuplicateAnswer.objects.create(
            organisation=organisation, first_key=first, second_key=second, is_same=False, answered_by=UserFactory(),
            answered_at=NOW,
        )  # fmt: skip
    return answered


def get_address(supplier: Supplier) -> str:
    sites = list(Site.objects.filter(supplier=supplier))
    return normalise(sites[0].address) if len(sites) == 1 else ""


def get_numbers(supplier: Supplier) -> set[tuple[str, str]]:
    numbers = {(f"company {supplier.country}", supplier.company_number), ("lei", supplier.lei.casefold())}
    return {(kind, number) for kind, number in numbers if number}


def compare_each_with_each(organisation) -> list[tuple[str, str]]:
    """Return the pairs with names and addresses alike, and each supplier with the first that has its number."""
    suppliers = [row for row in Supplier.objects.filter(organisation=organisation) if row.status != "ended"]
    suppliers.sort(key=lambda row: (row.name, row.pk))
    pairs, holders = set(), {}
    for place, supplier in enumerate(suppliers):
        for other in suppliers[:place]:
            words = (normalise(other.name), get_address(other), normalise(supplier.name), get_address(supplier))
            if other.country == supplier.country and are_alike(*words):
                pairs.add((other.key, supplier.key))
        for number in get_numbers(supplier):
            first = holders.setdefault(number, supplier)
            if first != supplier:
                pairs.add((first.key, supplier.key))
    return sorted({(min(pair), max(pair)) for pair in pairs})


def check(*, seed: int, size: int) -> None:
    chance, organisation = random.Random(seed), OrganisationFactory()
    make_register(chance, organisation)
    make_register(chance, OrganisationFactory())
    pairs = compare_each_with_each(organisation)
    answered = answer_some(chance, organisation, pairs)
    unanswered = [pair for pair in pairs if pair not in answered]
    assert duplicates.get_unanswered_pairs(organisation) == unanswered
    check_pages(organisation, unanswered, size)

    # What a search found stays, less what was answered or has ended since.
    search = DuplicateSearch.objects.create(organisation=organisation, pairs=pairs)
    ended = chance.sample(["s-0", "s-1", "s-2", "s-3"], chance.randrange(3))
    Supplier.objects.filter(organisation=organisation, key__in=ended).update(status=SupplierStatus.ENDED)
    left = [pair for pair in unanswered if not set(ended) & set(pair)]
    assert duplicates.get_pairs_left(search) == left
    check_pages(organisation, left, size)


def check_pages(organisation, pairs: list[tuple[str, str]], size: int) -> None:
    paginator = BoundedPaginator(pairs, size)
    assert paginator.count == len(pairs)
    for number in paginator.page_range:
        shown = duplicates.load_pairs(organisation, list(paginator.get_page(number)))
        assert [pair.keys for pair in shown] == pairs[(number - 1) * size : number * size]
        assert {row.organisation_id for pair in shown for row in pair.both} <= {organisation.pk}


def in_a_world_of_its_own(**arguments) -> None:
    """Check, and leave nothing of the world behind."""
    with transaction.atomic():
        check(**arguments)
        transaction.set_rollback(True)


@settings(max_examples=30, **UNHURRIED)
@given(**WORLDS)
def test_pairs_are_those_of_comparing_each_with_each(db, seed, size):
    in_a_world_of_its_own(seed=seed, size=size)


@pytest.mark.soak
@settings(max_examples=1000, **UNHURRIED)
@given(**WORLDS)
def test_pairs_are_those_of_comparing_each_with_each_in_1000_worlds(db, seed, size):
    in_a_world_of_its_own(seed=seed, size=size)
