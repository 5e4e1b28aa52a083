"""An organisation whose name is to be verified, what the companies register knows, and the checks that were queued."""

import pytest

from compliance.organisations import companies_house, tasks
from compliance.organisations.companies_house import Company
from tests.factories.organisations import OrganisationFactory


@pytest.fixture
def organisation(db):
    return OrganisationFactory(
        name="Harbour Foods Limited",
        company_number="01234567",
        website="http://www.harbourfoods.example/shop",
        confirmed=False,
    )


@pytest.fixture
def companies(monkeypatch):
    """What the companies register knows, number to name."""
    known = {"01234567": "HARBOUR FOODS LIMITED", "07654321": "QUAY LTD"}

    def company(number):
        return known.get(number) and Company(number, known[number], "", "company", "active")

    monkeypatch.setattr(companies_house, "is_enabled", lambda: True)
    monkeypatch.setattr(companies_house, "get_company", company)
    return known


@pytest.fixture
def queued(monkeypatch):
    """The checks that were queued, by proof; none runs by itself."""
    found = []
    monkeypatch.setattr(type(tasks.check_proof), "enqueue", lambda self, proof_id: found.append(proof_id))
    return found
