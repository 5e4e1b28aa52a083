"""The list of uploads is in the order of its rule, ties included, counted and cut as plain Python does it."""

import random
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.organisations.tenancy import get_rows
from compliance.workbooks.choices import State
from compliance.workbooks.models import Import
from compliance.workbooks.selectors.uploads import fetch_lines
from portal.core.pagination import BoundedPaginator
from portal.core.prepared import fetch_in_order
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.suppliers import SupplierFactory
from tests.support.query_plans import assert_read_in_order

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
STATES = [State.RECEIVED, State.PREVIEW, State.FAILED, State.DONE, State.UNDONE]
UNHURRIED = {"deadline": None, "suppress_health_check": list(HealthCheck)}
WORLDS = {"seed": st.integers(0, 2**32), "size": st.integers(1, 4)}


def make_uploads(chance: random.Random) -> list[Import]:
    """Make uploads of two organisations, many received at the same moment; return those of the first."""
    organisation, person = OrganisationFactory(), UserFactory()
    suppliers = [None, SupplierFactory(organisation=organisation)]
    neighbour = OrganisationFactory()
    rows = [
        Import.objects.create(
            organisation=chance.choice([organisation, organisation, neighbour]), token=uuid4(), name=f"{number}.xlsx",
            sha256="0" * 64, state=chance.choice(STATES), uploaded_by=chance.choice([None, person]),
            received_at=NOON + timedelta(minutes=chance.randrange(3)), from_supplier=chance.choice(suppliers),
        )
        for number in range(chance.randrange(12))
    ]  # fmt: skip
    return [row for row in rows if row.organisation == organisation]


def check(*, seed: int, size: int) -> None:
    rows = make_uploads(random.Random(seed))
    if not rows:
        return
    rows.sort(key=lambda row: (row.received_at, row.pk), reverse=True)
    paginator = BoundedPaginator(get_rows(Import, rows[0].organisation), size)
    assert (paginator.count, paginator.is_bounded) == (len(rows), False)
    for number in range(1, paginator.num_pages + 1):
        expected = rows[(number - 1) * size : number * size]
        lines = fetch_in_order(fetch_lines, paginator.get_page(number).object_list.values_list("pk", flat=True))
        assert lines == expected
        for line, row in zip(lines, expected, strict=True):
            shown = (line.name, line.state, line.received_at, line.uploaded_by, line.from_supplier)
            assert shown == (row.name, row.state, row.received_at, row.uploaded_by, row.from_supplier)
    assert paginator.get_page(paginator.num_pages + 1).number == paginator.num_pages


def in_a_world_of_its_own(**arguments) -> None:
    """Check, and leave nothing of the world behind."""
    with transaction.atomic():
        check(**arguments)
        transaction.set_rollback(True)


def test_uploads_are_read_by_an_index_in_their_order():
    rows = get_rows(Import, OrganisationFactory())
    assert_read_in_order(rows.values("pk")[:25], "workbooks_newest_first")


@settings(max_examples=30, **UNHURRIED)
@given(**WORLDS)
def test_uploads_are_those_of_plain_python(db, seed, size):
    in_a_world_of_its_own(seed=seed, size=size)


@pytest.mark.soak
@settings(max_examples=1000, **UNHURRIED)
@given(**WORLDS)
def test_uploads_are_those_of_plain_python_in_1000_worlds(db, seed, size):
    in_a_world_of_its_own(seed=seed, size=size)
