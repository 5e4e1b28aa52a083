"""The application of a service, one group of questions a page."""

import html
import re

import pytest
from django.test import Client

from learning.directory.models import Application
from tests.learning.directory.test_staff_pages import APPLIED

pytestmark = pytest.mark.django_db
PAGE = "/services/apply/"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
NAMES = re.compile(r'<(?:input|textarea|select)[^>]*\bname="([^"]+)"')


def carried(page: str) -> dict[str, list[str]]:
    """What the page brings along from the pages before."""
    values: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(page.split("<main")[1]):
        values.setdefault(name, []).append(html.unescape(value))
    return values


def answer(page: str, **changes) -> dict:
    """Fill in what the page asks from one whole application."""
    asked = {name: APPLIED[name] for name in NAMES.findall(page.split("<main")[1]) if name in APPLIED}
    return asked | carried(page) | changes


def test_step_by_step_it_is_sent_whole():
    client = Client()
    page, seen = client.get(PAGE).text, []
    for _ in range(20):
        seen.append(re.search(r"Step (\d+) of (\d+)", page).groups())
        response = client.post(PAGE, answer(page))
        if response.status_code == 302:
            break
        assert response.status_code == 200
        page = response.text
    assert seen == [(str(number), seen[0][1]) for number in range(1, int(seen[0][1]) + 1)]
    whole = Client()
    whole.post(PAGE, APPLIED)
    by_steps, at_once = Application.objects.order_by("pk")
    assert by_steps.answers == at_once.answers


def test_a_page_with_something_missing_stays_and_says_so_of_itself_alone():
    client = Client()
    page = client.get(PAGE).text
    response = client.post(PAGE, answer(page, provider_name=""))
    assert response.status_code == 422
    assert "Step 1 of" in response.text
    assert 'href="#id_provider_name"' in response.text
    assert "safeguarding contact" not in response.text


def test_going_back_keeps_every_answer_and_complains_of_none():
    client = Client()
    second = client.post(PAGE, answer(client.get(PAGE).text)).text
    assert "Step 2 of" in second
    first = client.post(PAGE, answer(second, back="1", description="Half a sentence")).text
    assert "Step 1 of" in first
    assert "There is a problem" not in first
    assert f'value="{html.escape(APPLIED["provider_name"])}"' in first
    again = client.post(PAGE, answer(first)).text
    assert "Half a sentence" in again


def test_a_step_that_there_is_not_is_the_whole_form():
    for step in ("0", "99", "x", "-1"):
        response = Client().post(PAGE, {"step": step})
        assert response.status_code == 422
        assert "Step 1 of" in response.text
    assert not Application.objects.exists()
