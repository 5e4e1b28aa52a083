"""Bringing an organisation to the portal."""

from unittest import mock

import pytest

from compliance.organisations import companies_house
from compliance.organisations.companies_house import Company, LookupFailed
from compliance.organisations.models import Organisation
from portal.accounts.roles import StaffRole
from tests.compliance.organisations.conftest import to
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db
DETAILS = {"name": "Invented Goods Limited", "legal_form": "company", "country": "GB"}


def test_the_set_up_leads_from_details_to_sectors_to_year_to_home(client):
    client.force_login(UserFactory())
    assert client.get(to("new"))["Location"] == to("new_details")
    address = client.post(to("new_details"), DETAILS | {"company_number": "1234567"})["Location"]
    own = Organisation.objects.get()
    assert (address, own.company_number) == (to("sectors", own.slug), "01234567")
    address = client.post(address, {"sectors": ["construction", "other"], "sectors_other": "Kites"})["Location"]
    assert address == to("year", own.slug)
    year = {"year_end_on_day": 31, "year_end_on_month": "March", "year_end_on_year": 2026, "group_role": "parent"}
    assert client.post(address, year | {"website": "www.invented.example"})["Location"] == to("home", own.slug)
    own.refresh_from_db()
    assert (own.sectors_other, str(own.year_end_on), own.website) == (
        "Kites",
        "2026-03-31",
        "https://www.invented.example",
    )


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""), ("name", "x" * 161), ("name", "a\u202eb"), ("name", "a\x00b"), ("name", "---"),
        ("name", "x" * 1_000_000), ("legal_form", "king"), ("company_number", "12"*9), ("company_number", "<script>"),
        ("address", "x" * 501), ("country", "ZZ"),
    ],
)  # fmt: skip
def test_bad_details_are_explained_and_nothing_is_made(client, field, typed):
    client.force_login(UserFactory())
    response = client.post(to("new_details"), DETAILS | {field: typed})
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "ftp://x.example", "http://", "x" * 2000, "http://localhost", "http://[::1"]
)
def test_a_website_that_is_none_is_explained(client, administrator, typed):
    data = {"year_end_on_day": 31, "year_end_on_month": 3, "year_end_on_year": 2026, "group_role": "parent"}
    response = client.post(to("year", administrator.organisation.slug), data | {"website": typed})
    assert response.status_code == 422


def test_a_number_that_a_confirmed_organisation_holds_leads_to_asking(client, organisation):
    client.force_login(UserFactory())
    number = organisation.company_number
    assert client.post(to("new_details"), DETAILS | {"company_number": number})["Location"] == to("join_known", number)
    page = client.get(to("join_known", number)).content.decode()
    assert "Your organisation is already here" in page
    assert organisation.name not in page


def test_an_unconfirmed_organisation_holds_no_number_against_others(client):
    OrganisationFactory(confirmed=False, company_number="01234567")
    client.force_login(UserFactory())
    client.post(to("new_details"), DETAILS | {"company_number": "01234567"})
    assert Organisation.objects.filter(company_number="01234567").count() == 2


def test_the_register_is_asked_when_a_key_is_set(client, settings):
    settings.COMPANIES_HOUSE_API_KEY = "key"
    client.force_login(UserFactory())
    company = Company("01234567", "INVENTED LTD", "1 Quay Street", "company", "dissolved")
    with mock.patch.object(companies_house, "search_companies", return_value=[company]):
        page = client.get(to("new"), {"q": "invented"}).content.decode()
    assert "?number=01234567" in page
    assert "dissolved" in page
    with mock.patch.object(companies_house, "search_companies", return_value=[]):
        assert "No company matches" in client.get(to("new"), {"q": "x"}).content.decode()
    with mock.patch.object(companies_house, "search_companies", side_effect=LookupFailed("Enter the details by hand.")):
        assert "by hand" in client.get(to("new"), {"q": "x"}).content.decode()
    with mock.patch.object(companies_house, "get_company", return_value=company):
        assert 'value="INVENTED LTD"' in client.get(to("new_details"), {"number": "1234567"}).content.decode()


def test_our_staff_bring_no_organisation(client):
    client.force_login(UserFactory(role=StaffRole.HANDLER))
    for name in ("new", "new_details", "join"):
        assert client.get(to(name)).status_code == 404
