"""The people of an imported archive."""

import json

import pytest
from django.core.management import call_command

from compliance.organisations.models import Membership, Organisation
from portal.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def brought(made, capsys) -> Organisation:
    call_command("import_organisation", str(made.path))
    capsys.readouterr()
    return Organisation.objects.get()


def test_people_wait_without_a_password_and_keep_their_roles(made, brought):
    roles = {one.role: one.user for one in Membership.objects.select_related("user").order_by("-pk")}
    assert set(roles) == {"viewer", "editor", "approver", "administrator"}
    assert not any(user.has_usable_password() for user in roles.values())
    assert not any(user.emailaddress_set.get().verified for user in roles.values())


def test_people_are_known_by_their_address(made, capsys):
    email = next(one["email"] for one in made.json("data/accounts.User.json") if one["email"].startswith("editor@"))
    known = User.objects.create_user(email.upper(), "a password of their own")
    call_command("import_organisation", str(made.path), "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["confirmed"] is True
    assert told["people"]["known"] == 1
    assert told["organisation"] == Organisation.objects.get().slug
    assert Membership.objects.get(user=known).role == "editor"
    known.refresh_from_db()
    assert known.has_usable_password()
