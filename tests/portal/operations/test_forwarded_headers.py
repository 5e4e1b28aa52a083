"""What a visitor says about proxies, hosts and prefixes poisons no page, link, mail or cache."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import pairwise

import pytest
from django.core import mail
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client, RequestFactory

from portal.core.mount import mount_at_root
from portal.operations import stand_in
from portal.operations.setup.serve import SERVER
from portal.wsgi import application
from tests.factories.accounts import UserFactory
from tests.support.visits import address_url
from tests.test_access import plain
from tests.url_register import ADDRESSES

EVIL = "evil.example"
SAID = {
    "HTTP_X_FORWARDED_HOST": EVIL,
    "HTTP_X_FORWARDED_SERVER": EVIL,
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_PORT": "4443",
    "HTTP_X_FORWARDED_PREFIX": f"/{EVIL}",
    "HTTP_X_SCRIPT_NAME": f"/{EVIL}",
    "HTTP_X_ORIGINAL_URL": f"/{EVIL}",
    "HTTP_X_REWRITE_URL": f"/{EVIL}",
    "HTTP_FORWARDED": f"for=192.0.2.1;host={EVIL};proto=https",
    "HTTP_X_HOST": EVIL,
}


@pytest.fixture
def _no_watch(monkeypatch):
    """The thread that watches for a missing worker would outlive the test and its database."""
    monkeypatch.setattr(stand_in, "_started", {os.getpid()})


def answer_at(path: str, **environ: str) -> tuple[str, str]:
    """Status and body of the WSGI application that a server runs."""
    status = []
    asked = RequestFactory().get(path).environ | {"wsgi.input": BytesIO(), **environ}
    with connection_kept():
        body = b"".join(application(asked, lambda line, headers: status.append(line)))
    return status[0], plain(body.decode())


@contextmanager
def connection_kept() -> Iterator[None]:
    """As Django's test client does: the end of a request does not close the connection of the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "environ",
    [
        {"SCRIPT_NAME": "/report", "PATH_INFO": "/"},
        {"SCRIPT_NAME": "/report", "PATH_INFO": "/", "SCRIPT_URL": "/evil/report/", "REDIRECT_URL": "/evil/report/"},
        {"SCRIPT_URL": "/evil/report/", "REDIRECT_URL": "/evil/report/"},
    ],
)
@pytest.mark.usefixtures("_no_watch")
def test_a_prefix_that_somebody_names_changes_no_link_and_hides_no_reporters_page(environ):
    status, body = answer_at("/report/")
    assert status == "200 OK"
    assert answer_at("/report/", **environ) == (status, body)


def test_the_path_is_put_together_again():
    seen = {}
    mount_at_root(lambda environ, start_response: seen.update(environ))({"SCRIPT_NAME": "/a", "PATH_INFO": "/b"}, None)
    assert (seen["SCRIPT_NAME"], seen["PATH_INFO"]) == ("", "/a/b")


def public_addresses() -> list[str]:
    return sorted(name for name, address in ADDRESSES.items() if address.get["anonymous"] == 200)


@pytest.mark.django_db
def test_no_public_page_repeats_what_a_header_says_of_the_host(shared_world):
    """Each page once as it is, once with every such header; a page that follows is the same as the one before."""
    browser, wrong = Client(), []
    for name in public_addresses():
        url = address_url(ADDRESSES[name], name, shared_world)
        answer = browser.get(url, **SAID)
        body = b"".join(answer) if answer.streaming else answer.content
        if EVIL.encode() in body or EVIL in str(answer.headers) or b":4443" in body:
            wrong.append(url)
    assert not wrong


@pytest.mark.django_db
def test_no_public_page_links_to_the_host_that_a_request_named(shared_world, settings):
    """With any host allowed, as a careless operator may have it."""
    settings.ALLOWED_HOSTS = ["*"]
    browser, wrong = Client(), []
    # Sitemaps name the host that was asked, as their format demands, and are cached by nobody.
    for name in set(public_addresses()) - {"sitemap", "sitemap_section"}:
        url = address_url(ADDRESSES[name], name, shared_world)
        answer = browser.get(url, headers={"Host": EVIL})
        body = b"".join(answer) if answer.streaming else answer.content
        if EVIL.encode() in body:
            wrong.append(url)
    assert not wrong


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_refused(client):
    assert client.get("/", headers={"Host": EVIL}).status_code == 400


@pytest.mark.django_db
def test_the_link_in_a_mail_is_the_sites_own(client, settings, django_capture_on_commit_callbacks):
    settings.ALLOWED_HOSTS = ["*"]
    person = UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/password/reset/", {"email": person.email}, headers={"Host": EVIL}, **SAID)
    links = re.findall(r"https?://\S+", mail.outbox[-1].body)
    assert links and all(link.startswith(settings.SITE_URL) for link in links)


@pytest.mark.django_db
def test_a_sign_in_leads_to_no_other_host(client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    person = UserFactory()
    sent = {"login": person.email, "password": "correct horse battery staple", "next": f"https://{EVIL}/"}
    answer = client.post("/accounts/login/", sent, **SAID)
    assert EVIL not in answer["Location"]


@pytest.mark.django_db
def test_a_form_from_another_site_stays_refused_whatever_host_it_names():
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/accounts/login/", {}, headers={"Origin": f"https://{EVIL}"}, **SAID)
    assert answer.status_code == 403


def test_the_server_is_told_to_believe_no_header():
    told = dict(pairwise(SERVER))
    assert (told["--forwarder-headers"], told["--forwarded-allow-ips"]) == ("", "")
