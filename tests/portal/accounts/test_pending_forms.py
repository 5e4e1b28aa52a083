"""A form sent after the web session had ended: what was typed comes back to the same person, and to nobody else."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from compliance.organisations.choices import Role
from compliance.statements.models import Section, Version
from portal.accounts import pending_forms, session_lifetime
from portal.core.fernet import DecryptionError
from tests.compliance.statements.conftest import make_business
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
TEXT = 'Three paragraphs about "risk" & <b>farms</b>.\r\n\r\nThe second one.'
NOTICE = "We have kept what you typed. Check it and save it again."


@pytest.fixture
def business():
    made = make_business()
    made.start()
    return made


@pytest.fixture
def page(business) -> str:
    return f"/o/{business.organisation.slug}/statements/2026/risk/"


def typed(**changes) -> dict:
    data = {"revision": "0", "is_complete": "no", "risks-TOTAL_FORMS": "0", "risks-INITIAL_FORMS": "0"}
    return data | {"area_risk": "yes", "narrative_risk": TEXT, "then": "next"} | changes


def enter(client, person, to=""):
    return client.post("/accounts/login/", {"login": person.email, "password": PASSWORD, "next": to})


def let_end(client) -> None:
    """As after an hour away."""
    session = client.session
    session[session_lifetime.SESSION_KEY] = session[session_lifetime.SESSION_KEY] | {
        "seen": session[session_lifetime.SESSION_KEY]["seen"] - 3600
    }
    session.save()


@pytest.fixture
def late(client, business, page):
    """The answer to a form that came too late: late(data), late(data, page)."""

    def send(data=None, to=page, **kwargs):
        enter(client, business.editor)
        client.get("/accounts/session/")
        let_end(client)
        return client.post(to, typed() if data is None else data, **kwargs)

    return send


def field(response, selector: str):
    return BeautifulSoup(response.content.decode(), "html.parser").select_one(f"form[data-autosave] {selector}")


def area_text(response) -> str:
    return field(response, "#id_narrative_risk").text.strip()


def test_after_signing_in_the_same_page_shows_what_was_typed(client, late, business, page):
    asked = late()
    assert parse_qs(urlsplit(asked["Location"]).query) == {"next": [page], "ended": ["idle"], "kept": ["yes"]}
    assert "what you typed yet" in client.get(asked["Location"]).content.decode()
    assert enter(client, business.editor, page)["Location"] == page
    shown = client.get(page)
    assert NOTICE in shown.content.decode()
    assert area_text(shown).splitlines() == TEXT.splitlines()
    assert "<b>farms</b>" not in shown.content.decode()
    assert field(shown, "[name=area_risk][value=yes]").has_attr("checked")
    assert not Section.objects.get(code="risk").answers, "nothing is saved before the person saves it"


def test_the_editor_opens_with_it(client, late, business, page):
    """What the editor shows is what it sends: opened with the saved text, it would send that."""
    late(typed(narrative_risk="Two **bold** words.\r\n\r\n- one\r\n- <b>two</b>"))
    enter(client, business.editor)
    source = BeautifulSoup(client.get(page).text, "html.parser").select_one("#id_narrative_risk-html")
    assert source.decode_contents().strip().replace("\n", "") == (
        "<p>Two <strong>bold</strong> words.</p><ul><li>one</li><li>&lt;b&gt;two&lt;/b&gt;</li></ul>"
    )


def test_saving_it_saves_it_and_ends_the_notice(client, late, business, page):
    late()
    enter(client, business.editor)
    again = BeautifulSoup(client.get(page).content.decode(), "html.parser").select_one("form[data-autosave]")
    sent = {box["name"]: box.text for box in again.select("textarea")} | typed()
    sent["narrative_risk"] = again.select_one("#id_narrative_risk").text.lstrip("\n")
    assert client.post(page, sent).status_code == 303
    assert "farms" in Section.objects.get(code="risk").answers["narrative_risk"]
    assert NOTICE not in client.get(page).content.decode()


def test_a_colleague_who_saved_meanwhile_is_not_overwritten(client, late, business, page):
    late()
    Section.objects.filter(code="risk").update(revision=4)
    enter(client, business.editor)
    assert field(client.get(page), "[name=revision]")["value"] == "0", (
        "the form goes on saying which version it began from"
    )


def test_another_account_never_sees_it(client, late, business, page):
    late()
    enter(client, business.people["second"])
    shown = client.get(page)
    assert shown.status_code == 200
    assert "farms" not in shown.content.decode()
    assert pending_forms.SESSION_KEY not in client.session


def test_another_browser_does_not_see_it(late, business, page, other):
    late()
    enter(other, business.editor)
    assert "farms" not in other.get(page).content.decode()


def test_it_lies_sealed_in_the_session(client, late):
    late()
    stored = Session.objects.get(session_key=client.session.session_key)
    assert "farms" not in repr(stored.get_decoded())
    assert "_auth_user_id" not in client.session


def test_it_is_dropped_after_half_an_hour(client, late, business, page, monkeypatch):
    late()
    enter(client, business.editor)
    later = timezone.now() + timedelta(minutes=29)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert NOTICE in client.get(page).content.decode()
    last = later + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: last)
    assert NOTICE not in client.get(page).content.decode()
    assert pending_forms.SESSION_KEY not in client.session


def test_what_cannot_be_opened_is_dropped(client, late, business, page, monkeypatch):
    late()
    enter(client, business.editor)

    def cannot(sealed):
        raise DecryptionError

    monkeypatch.setattr(pending_forms, "decrypt", cannot)
    assert client.get(page).status_code == 200
    assert pending_forms.SESSION_KEY not in client.session


def test_the_form_sent_once_more_before_signing_in_is_kept_as_the_newest(client, late, business, page):
    """A page's own script may find the end of the session before the person does."""
    late(
        {"narrative_risk": "what the script sent"}, f"{page}autosave/", headers={"Referer": f"http://testserver{page}"}
    )
    asked = client.post(page, typed())
    assert parse_qs(urlsplit(asked["Location"]).query)["kept"] == ["yes"]
    enter(client, business.editor)
    assert area_text(client.get(page)).startswith("Three paragraphs")


