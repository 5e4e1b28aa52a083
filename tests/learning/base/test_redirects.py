"""Whoever kept the old address of a page finds it at its new one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from learning.resources.models import GuidancePage
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.guidance import approve, guidance_page, handed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def beck():
    return UserFactory(role=StaffRole.CONTENT_EDITOR)


@pytest.fixture
def ash():
    return UserFactory(role=StaffRole.SITE_ADMINISTRATOR)


def leads_to(client, address):
    """Where it leads; the address itself where the page is there."""
    answer = client.get(address)
    return answer["Location"] if answer.status_code == 301 else f"{answer.status_code} {address}"


def test_a_new_slug_leaves_a_way_from_the_old_one_once_it_is_published(
    client, beck, ash, django_capture_on_commit_callbacks
):
    page = guidance_page(slug="old-words")
    handed_in(page, by=beck, slug="new-words")
    assert leads_to(client, "/guidance/old-words/").startswith("200")
    with django_capture_on_commit_callbacks(execute=True):
        approve(page, by=ash)
    assert leads_to(client, "/guidance/old-words/").endswith("/guidance/new-words/")
    assert leads_to(client, "/guidance/old-words/?from=mail").endswith("/guidance/new-words/")
    assert leads_to(client, "/guidance/new-words/").startswith("200")


def test_a_page_that_moves_takes_its_pages_along_and_leaves_ways_from_all(client, ash):
    group, page = guidance_page(slug="group"), guidance_page(slug="page")
    guidance_page(slug="below", parent=page)
    move = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, group.pk])
    assert sign_in(Client(), ash).post(move).status_code == 302
    assert leads_to(client, "/guidance/page/").endswith("/guidance/group/page/")
    assert leads_to(client, "/guidance/page/below/").endswith("/guidance/group/page/below/")


def test_an_editor_moves_no_public_page(client, beck):
    group, page = guidance_page(slug="group"), guidance_page(slug="page")
    sign_in(client, beck).post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, group.pk]))
    assert GuidancePage.objects.get(pk=page.pk).url_path == "/home/guidance/page/"
    assert not Redirect.objects.exists()


def test_an_address_that_is_used_again_belongs_to_its_new_page(client, beck, ash, django_capture_on_commit_callbacks):
    page = guidance_page(slug="old-words")
    handed_in(page, by=beck, slug="new-words")
    with django_capture_on_commit_callbacks(execute=True):
        approve(page, by=ash)
    guidance_page(slug="old-words")
    assert leads_to(client, "/guidance/old-words/").startswith("200")


def test_a_redirect_shows_nothing_of_a_private_page(client, beck, ash, django_capture_on_commit_callbacks):
    page = guidance_page(slug="old-words")
    handed_in(page, by=beck, slug="new-words")
    with django_capture_on_commit_callbacks(execute=True):
        approve(page, by=ash)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    answer = client.get("/guidance/old-words/", follow=True)
    assert answer.redirect_chain
    assert "What to look for." not in answer.content.decode()


def test_site_administrators_look_after_redirects_and_editors_do_not(beck, ash):
    assert sign_in(Client(), ash).get("/cms/redirects/").status_code == 200
    assert sign_in(Client(), beck).get("/cms/redirects/").status_code == 302


def test_an_address_that_is_not_there_asks_for_no_site_while_there_is_no_redirect(client, ash):
    sign_in(client, ash)
    client.get("/o/nowhere/")
    with CaptureQueriesContext(connection) as without:
        assert client.get("/o/nowhere/").status_code == 404
    Redirect.objects.create(old_path="/elsewhere", redirect_link="/guidance/")
    with CaptureQueriesContext(connection) as beside:
        assert client.get("/o/nowhere/").status_code == 404
    assert [any('"wagtailcore_site"' in query["sql"] for query in each) for each in (without, beside)] == [False, True]
