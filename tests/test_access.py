"""Every address, for every kind of visitor. The list is tests/url_register/addresses.py.

See docs/requirements/security.md#address-register.
"""

import re
import uuid
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from compliance.organisations.models import Membership
from tests.factories.canaries import CANARY
from tests.factories.world import VISITORS
from tests.support.visits import address_url, request_page
from tests.url_register import ADDRESSES, THIRD_PARTY_GROUPS
from tests.url_register.expectations import HANDLED, SIGN_IN, Address

pytestmark = pytest.mark.usefixtures("_pdfs_are_text")

HANDLED_STATUSES = {200, 302, 303, 400, 409, 422}


def addresses() -> Iterator[tuple[str, str]]:
    """Name (with its namespaces; empty where there is none) and route of each address."""

    def walk(patterns, namespace: str, route: str):
        for pattern in patterns:
            here = route + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from walk(pattern.url_patterns, inner, here)
            elif isinstance(pattern, URLPattern):
                yield (f"{namespace}{pattern.name}" if pattern.name else ""), here

    yield from walk(get_resolver().url_patterns, "", "")


def group_of(name: str, route: str):
    """The group of third-party addresses that holds it, if any."""
    if name in ADDRESSES:
        return None
    return next((g for g in THIRD_PARTY_GROUPS if route.startswith(g.route) and name.startswith(g.names)), None)


def fits(response, expected, *, refusal=None) -> bool:
    """refusal: what a GET by the same visitor is refused with; a method that is not offered may answer that too."""
    status = response.status_code
    if expected == SIGN_IN:
        return status == 405 or (status == 302 and response["Location"].startswith(reverse("account_login")))
    if expected == HANDLED:
        return status in HANDLED_STATUSES
    if expected == 405 and refusal in {403, 404, SIGN_IN}:
        return fits(response, refusal)
    if expected in {403, 404}:
        return status in {expected, 405}
    return status == expected


