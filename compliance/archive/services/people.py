"""The people of an archive on this portal: found by address, or given an account that waits for them."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from compliance.archive.validation import Refused
from compliance.organisations.permissions import can_join_organisations
from portal.accounts.models import User
from portal.core.types import JsonObject

PERSON_FIELDS = {"id": 20, "email": 254, "first_name": 150, "last_name": 150}


def import_people(people: Iterable[JsonObject]) -> tuple[dict[str, int], int, int]:
    """Return the key of each person by name, how many had an account, and how many got one. Raises Refused.

    A new account has no password: its owner sets one by the page for a forgotten one, and proves the address. No mail
    is sent here.
    """
    keys: dict[str, int] = {}
    existing = 0
    for person in people:
        _check_person(person)
        user = User.objects.filter(email__iexact=person["email"]).first()
        if user and user.is_active and not can_join_organisations(user):
            raise Refused(
                f"{person['email']} is a staff account on this website, so it cannot belong to an organisation"
            )
        existing += user is not None
        if person["id"] in keys:
            raise Refused(f"two people have the name {person['id']}")
        keys[person["id"]] = (user or _create_user(person)).pk
    return keys, existing, len(keys) - existing


def _create_user(person: dict[str, str]) -> User:
    names = {"first_name": person["first_name"], "last_name": person["last_name"]}
    user = User.objects.create_user(person["email"], None, **names)
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    return user


def _check_person(person: JsonObject) -> None:
    is_right = set(person) == set(PERSON_FIELDS)
    if not is_right or any(
        not isinstance(person[name], str) or len(person[name]) > max_length
        for name, max_length in PERSON_FIELDS.items()
    ):
        raise Refused("data/accounts.User.json holds something that is no person")
    try:
        validate_email(person["email"])
    except ValidationError as error:
        raise Refused(f"data/accounts.User.json has an invalid email address: {person['email'][:60]!r}") from error