def test_it_can_be_discarded(client, late, business, page):
    late()
    enter(client, business.editor)
    from_page = {"Referer": f"http://testserver{page}"}
    assert client.post("/accounts/kept/discard/", headers=from_page)["Location"] == page
    assert NOTICE not in client.get(page).content.decode()
    assert client.post("/accounts/kept/discard/")["Location"] == "/dashboard/"


def test_a_page_that_has_no_field_for_it_any_more_shows_it_to_copy(client, late, business, page):
    late()
    Version.objects.update(state="in_review")
    enter(client, business.editor)
    shown = client.get(page).content.decode()
    assert "Copy anything you need" in shown
    assert "Three paragraphs about &quot;risk&quot;" in shown or 'Three paragraphs about "risk"' in shown
    assert "<b>farms</b>" not in shown


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/accounts/password/change/", {"oldpassword": "x", "password1": "typed", "password2": "typed"}),
        ("/accounts/name/", {"first_name": "typed"}),
        ("/cms/pages/1/edit/", {"title": "typed"}),
        ("/desk/", {"note": "typed"}),
        ("/o/alder/concerns/raise/", {"subject": "typed"}),
        ("PAGE", {"password": "typed", "new_password": "typed", "passphrase": "typed", "confirm_code": "typed"}),
        ("PAGE", {"then": ""}),
        ("PAGE", {"narrative_risk": "typed" * pending_forms.MAX_FORM_LENGTH}),
    ],
)
def test_what_must_not_be_kept_is_not(client, late, page, address, data):
    asked = late(data, address.replace("PAGE", page))
    assert "kept=" not in asked["Location"]
    assert pending_forms.SESSION_KEY not in client.session


def test_a_button_without_a_typed_word_brings_no_notice(client, late, business, page):
    late({"revision": "0", "then": "next"})
    enter(client, business.editor)
    assert NOTICE not in client.get(page).content.decode()
    assert pending_forms.SESSION_KEY not in client.session


def test_a_forged_form_is_not_kept(business, page):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(business.editor)
    browser.get("/accounts/session/")
    let_end(browser)
    assert browser.post(page, typed()).status_code == 403
    assert pending_forms.SESSION_KEY not in browser.session


def test_a_reader_who_may_not_write_gets_the_page_of_a_reader(client, late, business, page):
    late()
    business.memberships["editor"].role = Role.VIEWER
    business.memberships["editor"].save()
    enter(client, business.editor)
    assert client.post(page, typed()).status_code == 403


def test_nobody_elses_session_is_read_for_it(client, django_assert_num_queries):
    enter(client, UserFactory())
    client.get("/accounts/session/")
    with django_assert_num_queries(2):  # the session, the user
        client.get("/accounts/session/")
