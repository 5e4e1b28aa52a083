"""Fixtures of the desk: a vault that has begun, and people at an unlocked desk."""

import pytest
from django.test import Client

from compliance.data_protection.rules import retention
from portal.accounts.models import User
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory
from tests.factories.casework import keys_of, unlock
from tests.factories.sharing import Desk
from tests.factories.sharing import desk as begin_desk
from tests.factories.vault import Vault, begin_vault, give_key


@pytest.fixture
def at_desk(db) -> Desk:
    """Return a desk of its own, with the helpers for what goes to others."""
    return begin_desk()


@pytest.fixture
def vault(db) -> Vault:
    return begin_vault()


@pytest.fixture
def lead(vault) -> User:
    return vault.lead


@pytest.fixture
def other_lead(vault) -> User:
    person = UserFactory(role=StaffRole.TRIAGE_LEAD, first_name="Olu")
    give_key(person)
    return person


@pytest.fixture
def handler(vault) -> User:
    person = UserFactory(role=StaffRole.HANDLER, first_name="Hana")
    give_key(person)
    return person


@pytest.fixture
def colleague(vault) -> User:
    person = UserFactory(role=StaffRole.HANDLER, first_name="Col")
    give_key(person)
    return person


@pytest.fixture
def keys(handler):
    return keys_of(handler)


@pytest.fixture
def desk(handler) -> Client:
    """The handler's browser, unlocked."""
    return unlock(Client(), handler)


@pytest.fixture
def lead_desk(lead) -> Client:
    return unlock(Client(), lead)


@pytest.fixture
def colleague_desk(colleague) -> Client:
    return unlock(Client(), colleague)


@pytest.fixture
def small_share(monkeypatch) -> None:
    """Let a run of the retention erase all of a table, which is not too much of one that holds a single row."""
    monkeypatch.setattr(retention, "MAX_PERCENT", 100)
