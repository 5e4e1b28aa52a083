"""The domain of a website, and whether it can speak for one organisation."""

import pytest

from compliance.organisations import companies_house, tasks
from compliance.organisations.companies_house import Company
from compliance.organisations.rules.domains import get_domain, is_shared_domain, is_within_domain

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def companies(monkeypatch):
    """What the companies register knows, number to name."""
    known = {"01234567": "HARBOUR FOODS LIMITED", "07654321": "QUAY LTD"}

    def company(number):
        return known.get(number) and Company(number, known[number], "", "company", "active")

    monkeypatch.setattr(companies_house, "is_enabled", lambda: True)
    monkeypatch.setattr(companies_house, "get_company", company)
    return known


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    """The checks that were queued, by proof; none runs by itself."""
    found = []
    monkeypatch.setattr(type(tasks.check_proof), "enqueue", lambda self, proof_id: found.append(proof_id))
    return found


def test_domains_of_websites():
    assert get_domain("https://WWW.Bücher.example./x") == "xn--bcher-kva.example"
    assert get_domain("nonsense") == get_domain("https://") == get_domain("http://[") == ""
    assert is_shared_domain("co.uk") and is_shared_domain("a.b.github.io") and is_shared_domain("localhost")
    assert not is_shared_domain("harbour.co.uk") and not is_shared_domain("defra.gov.uk")
    assert is_within_domain("a.x.example", "x.example") and not is_within_domain("ax.example", "x.example")
