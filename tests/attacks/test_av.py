"""AV: much, deep and far, at every address: no page takes long over it, none falls, nothing typed is lost unsaid."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.attacks.timed_requests import quick
from tests.support.forms import forms_on, parse_page
from tests.support.visits import address_url, request_page
from tests.url_register import ADDRESSES

pytestmark = pytest.mark.django_db
URLENCODED = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def _patience(settings):
    settings.LIMITS = settings.LIMITS | dict.fromkeys(("search", "api", "supplier_page"), (10**6, 60))


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
        response, body = quick(clients[reader], "post", url, data=many, content_type=URLENCODED)
        assert "govuk-template" in body or response.status_code in {302, 303}, url
        assert response.status_code in (statuses or {200, 302, 303, 404, 409, 422}), f"{url}: {response.status_code}"


def test_av02_a_text_of_3_mb_is_said_to_be_too_long_and_comes_back(shared_world, clients):
    """Where a field of it is: the text stands in the page again, so that its writer may cut it."""
    text = "words and words " * (3 * 1024 * 1024 // 16)
    for reader, url in taking_forms(shared_world, clients):
        _, page = request_page(clients[reader], "get", url)
        form = next(forms_on(parse_page(page), url), None) if "<form" in page else None
        fields = [one.name for one in form.questions.values() if one.kind == "textarea"] if form else []
        response, body = quick(clients[reader], "post", url, data=dict.fromkeys(fields or ["text"], text))
        assert response.status_code in {200, 302, 303, 404, 409, 413, 422, 429}, url
        if response.status_code == 422 and fields:
            assert text[:1000] in body, url


DEEP = ["[" * 10_000 + "]" * 10_000, '{"a":' * 10_000 + "1" + "}" * 10_000, "[" * 1_000_000]


@pytest.mark.parametrize("body", DEEP, ids=["lists", "objects", "open"])
def test_av03_json_however_deep_is_no_answer(shared_world, clients, business, body):
    """To the address that browsers report to, to a merge of texts, to a passkey, and to every hidden field."""
    for content_type in ("application/csp-report", "application/json"):
        assert Client().post("/policy-report/", body, content_type=content_type).status_code in {400, 413}
        quick(clients["anonymous"], "post", "/accounts/login/", data=body, content_type=content_type)
    merge = address_url(ADDRESSES["statements:merge"], "statements:merge", shared_world)
    quick(clients["editor"], "post", merge, data={"mine": body, "revision": "0", "is_complete": "no"})
    quick(clients["editor"], "post", "/accounts/2fa/webauthn/login/", data={"credential": body})
    quick(clients["anonymous"], "get", "/api/v1/statements", data={"q": body[:4000]})


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
        names = ("q", "said", "search", "person", "action", "language", "region")
        response, _ = quick(clients[reader], method, url, data=dict.fromkeys(names, text))
        assert response.status_code in {200, 302, 404, 422}, url


@pytest.mark.usefixtures("_pdfs_are_text")
@pytest.mark.parametrize("page", ["999999999", "-1", "0", "1e9", "9" * 400, "²", "x", ""])
def test_av05_a_page_that_is_not_there_is_the_nearest_or_none(shared_world, clients, page):
    for name, address in ADDRESSES.items():
        reader = next(
            (one for one in ("administrator", "triage_lead", "site_administrator") if address.get[one] == 200), ""
        )
        if reader and not name.startswith(("register:pdf", "statements:certificate", "duties:letter")):
            url = address_url(address, name, shared_world)
            response, _ = quick(clients[reader], "get", f"{url}{'&' if '?' in url else '?'}page={page}")
            assert response.status_code in {200, 302, 400, 404, 422}, f"{url} {response.status_code}"
