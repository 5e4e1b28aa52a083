"""Every address, for every kind of visitor (security 3.1). The list is tests/url_register.py."""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.factories.canaries import CANARY
from tests.factories.world import VISITORS, World, build_world
from tests.url_register import GROUPS, HANDLED, REGISTER, SIGN_IN, Address

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
    if name in REGISTER:
        return None
    return next((g for g in GROUPS if route.startswith(g.route) and name.startswith(g.names)), None)


@pytest.fixture(scope="module")
def shared_world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One world for the module; each request below is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def clients(shared_world, django_db_blocker) -> dict[str, Client]:
    with django_db_blocker.unblock():
        result = {}
        for visitor in VISITORS:
            result[visitor] = Client(raise_request_exception=False)
            if user := shared_world.visitor(visitor):
                result[visitor].force_login(user)
        return result


def ask(client: Client, method: str, url: str):
    """The answer to one request, with everything that it wrote undone."""
    cookies = client.cookies.output()
    with transaction.atomic():
        response = getattr(client, method)(url)
        body = response.getvalue() if response.streaming else response.content
        transaction.set_rollback(True)
    if client.cookies.output() != cookies:
        client.cookies.load(cookies.replace("Set-Cookie:", ""))
    return response, body.decode(errors="replace")


def fits(response, expected) -> bool:
    if expected == SIGN_IN:
        return response.status_code == 302 and response["Location"].startswith(reverse("account_login"))
    if expected == HANDLED:
        return response.status_code in HANDLED_STATUSES
    if expected == 404:  # a method that is not offered may say so before it looks for the row
        return response.status_code in {404, 405}
    return response.status_code == expected


def address_url(address: Address, name: str, world: World) -> str:
    return reverse(name, kwargs=address.kwargs(world)) + address.query


def plain(body: str) -> str:
    """A page without what differs from one request to the next."""
    body = re.sub(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', "", body)
    return re.sub(r'(\?|&amp;)next=[^"]*', "", body)


def test_every_address_is_in_the_register():
    missing = [
        f"{name or '(no name)'} at {route}"
        for name, route in addresses()
        if name not in REGISTER and group_of(name, route) is None
    ]
    assert not missing, "Add to tests/url_register.py:\n" + "\n".join(missing)


def test_the_register_holds_no_address_that_is_gone():
    assert set(REGISTER) <= {name for name, _ in addresses()}


@pytest.mark.parametrize("name", sorted(REGISTER))
@pytest.mark.django_db
def test_every_visitor_gets_what_the_register_says(name, shared_world, clients):
    address = REGISTER[name]
    url = address_url(address, name, shared_world)
    wrong = []
    for visitor in VISITORS:
        for method, answers in (("get", address.get), ("head", address.get), ("post", address.post)):
            response, body = ask(clients[visitor], method, url)
            expected = answers[visitor]
            if not fits(response, expected):
                wrong.append(f"{visitor} {method.upper()} {url}: {response.status_code}, expected {expected}")
            may_see = visitor in shared_world.a.people or (address.is_private and answers[visitor] == 200)
            if CANARY.lower() in body.lower() and not may_see:
                wrong.append(f"{visitor} {method.upper()} {url}: shows {CANARY}")
    assert not wrong, "\n".join(wrong)
