"""Who prepares figures, and who decides on them."""

import pytest

from portal.accounts.models import User
from tests.factories.desk_fixtures import handler, vault  # noqa: F401 — fixtures
from tests.factories.statistics import make_lead, make_statistician


@pytest.fixture
def statistician(db) -> User:
    return make_statistician()


@pytest.fixture
def second_person(db) -> User:
    return make_lead()
