"""Which answers are kept for strangers, and who gets them."""

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.utils.csp import LazyNonce

from portal.core.page_cache import PUBLIC
from portal.core.page_cache.middleware import PageCacheMiddleware
from portal.core.page_cache.store import page_store

ask = RequestFactory()


@pytest.fixture(autouse=True)
def _kept(settings, tmp_path):
    settings.PAGES_ARE_KEPT = True
    settings.PAGE_STAMP_FILE = tmp_path / "page-stamp"
    page_store.clear()
    yield
    page_store.clear()


class Site:
    """Answers with how often it was asked."""

    def __init__(self, answer=None):
        self.asked = 0
        self.answer = answer or (lambda request: HttpResponse(headers={"Cache-Control": PUBLIC}))
        self.cache = PageCacheMiddleware(self.draw)

    def draw(self, request):
        self.asked += 1
        response = self.answer(request)
        if not response.streaming:
            response.content = f"drawn {self.asked}"
        return response

    def get(self, path="/guidance/", method="get", **more):
        request = getattr(ask, method)(path, **more)
        request.resolver_match = None
        return self.cache(request)


def twice(site, **more):
    """Whether the second of two equal visitors got what was drawn for the first."""
    site.get()
    site.get()
    memory_was_asked = site.asked
    page_store.clear()
    site.asked = 0
    site.get(**more)
    site.get(**more)
    assert memory_was_asked in {1, 2}
    return site.asked == 1


def test_a_page_that_says_it_is_public_is_drawn_once():
    site = Site()
    first, second = site.get(), site.get()
    assert (first.content, second.content, site.asked) == (b"drawn 1", b"drawn 1", 1)
    assert dict(first.headers) == dict(second.headers)


@pytest.mark.parametrize("told", ["", "no-cache", "private, no-store", "public", "max-age=60"])
def test_a_page_that_says_anything_else_is_not_kept(told):
    assert not twice(Site(lambda request: HttpResponse(headers={"Cache-Control": told})))


@pytest.mark.parametrize("status", [201, 206, 302, 304, 404, 500])
def test_only_whole_answers_are_kept(status):
    assert not twice(Site(lambda request: HttpResponse(status=status, headers={"Cache-Control": PUBLIC})))


def test_a_stream_is_not_kept():
    assert not twice(Site(lambda request: StreamingHttpResponse([b"x"], headers={"Cache-Control": PUBLIC})))


def test_an_answer_with_a_cookie_is_not_kept():
    def answer(request):
        response = HttpResponse(headers={"Cache-Control": PUBLIC})
        response.set_cookie("a", "b")
        return response

    assert not twice(Site(answer))


def test_a_page_with_a_nonce_is_not_kept():
    def answer(request):
        request._csp_nonce = LazyNonce()
        assert str(request._csp_nonce)
        return HttpResponse(headers={"Cache-Control": PUBLIC})

    assert not twice(Site(answer))


def test_a_page_whose_nonce_nobody_used_is_kept():
    def answer(request):
        request._csp_nonce = LazyNonce()
        return HttpResponse(headers={"Cache-Control": PUBLIC})

    assert twice(Site(answer))


def test_a_page_with_a_token_against_forgery_is_not_kept():
    from django.middleware.csrf import CsrfViewMiddleware

    def with_token(request):
        get_token(request)
        return HttpResponse(headers={"Cache-Control": PUBLIC})

    assert not twice(Site(CsrfViewMiddleware(with_token)))


@pytest.mark.parametrize(
    "more",
    [
        {"path": "/guidance/?page=2"},
        {"headers": {"cookie": "session=abc"}},
        {"headers": {"cookie": "anything=else"}},
        {"method": "post"},
        {"method": "options"},
        {"method": "put"},
    ],
)
def test_who_asks_for_more_than_the_page_neither_fills_nor_gets_it(more):
    site = Site()
    assert not twice(site, **more)
    page_store.clear()
    site.asked = 0
    site.get(**more)
    assert site.get().content == b"drawn 2"
    assert site.get(**more).content == b"drawn 3"


def test_what_a_browser_prefers_changes_no_answer():
    site = Site()
    assert site.get().content == site.get(headers={"accept-language": "cy"}).content == b"drawn 1"


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/guidance/other/"},
        {"headers": {"host": "other.example"}},
        {"secure": True},
    ],
)
def test_another_page_host_or_scheme_is_another_answer(other):
    site = Site()
    assert site.get().content == b"drawn 1"
    assert site.get(**other).content == b"drawn 2"
    assert (site.get().content, site.get(**other).content) == (b"drawn 1", b"drawn 2")


def test_a_question_for_the_head_gets_what_is_kept_and_keeps_nothing():
    site = Site()
    site.get(method="head")
    assert site.get().content == b"drawn 2"
    assert site.get(method="head").headers["ETag"] == site.get().headers["ETag"]
    assert site.asked == 2


def test_a_browser_that_has_the_page_gets_no_second_copy():
    site = Site()
    tag = site.get().headers["ETag"]
    again = site.get(headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert site.get(headers={"if-none-match": '"other"'}).status_code == 200


def test_the_log_can_name_the_route_of_a_kept_page():
    site = Site()
    request = ask.get("/guidance/")
    request.resolver_match = "the route"
    site.cache(request)
    again = ask.get("/guidance/")
    site.cache(again)
    assert again.resolver_match == "the route"
