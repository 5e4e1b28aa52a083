"""Who is attacked, and by whom."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from compliance.concerns.forms import submission
from tests.attacks.upload_pages import Doors
from tests.compliance.statements.conftest import Business, make_business
from tests.factories.accounts import sign_in
from tests.factories.audits import AuditFactory
from tests.factories.concerns import Reporter, open_door
from tests.factories.sharing import Desk, desk
from tests.factories.suppliers import SiteFactory, SupplierFactory


@pytest.fixture(autouse=True)
def _no_internet(monkeypatch):
    """Nothing here asks the real DNS for an address that somebody typed."""
    monkeypatch.setattr("portal.core.safe_fetch.resolve", lambda host, seconds: [])


@pytest.fixture
def business(db) -> Business:
    """A confirmed company with people of every role, by the role's name."""
    return make_business()


@pytest.fixture
def visit(business) -> Callable[[str], Client]:
    """A browser of one of them: visit("editor")."""
    return lambda name: sign_in(Client(raise_request_exception=False), business.people[name])


@pytest.fixture
def to(business) -> Callable[..., str]:
    """An address of the business: to("statements:section", section="risk"); the year is 2026 where one is asked for."""

    def address(name: str, **kwargs: object) -> str:
        year = {"year": 2026} if name.startswith("statements:") and name not in YEARLESS else {}
        return reverse(name, kwargs={"organisation": business.organisation.slug} | year | kwargs)

    return address


YEARLESS = {"statements:list", "statements:start"}


@pytest.fixture
def quick(monkeypatch) -> None:
    """A test may send as quickly as a program."""
    monkeypatch.setattr(submission, "MIN_FILL_TIME", timedelta(0))


@pytest.fixture
def reporter(db, quick) -> Reporter:
    open_door()
    return Reporter()


@pytest.fixture
def at_desk(db, quick) -> Desk:
    """The helpline's desk, whose vault has begun, so that people can tell it something."""
    return desk()


@pytest.fixture
def doors(reporter, business, visit, django_capture_on_commit_callbacks) -> Doors:
    """A reporter on the page for files, and an editor with an audit and an empty register."""
    reporter.begins()
    reporter.answers(r5={"identity_mode": "confidential"})
    audit = AuditFactory(site=SiteFactory(supplier=SupplierFactory(organisation=business.organisation)))
    return Doors(reporter, visit("editor"), business.organisation, audit, django_capture_on_commit_callbacks)
