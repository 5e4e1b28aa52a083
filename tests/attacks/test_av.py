"""AV: much, deep and far, at every address: no page takes long over it, none falls, nothing typed is lost unsaid."""

from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.handlers import wsgi
from django.http import QueryDict
from django.test import Client

from tests.attacks.answered_requests import ask
from tests.support.forms import forms_on, parse_page
from tests.support.visits import address_url, draw_pdfs_as_text, request_page
from tests.url_register import ADDRESSES

pytestmark = pytest.mark.django_db
FREE = dict.fromkeys(("search", "register_search", "api", "api_search", "supplier_page"), (10**6, 60))
URLENCODED = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def _patience(settings):
    settings.LIMITS = settings.LIMITS | FREE


def taking_forms(world, clients) -> Iterator[tuple[str, str]]:
    """Somebody who may send a form, and its address; one of each part of the portal, and those open to all.

    One that asks for something, where there is one: a button alone has no field to read.
    """
    seen = set()
    for name, address in sorted(ADDRESSES.items(), key=lambda one: 422 not in one[1].post.values()):
        space = name.partition(":")[0]
        for reader in ("anonymous", "administrator", "triage_lead", "site_administrator", "partner"):
            if space not in seen and address.post[reader] in {"handled", 422}:
                seen.add(space)
                yield reader, address_url(address, name, world)
    yield from (("anonymous", url) for url in ("/accounts/login/", "/accounts/signup/", "/report/", "/r/return/"))


@pytest.mark.parametrize(("fields", "statuses"), [(1_001, set()), (5_001, {302, 413}), (100_000, {302, 413})])
def test_av01_a_form_of_too_many_fields_is_not_read(shared_world, clients, fields, statuses):
    """A long statement has thousands: 5,000 are read (decision of the form's size), more are answered with a page."""
    many = urlencode({f"field-{number}": "x" for number in range(fields)})
    for reader, url in taking_forms(shared_world, clients):
        response, body = ask(clients[reader], "post", url, data=many, content_type=URLENCODED)
        assert "govuk-template" in body or response.status_code in {302, 303}, url
        assert response.status_code in (statuses or {200, 302, 303, 404, 409, 422}), f"{url}: {response.status_code}"


