"""Pages for when something does not work."""

import re
from functools import partial

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse

from portal.core import jinja, views
from portal.core.templatetags.navigation import DOORS

TOO_LONG = "q=" + "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
TOO_MANY = "a=&" * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "one, other",
    [
        ("/nothing/", "/statements/nobody/"),
        ("/guidance/nothing/", "/for-business/nothing/"),
        ("/nothing/", "/documents/99/nothing.pdf"),
    ],
)
def test_what_is_not_there_looks_the_same_everywhere(client, one, other):
    first, second = client.get(one), client.get(other)
    assert first.status_code == second.status_code == 404
    assert first.content == second.content
    assert b"Page not found" in first.content


@pytest.mark.parametrize(
    "view, status",
    [
        (views.bad_request, 400),
        (views.forbidden, 403),
        (views.not_found, 404),
        (partial(views.too_many_requests, wait=90), 429),
    ],
)
@pytest.mark.django_db
def test_each_refusal_says_what_to_do_and_whom_to_call(client, view, status):
    request = RequestFactory().get("/")
    request.user = None
    response = view(request)
    html = response.content.decode()
    assert response.status_code == status
    assert settings.HELPLINE_NUMBER in html and "999" in html
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", html)[1]
    assert not re.search(r"\d|error|sorry|invalid", heading, re.I)


@pytest.mark.django_db
def test_being_asked_to_wait_keeps_what_was_asked_and_says_when():
    request = RequestFactory().get("/statements/statements.csv?q=<gloves>")
    request.user = None
    response = views.too_many_requests(request, wait=90)
    html = response.content.decode()
    assert response.headers["Retry-After"] == "90"
    assert "Try again in 2 minutes." in html
    assert 'href="/statements/statements.csv?q=%3Cgloves%3E"' in html


@pytest.mark.urls("tests.portal.core.widget_form")
def test_a_failure_is_told_without_asking_the_database():
    """No database is allowed in this test: the page must not need one."""
    response = Client(raise_request_exception=False).get("/tests/broken/")
    assert response.status_code == 500
    assert settings.HELPLINE_NUMBER in response.content.decode()
    assert "ZeroDivisionError" not in response.content.decode()


@pytest.mark.urls("tests.portal.core.widget_form")
def test_a_database_that_is_away_is_told_as_a_wait_and_without_asking_it():
    response = Client(raise_request_exception=False).get("/tests/away/")
    html = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "999" in html and settings.HELPLINE_NUMBER in html and "You can use it again soon" in html
    assert "OperationalError" not in html and "db.internal" not in html


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused_in_words():
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "a"})
    assert response.status_code == 403
    assert "We could not send your form" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [TOO_LONG, TOO_MANY], ids=["long", "many"])
@pytest.mark.parametrize("is_checked", [True, False])
def test_a_form_with_too_much_in_it_says_so_and_what_to_do(sent, is_checked):
    client = Client(enforce_csrf_checks=is_checked)
    client.get(reverse("account_login"))
    response = client.post(reverse("account_login"), sent, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413
    assert "Your form is too long" in response.content.decode()
    assert "A form can hold up to 5 MB of text" in response.content.decode()


def test_the_web_servers_own_pages_need_neither_django_nor_a_script(tmp_path):
    call_command("error_pages", "--into", str(tmp_path))
    assert {path.name for path in tmp_path.iterdir()} == {f"{status}.html" for status in (429, 500, 502, 503, 504)}
    for path in tmp_path.iterdir():
        html = path.read_text()
        assert settings.HELPLINE_NUMBER in html and "<h1" in html and "{%" not in html
        assert not re.search(r"<style|style=|http-equiv|src=\"http", html)


def test_a_concern_can_be_reported_from_the_navigation_and_the_desk_is_not_in_it():
    values = {"current": "", "is_current_page": False}
    drawn = [jinja.draw("layouts/parts/navigation.jinja", values | {"is_signed_in": known}) for known in (True, False)]
    shown = set(re.findall(r'href="(/[^"]*)"', "".join(drawn)))
    assert shown == {*DOORS, reverse("account_logout")}
    assert "/report/" in shown
    assert "/desk/" not in shown


@pytest.mark.django_db
def test_robots_are_kept_out_of_what_is_private(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /o/\n" in text and "Disallow: /cms/\n" in text and "Disallow: /statements" not in text
