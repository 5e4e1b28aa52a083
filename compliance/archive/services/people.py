"""The people of an archive on this portal: known by their address, or given an account that waits for them."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from compliance.archive.validation import Refused
from compliance.organisations.permissions import can_join_organisations
from portal.accounts.models import User

PERSON_FIELDS = {"id": 20, "email": 254, "first_name": 150, "last_name": 150}


def import_people(told: Iterable[dict[str, Any]]) -> tuple[dict[str, Any], int, int]:
    """The key of each by name, how many had an account, and how many were given one. Raises Refused.

    A new account has no password: its owner sets one by the page for a forgotten one, and proves the address. No mail
    is sent here.
    """
    keys: dict[str, Any] = {}
    known = 0
    for one in told:
        _check_person(one)
        found = User.objects.filter(email__iexact=one["email"]).first()
        if found and found.is_active and not can_join_organisations(found):
            raise Refused(f"{one['email']} is an account of this portal's staff, which no organisation can have")
        known += found is not None
        if one["id"] in keys:
            raise Refused(f"two people have the name {one['id']}")
        keys[one["id"]] = (found or _create_user(one)).pk
    return keys, known, len(keys) - known


def _create_user(one: dict[str, str]) -> User:
    names = {"first_name": one["first_name"], "last_name": one["last_name"]}
    made = User.objects.create_user(one["email"], None, **names)
    EmailAddress.objects.create(user=made, email=made.email, verified=False, primary=True)
    return made


def _check_person(one: dict[str, Any]) -> None:
    is_right = set(one) == set(PERSON_FIELDS)
    if not is_right or any(
        not isinstance(one[name], str) or len(one[name]) > most for name, most in PERSON_FIELDS.items()
    ):
        raise Refused("data/accounts.User.json holds something that is no person")
    try:
        validate_email(one["email"])
    except ValidationError as error:
        raise Refused(f"data/accounts.User.json holds an address that is none: {one['email'][:60]!r}") from error
