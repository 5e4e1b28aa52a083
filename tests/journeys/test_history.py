"""The log as people meet it: an organisation's activity and the log of the portal, narrow and wide."""

import pytest

from portal.accounts.roles import StaffRole
from portal.history.services import record
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_log_can_be_read_narrowed_down_and_taken_away(visitor, sign_in, axe, width):
    organisation = OrganisationFactory(slug="alder", name="Alder Wholesale Limited")
    person = MembershipFactory(organisation=organisation, role="administrator").user
    for _ in range(60):
        record(person, "organisations.organisation.changed", organisation, scope=organisation.uuid)
    page = visitor(width=width)
    sign_in(page, person)
    page.goto("/o/alder/activity/")
    assert axe(page) == []
    page.get_by_role("link", name="Older entries").click()
    page.get_by_role("link", name="Newer entries").wait_for()
    assert axe(page) == []
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Day").first.fill("31")
    page.get_by_label("Month").first.fill("2")
    page.get_by_label("Year").first.fill("2026")
    page.get_by_role("button", name="Apply filters").click()
    page.get_by_role("alert").get_by_text("There is a problem").wait_for()
    assert axe(page) == []
    page.goto("/o/alder/activity/")
    page.get_by_role("link", name="Spreadsheet").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    with page.expect_download() as download:
        page.get_by_role("button", name="Continue").click()
    assert download.value.suggested_filename == "activity-alder.csv"


@pytest.mark.parametrize("width", [360, 1280])
def test_a_site_administrator_reads_and_checks_the_log(visitor, sign_in, axe, width):
    record("system", "organisations.organisation.changed")
    page = visitor(width=width)
    sign_in(page, UserFactory(role=StaffRole.SITE_ADMINISTRATOR))
    page.goto("/staff/history/")
    assert axe(page) == []
    page.get_by_role("button", name="Verify the log").click()
    page.get_by_role("heading", name="The log is complete and unchanged").wait_for()
    assert axe(page) == []
