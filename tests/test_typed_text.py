"""What somebody typed into any form for people who are signed in, sent after the web session was lost, comes back.

Each form of the URL register that asks for words is opened by somebody who may send it. They sign out in another tab,
send it, sign in again, and read all that they typed in the page that held the form. Of the pages of the desk the drafts
of casework are tested with its services; passwords, codes and files never come back.
"""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import resolve

from portal.accounts.middleware import requires_sign_in
from portal.accounts.pending_forms import SECRET
from tests.factories.accounts import sign_in
from tests.factories.world import World
from tests.support.forms import TOKEN, PageForm, Pairs, fill_form, forms_on, parse_page, replace_value
from tests.support.visits import request_page
from tests.test_every_form import READERS, places
from tests.url_register import ADDRESSES

pytestmark = [
    pytest.mark.once,
    pytest.mark.thorough,
    pytest.mark.django_db,
    pytest.mark.usefixtures("_pdfs_are_text"),
]
WORDS = {"text", "textarea", "search", "email", "url", "tel"}
# Their forms keep drafts of their own, hold passwords and codes, or are for people whom nobody knows.
OTHERS = ("/accounts/", "/cms/", "/desk/", "/report/", "/r/")


def is_lost_without_help(form: PageForm) -> bool:
    """Return whether the form is sent to a page for people who are signed in, and asks for words."""
    if form.method != "post" or form.address.startswith(OTHERS) or not typed_into(form):
        return False
    return requires_sign_in(resolve(form.address.partition("?")[0]).func)


def typed_into(form: PageForm) -> dict[str, str]:
    """What somebody types into each field for words, by its name."""
    fields = [one for one in form.questions.values() if one.kind in WORDS and not SECRET.search(one.name)]
    return {one.name: f"Typed by me into {one.name}, not saved" for one in fields}


def fill(form: PageForm) -> Pairs:
    pairs = [(name, value) for name, value in fill_form(form) if isinstance(value, str)]
    for name, text in typed_into(form).items():
        pairs = replace_value(pairs, form.questions[name], text)
    return pairs


def forms_of(name: str, world: World, clients) -> Iterator[tuple[str, str, str, PageForm]]:
    """Who sees it, the page, its token, and the form; each once, though many people and years have the same."""
    seen = set()
    for url in places(name, world):
        for reader in READERS:
            if reader == "anonymous" or ADDRESSES[name].get[reader] in {403, 404, 405, "sign-in"}:
                continue
            # The browser has just signed in, and so has a new secret.
            clients[reader].cookies.pop(settings.CSRF_COOKIE_NAME, None)
            response, body = request_page(clients[reader], "get", url)
            if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
                continue
            page = parse_page(body)
            token = next(iter(page.xpath("//input[@name='csrfmiddlewaretoken']/@value")), "")
            for form in forms_on(page, url):
                key = (form.address, form.shape[2])
                if is_lost_without_help(form) and key not in seen:
                    seen.add(key)
                    # What the script of the connection says stands in the page.
                    assert page.xpath("//@data-unreachable"), url
                    yield reader, url, token, form


def lose(client: Client, reader: str, world: World, url: str, token: str, form: PageForm) -> Iterator[str]:
    """What is lost of a form that is sent after the person signed out in another tab of the same browser."""
    pairs = fill(form)
    tab = Client(enforce_csrf_checks=True)
    tab.cookies[settings.CSRF_COOKIE_NAME] = client.cookies[settings.CSRF_COOKIE_NAME].value
    address, sent = form.request([*pairs, (TOKEN, token)])
    asked = tab.post(address, **sent, headers={"Referer": f"http://testserver{url}"})
    query = parse_qs(urlsplit(asked.get("Location", "")).query)
    if query.get("next") != [url] or query.get("kept") != ["yes"]:
        yield f"{reader} {url} → {form.address}: {asked.status_code} {asked.get('Location', '')}"
        return
    sign_in(tab, world.visitor(reader))
    shown = tab.get(url)
    again = [one for one in forms_on(parse_page(shown.text), url) if one.address == form.address]
    typed = set(typed_into(form).items())
    if not any(typed <= {(name, value.strip()) for name, value in one.initial} for one in again):
        lost = [text for text in typed_into(form).values() if text not in shown.text]
        yield f"{reader} {url} → {form.address}: {shown.status_code}, lost {lost or 'the place of what was typed'}"


@pytest.mark.parametrize("name", ["statements:section", "statements:review", "suppliers:add", "concern_notes:add"])
def test_the_register_shows_forms_that_ask_for_words(name, shared_world, clients):
    assert list(forms_of(name, shared_world, clients))


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_what_was_typed_comes_back_after_a_lost_session(name, shared_world, clients):
    wrong = []
    for reader, url, token, form in forms_of(name, shared_world, clients):
        with transaction.atomic():
            wrong += lose(clients[reader], reader, shared_world, url, token, form)
            transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)
