"""Editors choose theme, contrast and density, and turn off single-character shortcuts (WCAG 2.2, 2.1.4)."""

import pytest
from django.test import Client

from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/cms/display/"


@pytest.fixture
def editor():
    return UserFactory(role=StaffRole.CONTENT_EDITOR)


def test_shortcuts_can_be_turned_off_and_on_again(editor):
    browser = sign_in(Client(), editor)
    chosen = {"theme": "dark", "contrast": "more_contrast", "density": "snug"}
    assert '"KEYBOARD_SHORTCUTS_ENABLED": true' in browser.get("/cms/").content.decode()
    assert browser.post(ADDRESS, chosen).status_code == 302
    editor.refresh_from_db()
    profile = editor.wagtail_userprofile
    assert (profile.theme, profile.contrast, profile.keyboard_shortcuts) == ("dark", "more_contrast", False)
    home = browser.get("/cms/").content.decode()
    assert "w-theme-dark" in home and "w-contrast-more" in home
    assert '"KEYBOARD_SHORTCUTS_ENABLED": false' in home
    browser.post(ADDRESS, chosen | {"keyboard_shortcuts": "on"})
    editor.wagtail_userprofile.refresh_from_db()
    assert editor.wagtail_userprofile.keyboard_shortcuts


def test_the_page_is_reached_from_the_menu_and_from_the_start_page(editor):
    browser = sign_in(Client(), editor)
    assert browser.get("/cms/").content.decode().count(f'{ADDRESS}"') >= 2
    page = browser.get(ADDRESS).content.decode()
    for name in ("theme", "contrast", "density", "keyboard_shortcuts"):
        assert f'<label class="w-field__label" for="id_{name}"' in page


def test_a_choice_that_is_none_changes_nothing(editor):
    answer = sign_in(Client(), editor).post(ADDRESS, {"theme": "pink", "contrast": "system", "density": "default"})
    assert answer.status_code == 422


def test_nobody_else_gets_there():
    for browser in (Client(), sign_in(Client(), MembershipFactory(role="administrator").user)):
        assert browser.get(ADDRESS).status_code in {302, 403, 404}
