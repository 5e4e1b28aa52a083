"""Wagtail's own pages about people are closed: accounts change at /accounts/ and /staff/people/ only."""

import pytest
from django.contrib.auth.models import Group

from portal.accounts.models import User
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [StaffRole.CONTENT_EDITOR, StaffRole.SITE_ADMINISTRATOR, None])
def test_nobody_changes_their_address_or_name_in_wagtail(client, role):
    person = UserFactory(role=role, is_superuser=role is None)
    before = (person.email, person.first_name)
    sign_in(client, person)
    data = {
        "name_email-first_name": "Handler",
        "name_email-last_name": "Example",
        "name_email-email": "Handler@example.org",
        "locale-preferred_language": "en",
        "locale-current_time_zone": "Europe/London",
    }
    for answer in (client.get("/cms/account/"), client.post("/cms/account/", data)):
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/")
    person.refresh_from_db()
    assert (person.email, person.first_name) == before


@pytest.mark.parametrize(
    "address",
    [
        "users/",
        "users/new/",
        "users/results/",
        "users/edit/{person}/",
        "users/delete/{person}/",
        "groups/",
        "groups/new/",
        "groups/edit/{group}/",
        "groups/delete/{group}/",
        "bulk/accounts/user/assign_role/?id={person}",
        "bulk/accounts/user/delete/?id={person}",
        "bulk/accounts/user/set_active_state/?id={person}",
    ],
)
def test_not_even_a_superuser_changes_people_in_wagtail(client, address):
    person, group = UserFactory(), Group.objects.get(name=StaffRole.HANDLER)
    sign_in(client, UserFactory(is_superuser=True))
    data = {
        "email": "new@example.org",
        "role": group.pk,
        "groups": group.pk,
        "name": "all",
        "mark_as_active": "False",
        "password1": "correct horse battery",
        "password2": "correct horse battery",
    }
    there = "/cms/" + address.format(person=person.pk, group=group.pk)
    for answer in (client.get(there), client.post(there, data)):
        assert (answer.status_code, answer["Location"]) == (302, "/staff/people/")
    assert User.objects.count() == 2
    person.refresh_from_db()
    assert person.is_active
    assert not person.groups.exists()


def test_its_menu_and_its_search_do_not_lead_there(client):
    sign_in(client, UserFactory(is_superuser=True))
    home = client.get("/cms/").content.decode()
    assert "/cms/sites/" in home
    assert "/cms/users/" not in home
    assert "/cms/groups/" not in home
    assert "/cms/users/" not in client.get("/cms/images/?q=x").content.decode()
