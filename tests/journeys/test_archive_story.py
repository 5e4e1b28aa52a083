"""An administrator takes everything along, closes the organisation and takes that back, without JavaScript."""

import zipfile

import pytest
from django.conf import settings
from django.test import Client

from compliance.organisations.choices import Role
from compliance.organisations.models import Organisation
from compliance.statements.choices import State
from tests.compliance.statements.conftest import make_business
from tests.factories.accounts import sign_in
from tests.factories.organisations import MembershipFactory
from tests.factories.statements import PublicationFactory, StatementFactory, VersionFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory
from tests.journeys.person import Person

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [360, 1280])
def test_an_organisation_leaves_and_comes_back(visitor, live_server, tmp_path, axe, width):
    own = make_business().organisation
    SiteFactory(organisation=own, supplier=SupplierFactory(organisation=own))
    statement = StatementFactory(organisation=own, year=2019)
    PublicationFactory(version=VersionFactory(statement=statement, state=State.PUBLISHED))
    person = MembershipFactory(organisation=own, role=Role.ADMINISTRATOR, is_safeguarding_lead=True).user
    page = visitor(width=width, javascript=False)
    cookie = sign_in(Client(), person, seconds_ago=-3600).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    someone = Person(page)

    def look(name: str) -> None:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

    # Everything in one file.
    someone.open(f"/o/{own.slug}/settings/")
    someone.follow("Download your data or close your account")
    someone.sees("1 supplier, 1 site")
    look("nothing")
    someone.press("Make an archive")
    someone.sees("Ready")
    look("ready")
    with page.expect_download() as got:
        page.get_by_role("button", name="Download the archive").click()
    got.value.save_as(tmp_path / "archive.zip")
    with zipfile.ZipFile(tmp_path / "archive.zip") as archive:
        assert archive.testzip() is None
        assert "statements/2019/version-1.pdf" in archive.namelist()

    # Closed: the page that is left says until when.
    someone.follow("See what we keep and what we delete")
    someone.sees("1 published version")
    look("close")
    someone.press("Close this organisation")
    someone.sees("Enter the name of the organisation")
    someone.write("Enter the name of the organisation", own.name)
    someone.press("Close this organisation")
    someone.sees("This organisation was closed on")
    look("closed")
    # axe needs JavaScript: the same page in another window.
    beside = visitor(width=width)
    beside.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    beside.goto(f"/o/{own.slug}/settings/archive/")
    assert axe(beside) == []
    beside.goto("/dashboard/")
    assert axe(beside) == []
    assert Organisation.objects.get(pk=own.pk).is_closed
    page.goto(f"/statements/{own.slug}/2019/")
    someone.sees("This organisation left this website on")
    look("register")

    # And taken back, from the page after signing in.
    someone.open("/dashboard/")
    look("dashboard")
    someone.follow("Download your data or close your account")
    someone.press("Reopen the organisation")
    someone.heading("Overview")
    someone.sees(own.name)
    assert not Organisation.objects.get(pk=own.pk).is_closed