def test_av02_a_text_of_3_mb_is_said_to_be_too_long_and_comes_back(shared_world, clients):
    """Where a field of it is: the text stands in the page again, so that its writer may cut it."""
    text = "words and words " * (3 * 1024 * 1024 // 16)
    for reader, url in taking_forms(shared_world, clients):
        _, page = request_page(clients[reader], "get", url)
        form = next(forms_on(parse_page(page), url), None) if "<form" in page else None
        fields = [one.name for one in form.questions.values() if one.kind == "textarea"] if form else []
        response, body = ask(clients[reader], "post", url, data=dict.fromkeys(fields or ["text"], text))
        assert response.status_code in {200, 302, 303, 404, 409, 413, 422, 429}, url
        if response.status_code == 422 and fields:
            assert text[:1000] in body, url


DEEP = ["[" * 10_000 + "]" * 10_000, '{"a":' * 10_000 + "1" + "}" * 10_000, "[" * 1_000_000]


@pytest.mark.parametrize("body", DEEP, ids=["lists", "objects", "open"])
def test_av03_json_however_deep_is_no_answer(shared_world, clients, business, body):
    """To the address that browsers report to, to a merge of texts, to a passkey, and to every hidden field."""
    for content_type in ("application/csp-report", "application/json"):
        assert Client().post("/policy-report/", body, content_type=content_type).status_code in {400, 413}
        ask(clients["anonymous"], "post", "/accounts/login/", data=body, content_type=content_type)
    merge = address_url(ADDRESSES["statements:merge"], "statements:merge", shared_world)
    ask(clients["editor"], "post", merge, data={"mine": body, "revision": "0", "is_complete": "no"})
    ask(clients["editor"], "post", "/accounts/2fa/webauthn/login/", data={"credential": body})
    ask(clients["anonymous"], "get", "/api/v1/statements", data={"q": body[:4000]})


LONG = "a" * 10_000


@pytest.mark.parametrize(
    "text",
    [LONG, "a " * 5_000, "%" * 10_000, '"' * 10_000, "é﷽" * 5_000],
    ids=["word", "words", "signs", "quotes", "letters"],
)
def test_av04_a_search_of_10_000_characters_takes_no_time(shared_world, clients, text):
    for reader, url, method in (
        ("anonymous", "/statements/", "get"),
        ("anonymous", "/statements/results.csv", "get"),
        ("anonymous", "/api/v1/statements", "get"),
        ("anonymous", "/api/v1/organisations", "get"),
        ("administrator", "/o/alder/suppliers/", "get"),
        ("administrator", "/o/alder/audits/", "get"),
        ("administrator", "/o/alder/activity/", "get"),
        ("administrator", "/organisations/new/", "get"),
        ("site_administrator", "/staff/history/", "get"),
        ("content_editor", "/cms/pages/", "get"),
        ("triage_lead", "/desk/", "get"),
        ("triage_lead", "/desk/find/", "post"),
    ):
        # The API refuses a parameter that it does not know before it searches.
        names = ("q",) if url.startswith("/api/") else ("q", "said", "search", "person", "action", "language", "region")
        response, _ = ask(clients[reader], method, url, data=dict.fromkeys(names, text))
        assert response.status_code in {200, 302, 404, 422}, url


class NotedQuery(QueryDict):
    """The query of a request, which notes in `noted` that somebody looked for `page`, or at everything, in it."""

    noted: ClassVar[list[bool]] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # It looks into itself while it is filled.
        self.noted.clear()

    def _note(self, key: object = "page") -> None:
        if key == "page":
            self.noted.append(True)

    def __getitem__(self, key):
        self._note(key)
        return super().__getitem__(key)

    def __contains__(self, key):
        self._note(key)
        return super().__contains__(key)

    def __iter__(self):
        self._note()
        return super().__iter__()

    def get(self, key, default=None):
        self._note(key)
        return super().get(key, default)

    def getlist(self, key, default=None):
        self._note(key)
        return super().getlist(key, default)

    def keys(self):
        self._note()
        return super().keys()

    def items(self):
        self._note()
        return super().items()

    def lists(self):
        self._note()
        return super().lists()

    def copy(self):
        self._note()
        return super().copy()

    def urlencode(self, safe=None):
        self._note()
        return super().urlencode(safe)


@pytest.fixture(scope="module")
def paged(shared_world, clients, django_db_blocker) -> dict[str, tuple[str, str]]:
    """Who may open each address that looks for a page in its query, and its URL up to that; each was asked once.

    What an address that does not look is given as a page is all the same to it.
    """
    found = {}
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(wsgi, "QueryDict", NotedQuery)
        patched.setattr(settings, "LIMITS", settings.LIMITS | FREE)
        draw_pdfs_as_text(patched)
        for name, address in ADDRESSES.items():
            readers = ("administrator", "triage_lead", "site_administrator")
            reader = next((one for one in readers if address.get[one] == 200), "")
            if reader and not name.startswith(("register:pdf", "statements:certificate", "duties:letter")):
                url = address_url(address, name, shared_world)
                found[name] = reader, f"{url}{'&' if '?' in url else '?'}page="
        asked = dict(found)
        for name, (reader, url) in asked.items():
            NotedQuery.noted.clear()
            open_page_of(clients[reader], url, "9" * 400)
            if not NotedQuery.noted:
                del found[name]
    assert len(asked) > 150
    assert {"register:index", "actions:list", "api:statements"} <= set(found)
    return found


def open_page_of(client: Client, url: str, page: str) -> None:
    response, _ = ask(client, "get", f"{url}{page}")
    assert response.status_code in {200, 302, 400, 404, 422}, f"{url} {response.status_code}"


@pytest.mark.usefixtures("_pdfs_are_text")
@pytest.mark.parametrize("page", ["999999999", "-1", "0", "1e9", "9" * 400, "²", "x", ""])
def test_av05_a_page_that_is_not_there_is_the_nearest_or_none(paged, clients, page):
    for reader, url in paged.values():
        open_page_of(clients[reader], url, page)
