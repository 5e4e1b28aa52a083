"""The Global Slavery Index: linked, typed country by country with its source, shown beside the risk, never scored."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from compliance.suppliers.models import RiskScore
from compliance.suppliers.services.risk import recompute_scores
from portal.accounts.roles import StaffRole
from portal.history.models import Entry
from portal.reference.models import IndexValue
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.organisations import MembershipFactory
from tests.factories.suppliers import SiteFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
GIVEN = {
    "country": "TR", "per_thousand": "15.6", "source": " Edition of 2023,  table 2 ",
    "dated_on_day": "24", "dated_on_month": "5", "dated_on_year": "2023",
}  # fmt: skip


@pytest.fixture
def keeper(client):
    sign_in(client, UserFactory(role=StaffRole.SITE_ADMINISTRATOR))
    return client


@pytest.fixture
def page():
    return reverse("suppliers_staff:index_values")


def test_a_value_is_typed_with_its_source_and_day_and_leaves_a_line(keeper, page):
    assert "walkfree.org" in keeper.get(page).text
    assert keeper.post(page, GIVEN).status_code == 302
    row = IndexValue.objects.get()
    assert (row.iso2, str(row.per_thousand), row.source, row.dated_on) == (
        "TR", "15.6", "Edition of 2023, table 2", date(2023, 5, 24),
    )  # fmt: skip
    shown = keeper.get(page).text
    assert "15.6 in 1,000 people" in shown
    assert Entry.objects.filter(action="suppliers.index_value.typed").count() == 1


def test_the_next_value_of_a_country_takes_the_place_of_the_first(keeper, page):
    keeper.post(page, GIVEN)
    keeper.post(page, GIVEN | {"per_thousand": "14"})
    assert str(IndexValue.objects.get().per_thousand) == "14.0"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"country": ""}, "Select a country"),
        ({"country": "XX"}, "Select a country from the list"),
        ({"per_thousand": "many"}, "Enter a number"),
        ({"per_thousand": "1001"}, "1000"),
        ({"per_thousand": "nan"}, "Enter a number"),
        ({"source": " "}, "Enter the source"),
        ({"dated_on_year": "2099"}, "must be between 2000 and today"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(keeper, page, change, said):
    response = keeper.post(page, GIVEN | change)
    assert response.status_code == 422
    assert said in response.text
    assert not IndexValue.objects.exists()
    if "dated_on_year" in change:
        assert "Edition of 2023" in response.text


def test_it_is_removed_and_twice_does_no_harm(keeper, page):
    keeper.post(page, GIVEN)
    gone = reverse("suppliers_staff:remove_index_value", args=["TR"])
    for _ in range(2):
        assert keeper.post(gone).status_code == 302
    assert not IndexValue.objects.exists()
    assert Entry.objects.filter(action="suppliers.index_value.removed").count() == 1


def test_a_business_reads_it_beside_the_country_and_no_score_moves(keeper, page, client):
    site = SiteFactory(country="TR", activity="garment_manufacture")
    recompute_scores(site.organisation, event="import", now=NOW)
    before = RiskScore.objects.get().residual
    keeper.post(page, GIVEN)
    assert recompute_scores(site.organisation, event="day", now=NOW) == 0
    assert RiskScore.objects.get().residual == before
    sign_in(client, MembershipFactory(organisation=site.organisation).user)
    shown = client.get(reverse("suppliers:site_risk", args=[site.organisation.slug, site.uuid])).text
    assert "The Global Slavery Index estimates that 15.6 in every 1,000 people in Türkiye" in shown
    assert "Edition of 2023, table 2, 24 May 2023" in shown
    assert "not part of the score" in shown


def test_without_a_value_there_is_the_link_alone(client):
    site = SiteFactory(country="TR", activity="garment_manufacture")
    recompute_scores(site.organisation, event="import", now=NOW)
    sign_in(client, MembershipFactory(organisation=site.organisation).user)
    shown = client.get(reverse("suppliers:site_risk", args=[site.organisation.slug, site.uuid])).text
    assert "walkfree.org/global-slavery-index" in shown
    assert "estimates that" not in shown
