"""What every answer carries, and what no page holds (docs/requirements/security.md#response-headers)."""

from collections.abc import Callable, Iterator
from functools import cache, partial
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import sign_in
from tests.factories.world import MEMBERS, STAFF, World, build_world
from tests.url_register import ADDRESSES

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("_pdfs_are_text")]

PAGES = [
    "/",
    "/guidance/",
    "/guidance/what-a-statement-is/",
    "/guidance/your-first-statement/",
    "/guidance/signs-at-a-supplier/",
    "/about/",
    "/about/privacy/",
    "/about/accessibility/",
    "/about/cookies/",
    "/about/contact/",
    "/about/how-we-protect-you/",
    "/about/source-code/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/nothing-here/",
]
REPORTER_PAGES = ["/report/", "/r/return/", "/r/online", "/r/leaving", "/r/sent"]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def answers(world) -> Callable[[str], list[tuple[str, HttpResponse]]]:
    """Each page of the register and of the frame as one visitor gets it; each visitor asks for them once."""
    return cache(partial(ask_for_all, world))


def ask_for_all(world: World, visitor: str) -> list[tuple[str, HttpResponse]]:
    client = Client(raise_request_exception=False)
    if user := world.visitor(visitor):
        sign_in(client, user)
    addresses = [reverse(name, kwargs=entry.kwargs(world)) + entry.query for name, entry in ADDRESSES.items()]
    answers = []
    for url in [*addresses, *PAGES]:
        with transaction.atomic():
            answers.append((url, response := client.get(url)))
            if response.streaming:  # it holds a slot until it is read
                response.getvalue()
            transaction.set_rollback(True)
    return answers


class Parts(HTMLParser):
    """Collects what a page may not hold."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        said = dict(attrs)
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.wrong.append(f"<{tag} {name}>")
            is_loaded = name in {"src", "srcset", "poster", "data", "action", "formaction"}
            is_loaded = is_loaded or (tag == "link" and name == "href" and said.get("rel") != "canonical")
            if is_loaded and urlsplit(value or "").netloc:
                self.wrong.append(f"<{tag} {name}={value}>")
        if tag == "style" or (tag == "script" and "src" not in said and said.get("type") != "application/json"):
            self.wrong.append(f"<{tag}> with its text in the page")
        if tag in {"iframe", "object", "embed", "base"}:
            self.wrong.append(f"<{tag}>")


@pytest.mark.thorough
@pytest.mark.django_db
@pytest.mark.parametrize("visitor", ["anonymous", MEMBERS[1], MEMBERS[3], STAFF[4]])
def test_every_page_is_ours_alone_and_says_so(answers, visitor):
    wrong = []
    for url, response in answers(visitor):
        if response.streaming or "text/html" not in response.headers.get("Content-Type", ""):
            continue
        policy = response.headers.get("Content-Security-Policy", "")
        page = Parts()
        page.feed(response.content.decode())
        wrong += [f"{url}: {part}" for part in page.wrong]
        if "default-src 'none'" not in policy or "unsafe" in policy or "frame-ancestors 'none'" not in policy:
            wrong.append(f"{url}: policy {policy!r}")
        if policy.count("http"):
            wrong.append(f"{url}: a host in the policy")
    assert not wrong, "\n".join(wrong)


@pytest.mark.thorough
@pytest.mark.django_db
@pytest.mark.parametrize("visitor", ["anonymous", MEMBERS[3]])
def test_every_answer_carries_the_protective_headers(answers, visitor):
    wrong = []
    for url, response in answers(visitor):
        headers = response.headers
        asked = {
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Opener-Policy": "same-origin",
            "X-Frame-Options": "DENY",
        }
        wrong += [
            f"{url}: {name} is {headers.get(name)}" for name, value in asked.items() if headers.get(name) != value
        ]
        if "camera=()" not in headers.get("Permissions-Policy", ""):
            wrong.append(f"{url}: no Permissions-Policy")
        if headers.get("Referrer-Policy") not in {"same-origin", "no-referrer"}:
            wrong.append(f"{url}: Referrer-Policy {headers.get('Referrer-Policy')}")
        if "Cross-Origin-Resource-Policy" not in headers:
            wrong.append(f"{url}: no Cross-Origin-Resource-Policy")
        is_page = "text/html" in headers.get("Content-Type", "")
        if visitor != "anonymous" and is_page and "no-store" not in headers.get("Cache-Control", ""):
            wrong.append(f"{url}: a signed-in page that may be stored")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("url", REPORTER_PAGES)
def test_a_reporters_page_leaves_nothing_behind(client, world, url):
    response = client.get(url)
    html = response.content.decode()
    title = html.split("<title>")[1].split("</title>")[0]
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    # Not "no-referrer": browsers would send its forms with "Origin: null" (portal.core.middleware).
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert not {name for name, cookie in response.cookies.items() if cookie.value} - {settings.CSRF_COOKIE_NAME}
    assert "999" in html and "55" in html and settings.HELPLINE_NUMBER in html
    assert "slavery" not in title.lower() and settings.PORTAL_NAME not in title
    assert "govuk-exit-this-page" in html


@pytest.mark.django_db
def test_only_the_editors_pages_have_the_looser_policy(world):
    client = Client()
    sign_in(client, world.visitor(STAFF[3]))
    assert "'unsafe-inline'" in client.get("/cms/").headers["Content-Security-Policy"]
    assert "'unsafe-inline'" not in client.get("/dashboard/").headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_public_page_without_a_cookie_does_not_ask_the_session(client):
    assert "Cookie" not in client.get("/robots.txt").headers.get("Vary", "")


@pytest.mark.django_db
def test_a_page_sets_no_cookie_before_there_is_a_form(client):
    for url in ("/", "/guidance/", "/about/cookies/", "/for-business/", "/nothing-here/"):
        assert not client.get(url).cookies, url


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/cms/login/", "/cms/password_reset/"])
def test_wagtails_own_door_leads_to_ours(client, url):
    response = client.get(url)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")
    assert client.post(url, {"username": "a", "password": "b"}).headers["Location"].startswith("/accounts/login/")


def test_djangos_admin_is_not_installed():
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
