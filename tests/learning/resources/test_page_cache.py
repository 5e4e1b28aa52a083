"""Kept pages are true: what is published is seen at once, and what is somebody's is nobody else's."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model
from wagtail.models import Collection, PageViewRestriction, Site

from portal.accounts.roles import StaffRole
from portal.core.page_cache import PUBLIC
from portal.core.page_cache.store import page_store
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.guidance import guidance_page, root
from tests.reliability.servers import Visitor, database_of_the_test, served

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kept(settings, tmp_path):
    settings.PAGES_ARE_KEPT = True
    settings.PAGE_STAMP_FILE = tmp_path / "page-stamp"
    page_store.clear()
    yield
    page_store.clear()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Does what it is given, as a request does that ends well."""

    def commit(act):
        with django_capture_on_commit_callbacks(execute=True):
            return act()

    return commit


def shown(client, page):
    return client.get(page.url).content.decode()


def retitled(page, title):
    page.title = title
    page.save_revision().publish()


def test_a_kept_page_costs_no_query(client, committed):
    page = committed(guidance_page)
    shown(client, page)
    with CaptureQueriesContext(connection) as queries:
        assert page.title in shown(client, page)
    assert not queries


def test_what_is_published_is_seen_at_once(client, committed):
    page = committed(guidance_page)
    assert page.title in shown(client, page)
    committed(lambda: retitled(page, "Something new"))
    assert "Something new" in shown(client, page)


def test_a_page_that_is_taken_back_moved_deleted_or_closed_is_gone_at_once(client, committed):
    acts = {
        "unpublish": lambda page: page.unpublish(),
        "delete": lambda page: page.delete(),
        "move": lambda page: page.move(guidance_page(), pos="last-child"),
        "close": lambda page: PageViewRestriction.objects.create(page=page, restriction_type="login"),
    }
    for name, act in acts.items():
        page = committed(guidance_page)
        address = page.url
        assert client.get(address).status_code == 200, name
        committed(lambda act=act, page=page: act(page))
        assert client.get(address).status_code != 200, name


@pytest.mark.parametrize("kind", ["site", "document", "collection", "sibling"])
def test_what_pages_are_made_of_tells_when_it_changes(client, committed, kind):
    page = committed(lambda: guidance_page(topic="law"))
    document = get_document_model().objects.create(title="x", file=ContentFile(b"x", name="x.txt"))
    acts = {
        "site": lambda: Site.objects.get().save(),
        "document": document.delete,
        "collection": lambda: Collection.get_first_root_node().save(),
        "sibling": lambda: guidance_page(topic="law"),
    }
    shown(client, page)
    shown(client, page)
    committed(acts[kind])
    with CaptureQueriesContext(connection) as queries:
        shown(client, page)
    assert queries


def test_another_page_on_the_topic_stands_beside_at_once(client, committed):
    page = committed(lambda: guidance_page(topic="law"))
    shown(client, page)
    other = committed(lambda: guidance_page(topic="law"))
    assert other.title in shown(client, page)


def test_a_draft_of_a_page_is_not_shown(client, committed):
    page = committed(guidance_page)
    before = shown(client, page)
    page.title = "Not yet"
    committed(page.save_revision)
    assert shown(client, page) == before


def test_signed_in_people_neither_get_nor_fill_it(client, committed):
    page = committed(guidance_page)
    sign_in(client, UserFactory(first_name="Wilhelmina"))
    own = client.get(page.url)
    assert "Your account" in own.content.decode()
    assert own.headers["Cache-Control"] == "no-store"
    stranger = type(client)()
    for _ in range(2):
        body = stranger.get(page.url).content.decode()
        assert "Your account" not in body
        assert "Sign in" in body
    assert "Your account" in shown(client, page)


def test_no_cookie_is_kept_or_given(client, committed):
    page = committed(guidance_page)
    client.cookies["csrftoken"] = "canary"
    shown(client, page)
    stranger = type(client)()
    for _ in range(2):
        answer = stranger.get(page.url)
        assert not answer.cookies
        assert "canary" not in answer.content.decode()


def test_a_public_page_says_who_may_keep_it_and_of_what_it_depends(client, committed):
    page = committed(guidance_page)
    for _ in range(2):
        answer = client.get(page.url)
        assert answer.headers["Cache-Control"] == PUBLIC
        assert answer.headers["Vary"] == "Cookie"
        assert "nonce-" not in answer.headers["Content-Security-Policy"]
        for header in ("X-Content-Type-Options", "X-Frame-Options", "Permissions-Policy", "Content-Language"):
            assert header in answer.headers


def test_a_private_page_is_kept_for_nobody(client, committed):
    page = committed(guidance_page)
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="groups")
    restriction.groups.add(Group.objects.get(name="content_editor"))
    reader = type(client)()
    sign_in(reader, UserFactory(role=StaffRole.CONTENT_EDITOR))
    answer = reader.get(page.url)
    assert answer.status_code == 200
    assert "public" not in answer.headers["Cache-Control"]
    assert client.get(page.url).status_code == 302


@pytest.mark.parametrize("level", ["above", "guidance", "home"])
def test_a_page_below_a_private_one_is_private(client, committed, level):
    section = committed(guidance_page)
    page = committed(lambda: guidance_page(parent=section))
    assert client.get(page.url).status_code == 200
    closed = {"above": section, "guidance": root(), "home": root().get_parent()}[level]
    committed(lambda: PageViewRestriction.objects.create(page=closed, restriction_type="login"))
    assert client.get(page.url).status_code == 302


def test_an_alias_of_a_private_page_is_private(client, committed):
    page = committed(guidance_page)
    alias = committed(lambda: page.create_alias(parent=root(), update_slug="alias"))
    assert client.get(alias.url).status_code == 200
    committed(lambda: PageViewRestriction.objects.create(page=page, restriction_type="login"))
    assert client.get(alias.url).status_code == 302


def test_a_password_opens_a_page_to_one_visitor_alone(client, committed):
    page = committed(guidance_page)
    committed(lambda: PageViewRestriction.objects.create(page=page, restriction_type="password", password="open"))
    asked = client.get(page.url)
    assert page.summary not in asked.content.decode()
    assert "public" not in asked.headers["Cache-Control"]


def test_a_preview_shows_the_draft_and_is_kept_for_nobody(client, committed):
    page = committed(guidance_page)
    page.title = "A draft that nobody may see"
    committed(page.save_revision)
    editor = type(client)()
    sign_in(editor, UserFactory(role=StaffRole.SITE_ADMINISTRATOR))
    preview = editor.get(f"/cms/pages/{page.pk}/view_draft/")
    assert "A draft that nobody may see" in preview.content.decode()
    assert "public" not in preview.headers.get("Cache-Control", "")
    assert "A draft that nobody may see" not in shown(client, page)
    assert "A draft that nobody may see" not in shown(editor, page)


def test_every_page_that_does_not_say_otherwise_may_be_kept_by_nobody(client):
    for address in ("/accounts/login/", "/for-business/", "/guidance/search/", "/nothing/"):
        assert client.get(address).headers["Cache-Control"] in {"private, no-store", "no-store, private"}, address


@pytest.mark.django_db(transaction=True)
def test_every_worker_shows_what_is_published_at_once(tmp_path, settings):
    page = guidance_page()
    with served(tmp_path, database=database_of_the_test()) as server:
        for title in ("The first title", "The second title", "The third title"):
            retitled(page, title)
            answers = [Visitor(server.port).get(f"/guidance/{page.slug}/").text for _ in range(24)]
            assert [title in answer for answer in answers] == [True] * 24
