"""Correcting one's own name."""

import pytest
from django.utils import timezone

from compliance.organisations.choices import Role
from portal.history.models import Entry
from tests.factories.accounts import PASSWORD, UserFactory, sign_in
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
PAGE = "/accounts/name/"


@pytest.fixture
def robin(client):
    person = UserFactory(first_name="Robyn", last_name="Exampel")
    sign_in(client, person)
    return person


def lines():
    return Entry.objects.filter(action="accounts.name.changed").order_by("seq")


def test_the_account_page_leads_to_it_and_the_new_name_is_shown(client, robin):
    assert f'href="{PAGE}"' in client.get("/accounts/").content.decode()
    assert 'value="Exampel"' in client.get(PAGE).content.decode()
    answer = client.post(PAGE, {"first_name": "Robin", "last_name": "Example"}, follow=True)
    assert "You have changed your name." in answer.content.decode()
    assert "Robin Example" in answer.content.decode()
    line = lines().get()
    assert (line.scope, line.detail) == (None, {"old": "Robyn Exampel", "new": "Robin Example"})


def test_every_business_of_the_person_reads_it_in_its_history(client, robin, other):
    mine = [MembershipFactory(user=robin).organisation for _ in range(2)]
    left = MembershipFactory(user=robin, ended_at=timezone.now()).organisation
    OrganisationFactory()
    client.post(PAGE, {"first_name": "Robin", "last_name": "Example"})
    assert {line.scope for line in lines()} == {organisation.uuid for organisation in mine}
    assert left.uuid not in {line.scope for line in lines()}
    administrator = MembershipFactory(organisation=mine[0], role=Role.ADMINISTRATOR).user
    sign_in(other, administrator)
    page = other.get(f"/o/{mine[0].slug}/activity/").content.decode()
    assert "changed their name from Robyn Exampel to Robin Example" in page


def test_the_same_name_leaves_no_line(client, robin):
    client.post(PAGE, {"first_name": "Robyn", "last_name": "Exampel"})
    assert not lines().exists()


def test_it_asks_again_who_is_there_and_loses_nothing(client, robin):
    sign_in(client, robin, seconds_ago=301)
    asked = client.post(PAGE, {"first_name": "Robin", "last_name": "Example"})
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    robin.refresh_from_db()
    assert robin.first_name == "Robyn"
    client.post(asked["Location"], {"password": PASSWORD})
    robin.refresh_from_db()
    assert robin.first_name == "Robin"


@pytest.mark.parametrize(
    ("first_name", "last_name", "message"),
    [
        ("", "Example", "Enter your first name"),
        ("Robin", " ", "Enter your last name"),
        ("x" * 1_000_000, "Example", "150"),
        ("Rob\x00in", "Example", "Remove any invisible characters"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(client, robin, first_name, last_name, message):
    answer = client.post(PAGE, {"first_name": first_name, "last_name": last_name})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not lines().exists()
