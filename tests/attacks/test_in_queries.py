"""IN: words that become a query or a header, in every search, order and filter of the portal."""

import re

import pytest

from tests.support.forms import forms_on, parse_page
from tests.support.visits import address_url, draw_pdfs_as_text, request_page
from tests.test_access import plain
from tests.url_register import ADDRESSES

pytestmark = pytest.mark.django_db
READERS = ("administrator", "triage_lead", "site_administrator", "anonymous")
PAYLOADS = ("' OR 1=1--", '" OR ""="', "1; DROP TABLE organisations_organisation", "%' OR '1'='1")
UNKNOWN = "zzqx-no-such-thing"


def rows_of(body: str) -> int:
    return body.count("<tr") + body.count('<li class="govuk') + body.count("govuk-summary-card")


@pytest.fixture(autouse=True)
def _patience(settings):
    """So many searches in a minute are nobody's but ours."""
    settings.LIMITS = settings.LIMITS | dict.fromkeys(
        ("search", "register_search", "api", "api_search", "supplier_page"), (10**6, 60)
    )


@pytest.fixture(scope="module")
def searches(shared_world, clients, django_db_blocker) -> list[tuple[str, str, list[str]]]:
    """Each form that narrows a list: who sees it, its address, the names of its fields."""
    found = {}
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patched:
        draw_pdfs_as_text(patched)
        for name, address in ADDRESSES.items():
            reader = next((one for one in READERS if address.get[one] == 200), None)
            if reader is None or name in found:
                continue
            response, body = request_page(clients[reader], "get", address_url(address, name, shared_world))
            if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
                url = address_url(address, name, shared_world).partition("?")[0]
                for form in forms_on(parse_page(body), url):
                    if form.method == "get":
                        found.setdefault(form.address.partition("?")[0], (reader, list(form.questions)))
    return [(reader, url, names) for url, (reader, names) in found.items()]


@pytest.mark.thorough
def test_in04_a_query_in_a_search_an_order_or_a_filter_is_only_words(searches, clients):
    """It finds what an unknown word finds, and nothing more."""
    assert len(searches) > 8
    for reader, url, names in searches:
        for name in {*names, "sort", "page", "q"}:
            counts = {}
            for payload in (UNKNOWN, *PAYLOADS):
                response, body = request_page(clients[reader], "get", url, data={name: payload})
                assert response.status_code in {200, 302, 422}, f"{url}?{name}={payload}: {response.status_code}"
                counts[payload] = rows_of(body)
            assert max(counts.values()) == counts[UNKNOWN], f"{url}?{name}: {counts}"


@pytest.mark.once
def test_in05_no_list_is_put_in_order_by_what_is_secret(searches, clients):
    for reader, url, _names in searches:
        for key in ("sort", "order", "order_by", "o"):
            expected = steady(request_page(clients[reader], "get", url, data={key: UNKNOWN})[1].replace(UNKNOWN, ""))
            for column in ("password", "-user__password", "organisation__memberships__user"):
                response, body = request_page(clients[reader], "get", url, data={key: column})
                assert response.status_code in {200, 302, 422}, f"{url}?{key}={column}"
                # A page may say "password" in words of its own.
                assert steady(body).replace(column, "") == expected.replace(column, ""), f"{url}?{key}={column}"


@pytest.mark.once
def test_in06_a_filter_that_nobody_knows_narrows_nothing(searches, clients):
    strange = {"password__startswith": "a", "user__is_superuser": "1", "organisation__name": "x", "__class__": "x"}
    for reader, url, _names in searches:
        expected = rows_of(request_page(clients[reader], "get", url)[1])
        response, body = request_page(clients[reader], "get", url, data=strange)
        assert (response.status_code, rows_of(body)) == (200, expected), url


def steady(body: str) -> str:
    """Without what differs between two requests, and without the way to the page itself."""
    body = re.sub(r'nonce="[^"]*"|value="[^"]*"|action="[^"]*"|href="[^"]*"', "", plain(body))
    return re.sub(r"\d\d:\d\d|portal-session.*?</section>", "", body, flags=re.DOTALL)


SPLIT = "x\r\nSet-Cookie: planted=1\r\n\r\n<script>alert(1)</script>"


def test_in07_line_ends_never_end_a_header(shared_world, clients):
    """In the way on, in a query that is sent on, and in what a file is called."""
    asked = [
        ("anonymous", "/accounts/login/", {"next": SPLIT}),
        ("anonymous", "/accounts/logout/", {"next": SPLIT}),
        ("triage_lead", "/desk/unlock/", {"next": SPLIT}),
        ("administrator", "/o/alder/suppliers/", {"q": SPLIT, "sort": SPLIT}),
        ("anonymous", "/statements/", {"q": SPLIT}),
        ("anonymous", "/statements/results.csv", {"q": SPLIT}),
        ("administrator", "/o/alder/activity.csv", {"action": SPLIT}),
        ("anonymous", f"/statements/{SPLIT}/", {}),
        ("anonymous", f"/{SPLIT}", {}),
    ]
    for reader, url, data in asked:
        for method in ("get", "post"):
            response, _ = request_page(clients[reader], method, url, data=data)
            assert response.status_code < 500, f"{method} {url}"
            assert not [value for value in response.headers.values() if "\n" in value or "\r" in value]
            assert "planted" not in response.cookies
