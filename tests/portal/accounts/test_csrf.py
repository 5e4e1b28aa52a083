"""Two tabs of one browser: somebody signs out, or in again, in one; what they typed in the other is not lost.

Nobody else gets it into a form, and no other site can have it given back.
"""

from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from compliance.statements.models import Section
from portal.accounts import pending_forms
from tests.compliance.statements.conftest import make_business
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.django_db
BROWSER = {"Sec-Fetch-Site": "same-origin"}
TEXT = "Three paragraphs about risk & <b>farms</b>."
NOTICE = "We have kept what you typed. Check it and save it again."


@pytest.fixture
def business():
    made = make_business()
    made.start()
    return made


class Tab:
    """An open page of a section, in a browser that asks for the token as a real one is asked."""

    def __init__(self, business) -> None:
        self.browser = Client(enforce_csrf_checks=True, headers=BROWSER)
        self.url = f"/o/{business.organisation.slug}/statements/2026/risk/"
        self.sign_in(business.editor)
        self.form = self.read(self.url).select_one("form[data-autosave]")

    def read(self, url: str) -> BeautifulSoup:
        return BeautifulSoup(self.browser.get(url).text, "html.parser")

    def token(self, url: str) -> str:
        return self.read(url).select_one("[name=csrfmiddlewaretoken]")["value"]

    def sign_in(self, person, to: str = "") -> None:
        sent = {"login": person.email, "password": PASSWORD, "next": to}
        address = "/accounts/login/"
        answer = self.browser.post(address, sent | {"csrfmiddlewaretoken": self.token(address)})
        assert answer.status_code == 302, answer.text

    def sign_out(self) -> None:
        address = "/accounts/logout/"
        answer = self.browser.post(address, {"csrfmiddlewaretoken": self.token(address)})
        assert answer.status_code == 302

    def send(self, **headers: str):
        """Send the page that was opened first, whoever is signed in by now."""
        fields = {"narrative_risk": TEXT, "revision": "0", "is_complete": "no", "then": "next", "password": "hidden"}
        fields["csrfmiddlewaretoken"] = self.form.select_one("[name=csrfmiddlewaretoken]")["value"]
        return self.browser.post(self.url, fields, headers={"Referer": f"http://testserver{self.url}", **headers})


@pytest.fixture
def tab(business) -> Tab:
    return Tab(business)


def assert_given_back(tab: Tab) -> None:
    shown = tab.read(tab.url)
    assert NOTICE in shown.text
    assert shown.select_one("#id_narrative_risk").text.strip() == TEXT
    assert not Section.objects.get(code="risk").answers, "nothing is saved before the person saves it"


def assert_asked_to_sign_in(tab: Tab, answer) -> None:
    query = parse_qs(urlsplit(answer["Location"]).query)
    assert query == {"next": [tab.url], "ended": ["closed"], "kept": ["yes"]}
    assert "You are no longer signed in." in tab.browser.get(answer["Location"]).text


def test_after_signing_out_in_another_tab(tab, business):
    tab.sign_out()
    assert_asked_to_sign_in(tab, tab.send())
    tab.sign_in(business.editor, tab.url)
    assert_given_back(tab)


def test_after_the_session_was_closed_from_elsewhere(tab, business):
    business.editor.set_password(PASSWORD + "!")
    business.editor.save()
    assert_asked_to_sign_in(tab, tab.send())


def test_after_the_session_and_its_cookie_are_lost(tab, business):
    del tab.browser.cookies[settings.SESSION_COOKIE_NAME]
    assert_asked_to_sign_in(tab, tab.send())
    tab.sign_in(business.editor, tab.url)
    assert_given_back(tab)


def test_after_all_cookies_are_lost(tab, business):
    tab.browser.cookies.clear()
    assert_asked_to_sign_in(tab, tab.send())
    tab.sign_in(business.editor, tab.url)
    assert_given_back(tab)


def test_after_signing_out_and_in_again_in_another_tab(tab, business):
    tab.sign_out()
    tab.sign_in(business.editor)
    answer = tab.send()
    assert (answer.status_code, answer["Location"]) == (303, tab.url)
    assert_given_back(tab)


def test_after_a_second_factor_was_demanded_meanwhile(tab, business):
    business.editor.must_set_second_factor = True
    business.editor.save()
    assert tab.send()["Location"].startswith("/accounts/second-step/")
    business.editor.must_set_second_factor = False
    business.editor.save()
    assert_given_back(tab)


def test_a_colleague_who_signed_in_since_reads_it_and_gets_it_into_no_form(tab, business):
    tab.sign_out()
    tab.sign_in(business.people["second"])
    answer = tab.send()
    assert answer.status_code == 403
    assert answer["Cache-Control"] == "no-store"
    assert "someone else has signed in with this browser" in answer.text
    assert "risk &amp; &lt;b&gt;farms" in answer.text
    assert "hidden" not in BeautifulSoup(answer.text, "html.parser").text
    assert not tab.read(tab.url).select_one("#id_narrative_risk").text.strip()


def test_a_colleague_who_signs_in_afterwards_never_sees_it(tab, business):
    tab.sign_out()
    tab.send()
    tab.sign_in(business.people["second"])
    assert "farms" not in tab.browser.get(tab.url).text
    assert pending_forms.SESSION_KEY not in tab.browser.session


@pytest.mark.parametrize(
    "told", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "", "Origin": "https://elsewhere.example"}]
)
def test_a_form_of_another_site_is_neither_kept_nor_shown(tab, business, told):
    tab.sign_out()
    tab.sign_in(business.editor)
    answer = tab.send(**told)
    assert answer.status_code == 403
    assert "farms" not in answer.text
    assert pending_forms.SESSION_KEY not in tab.browser.session


@pytest.mark.parametrize("token", ["", "short", "é" * 64, "a" * 64])
def test_a_form_without_a_token_of_ours_is_refused_as_before(tab, business, token):
    tab.form.select_one("[name=csrfmiddlewaretoken]")["value"] = token
    answer = tab.send()
    assert answer.status_code == 403
    assert "farms" not in answer.text


def test_nothing_is_kept_where_nobody_knows_whose_form_it_is(tab):
    cache.clear()
    tab.browser.cookies.clear()
    answer = tab.send()
    assert answer.status_code == 403
    assert pending_forms.SESSION_KEY not in tab.browser.session


def test_on_a_page_for_reporters_nobody_is_asked_to_sign_in(tab, business):
    token = tab.form.select_one("[name=csrfmiddlewaretoken]")["value"]
    tab.sign_out()
    tab.sign_in(business.editor)
    answer = tab.browser.post("/report/", {"csrfmiddlewaretoken": token, "purpose": "what I saw"})
    assert answer.status_code == 403
    assert "Sign in" not in BeautifulSoup(answer.text, "html.parser").select_one("main").text
    assert "what I saw" not in answer.text