def plain(body: str) -> str:
    """A page without what differs from one request to the next."""
    body = re.sub(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', "", body)
    return re.sub(r'(\?|&amp;)next=[^"]*', "", body)


def test_every_address_is_in_the_register():
    missing = [
        f"{name or '(no name)'} at {route}"
        for name, route in addresses()
        if name not in ADDRESSES and group_of(name, route) is None
    ]
    assert not missing, "Add to tests/url_register/addresses.py:\n" + "\n".join(missing)


def test_the_register_holds_no_address_that_is_gone():
    assert set(ADDRESSES) <= {name for name, _ in addresses()}


def asked_for(address: Address) -> tuple[str, ...]:
    """All visitors, once. Who may open what is no matter of the database: on the other one who sees it."""
    if connection.vendor == "sqlite":
        return VISITORS
    inside = [visitor for visitor in VISITORS[::-1] if address.get[visitor] in {200, HANDLED}]
    return (*inside, "anonymous")[:1]


@pytest.mark.parametrize("name", sorted(ADDRESSES))
@pytest.mark.django_db
def test_every_visitor_gets_what_the_register_says(name, shared_world, clients):
    address = ADDRESSES[name]
    url = address_url(address, name, shared_world)
    wrong = []
    for visitor in asked_for(address):
        for method, answers in (("get", address.get), ("head", address.get), ("post", address.post)):
            response, body = request_page(clients[visitor], method, url)
            expected = answers[visitor]
            if not fits(response, expected, refusal=address.get[visitor]):
                wrong.append(f"{visitor} {method.upper()} {url}: {response.status_code}, expected {expected}")
            is_shown = address.is_private and answers[visitor] in {200, 422, HANDLED}
            may_see = visitor in shared_world.a.people or is_shown
            if CANARY.lower() in body.lower() and not may_see:
                wrong.append(f"{visitor} {method.upper()} {url}: shows {CANARY}")
    assert not wrong, "\n".join(wrong)


INSIDE = sorted(name for name, address in ADDRESSES.items() if address.is_inside)


@pytest.mark.parametrize("name", INSIDE)
@pytest.mark.once
@pytest.mark.django_db
def test_another_organisations_address_answers_as_one_that_is_not_there(name, shared_world, clients):
    """The same 404, the same body, whatever is in the address; and for a foreign row in one's own.

    See docs/requirements/security.md#other-organisations.
    """
    kwargs = ADDRESSES[name].kwargs(shared_world)
    theirs, nowhere, own = ({**kwargs, "organisation": slug} for slug in (kwargs["organisation"], "nowhere", "birch"))
    for method in ("get", "post"):
        (there, there_body), (missing, missing_body) = (
            request_page(clients["outsider"], method, reverse(name, kwargs=each)) for each in (theirs, nowhere)
        )
        assert there.status_code in {404, 405}
        assert (there.status_code, plain(there_body)) == (missing.status_code, plain(missing_body))
        if has_foreign_key(kwargs):
            answer, body = request_page(clients["outsider"], method, reverse(name, kwargs=own))
            assert answer.status_code in {404, 405}, f"{method} {reverse(name, kwargs=own)}: {answer.status_code}"
            assert CANARY.lower() not in body.lower()


def has_foreign_key(kwargs: dict) -> bool:
    """Whether the address names a row by something that no row of another organisation can share."""
    return any(isinstance(value, uuid.UUID) for value in kwargs.values())


@pytest.mark.parametrize("name", INSIDE)
@pytest.mark.once
@pytest.mark.django_db
def test_a_member_who_left_finds_nothing(name, shared_world, clients, django_assert_num_queries):
    """From the next request on (docs/requirements/security.md#other-organisations)."""
    url = address_url(ADDRESSES[name], name, shared_world)
    with transaction.atomic():
        Membership.objects.for_organisation(shared_world.a.organisation).update(ended_at=timezone.now())
        for role in shared_world.a.people:
            for method in ("get", "post"):
                response, body = request_page(clients[role], method, url)
                assert response.status_code in {404, 405}
                assert CANARY.lower() not in body.lower()
        transaction.set_rollback(True)


# Sent by browsers themselves, which have no token: only a line of the log comes of it. Or opened by a secret in the
# address: another site cannot make up that.
WITHOUT_TOKEN = {"policy_report", "guidance:mail_stop"} | {
    name for name in ADDRESSES if name.startswith(("plan:", "plan_workbook:"))
}

# Of files, which are taken in only of who has begun: others are sent to the start before a byte is read. Those who have
# begun need their token (tests/compliance/concerns/services/test_files.py).
SENT_TO_THE_START = {"concerns:files": "/report/", "concerns:talk_file": "/r/return/"}


@pytest.mark.parametrize("name", sorted(set(ADDRESSES) - WITHOUT_TOKEN))
@pytest.mark.django_db
def test_a_missing_token_against_forgery_stops_every_post(name, shared_world):
    """No address changes anything for a request that another site has made up.

    See docs/requirements/security.md#forged-requests.
    """
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(shared_world.visitor("administrator"))
    response, _ = request_page(client, "post", address_url(ADDRESSES[name], name, shared_world))
    if start := SENT_TO_THE_START.get(name):
        assert (response.status_code, response.headers["Location"]) == (302, start)
    else:
        assert response.status_code in {403, 404, 405}


THIRD_PARTY = sorted({(name, route) for name, route in addresses() if group_of(name, route)})


def guessed_url(name: str, route: str) -> str:
    """An address of a third party's pattern with made-up values in its places."""

    def choice(found: re.Match) -> str:
        first = found[1].split("|")[0]
        return first if first.isalpha() else "1"

    filled = re.sub(r"\(\?P<\w+>([^)]*)\)", choice, route)
    filled = re.sub(r"<(?:(\w+):)?\w+>", lambda found: MADE_UP.get(found[1] or "str", "1"), filled)
    return "/" + re.sub(r"[\^$\\]", "", filled)


MADE_UP = {"int": "1", "str": "x", "slug": "x", "uuid": "00000000-0000-4000-8000-000000000000", "path": "x"}


@pytest.mark.parametrize("visitor", VISITORS)
@pytest.mark.django_db
def test_third_party_pages_open_only_to_those_they_are_for(visitor, shared_world, clients):
    wrong = []
    for name, route in THIRD_PARTY:
        group = group_of(name, route)
        if visitor not in group.allowed:
            response, body = request_page(clients[visitor], "get", guessed_url(name, route))
            if response.status_code not in {302, 403, 404, 405} and name not in group.open_names:
                wrong.append(f"{visitor} GET {guessed_url(name, route)} ({name}): {response.status_code}")
            if CANARY.lower() in body.lower():
                wrong.append(f"{visitor} GET {guessed_url(name, route)}: shows {CANARY}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_nothing_of_an_organisation_shows_on_third_party_pages(shared_world, clients):
    for name, route in THIRD_PARTY:
        if not route.startswith("cms/"):
            for visitor in ("anonymous", "outsider", "content_editor"):
                response, body = request_page(clients[visitor], "get", guessed_url(name, route))
                assert response.status_code < 500, f"{visitor} GET {guessed_url(name, route)}"
                assert CANARY.lower() not in body.lower()


@pytest.mark.parametrize("visitor", ["content_editor", "triage_lead", "handler", "administrator"])
@pytest.mark.django_db
def test_only_a_superuser_manages_users_in_wagtail(visitor, shared_world, clients):
    """Whoever may edit users in Wagtail can become superuser (docs/requirements/security.md#user-management)."""
    for name, route in THIRD_PARTY:
        if name.startswith(("wagtailusers_", "wagtailusers_users:", "wagtailusers_groups:")):
            response, _ = request_page(clients[visitor], "get", guessed_url(name, route))
            assert response.status_code in {302, 403, 404, 405}, f"{visitor} {route}"
