"""A passphrase once a shift; then row and cookie together, for as long as they are used."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.roles import StaffRole
from portal.vault import cookie
from portal.vault import kdf as vault_kdf
from portal.vault.models import Unlock
from portal.vault.services import data_keys, unlocking
from portal.vault.sweep import sweep
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.vault import PASSPHRASE, give_key, key_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()
MINUTE = timedelta(minutes=1)


@pytest.fixture
def value(vault) -> str:
    """The cookie's value after unlocking in the web session "s"."""
    return unlocking.unlock_session(user=vault.lead, passphrase=PASSPHRASE, session_key="s", at=NOW)


def find(vault, value, *, session="s", user=None, at=NOW):
    return unlocking.find_unlocked_keys(user=user or vault.lead, session_key=session, cookie=value, now=at)


def test_row_and_cookie_together_open(vault, value):
    row, key = data_keys.create_data_key()
    assert find(vault, value).open(row) == key


@pytest.mark.parametrize("passphrase", ["", "wrong", PASSPHRASE.upper(), PASSPHRASE + "x", "\ud800"])
def test_another_passphrase_does_not_unlock(vault, passphrase):
    with pytest.raises(unlocking.WrongPassphrase):
        unlocking.unlock_session(user=vault.lead, passphrase=passphrase, session_key="s", at=NOW)
    assert not Unlock.objects.exists()


def test_the_same_words_typed_on_another_keyboard_unlock(vault):
    handler = UserFactory(role=StaffRole.HANDLER)
    key_of(handler, passphrase="caf\u00e9 lantern harbour violet")
    with pytest.raises(unlocking.TeamKeyNotGiven):  # the passphrase was right
        unlocking.open_with_passphrase(user=handler, passphrase=" cafe\u0301 lantern harbour violet ")


@pytest.mark.parametrize("cut", ["", None, "x", "A" * 43, "A" * 44, "é", "A" * 10**5])
def test_another_cookie_opens_nothing(vault, value, cut):
    assert find(vault, cut) is None


def test_the_cookie_in_another_web_session_or_of_another_person_opens_nothing(vault, value):
    assert find(vault, value, session="t") is None
    assert find(vault, value, session="") is None
    assert find(vault, value, session=None) is None
    colleague = UserFactory(role=StaffRole.HANDLER)
    give_key(colleague)
    assert find(vault, value, user=colleague) is None


def test_it_ends_after_fifteen_minutes_without_use(vault, value):
    assert find(vault, value, at=NOW + 14 * MINUTE)
    assert find(vault, value, at=NOW + 28 * MINUTE)
    assert find(vault, value, at=NOW + 43 * MINUTE) is None


def test_it_ends_after_ten_hours_however_it_is_used(vault, value):
    at = NOW
    for _ in range(59):
        at += 10 * MINUTE
        assert find(vault, value, at=at)
    assert find(vault, value, at=at + 9 * MINUTE)
    assert find(vault, value, at=at + 10 * MINUTE) is None


def test_use_is_written_once_a_minute_at_most(vault, value, django_assert_num_queries):
    with django_assert_num_queries(1):
        find(vault, value, at=NOW + timedelta(seconds=50))
    with django_assert_num_queries(2):
        find(vault, value, at=NOW + MINUTE)


def test_unlocking_again_in_one_web_session_ends_the_earlier_one(vault, value):
    again = unlocking.unlock_session(user=vault.lead, passphrase=PASSPHRASE, session_key="s", at=NOW)
    assert Unlock.objects.count() == 1
    assert find(vault, value) is None
    assert find(vault, again)


def test_locking_ends_it_and_that_of_another_browser_stays(vault, value):
    other = unlocking.unlock_session(user=vault.lead, passphrase=PASSPHRASE, session_key="t", at=NOW)
    unlocking.lock_session(session_key="s")
    unlocking.lock_session(session_key=None)
    assert find(vault, value) is None
    assert find(vault, other, session="t")


def test_who_has_left_the_desk_opens_nothing_from_the_next_request_on(vault, value):
    vault.lead.groups.clear()
    assert find(vault, value) is None
    with pytest.raises(unlocking.TeamKeyNotGiven):
        unlocking.unlock_session(user=vault.lead, passphrase=PASSPHRASE, session_key="s", at=NOW)


def test_a_closed_account_opens_nothing(vault, value):
    vault.lead.is_active = False
    assert find(vault, value) is None


def test_without_a_key_or_before_it_was_given_one_is_told_apart_from_a_wrong_passphrase(vault):
    handler = UserFactory(role=StaffRole.HANDLER)
    for _ in range(2):
        with pytest.raises(unlocking.TeamKeyNotGiven):
            unlocking.open_with_passphrase(user=handler, passphrase=PASSPHRASE)
        if not handler.handler_keys.exists():
            key_of(handler)


def test_a_wrap_that_was_put_in_by_a_stranger_counts_as_not_given(vault):
    from portal.vault import encryption

    theirs, _ = encryption.new_key_pair()
    wrap = vault.epoch.wraps.get(recovery_key=None)
    wrap.wrapped_private_key = encryption.wrap_key(theirs, bytes(wrap.handler_key.public_key))
    wrap.save()
    with pytest.raises(unlocking.TeamKeyNotGiven):
        unlocking.open_with_passphrase(user=vault.lead, passphrase=PASSPHRASE)


def test_nothing_in_the_database_waits_while_a_passphrase_is_worked_out(vault, monkeypatch):
    from django.db import connection

    depth = len(connection.savepoint_ids)
    kdf = vault_kdf.argon2id.kdf

    def looked(*args, **how):
        assert len(connection.savepoint_ids) == depth
        return kdf(*args, **how)

    monkeypatch.setattr(vault_kdf.argon2id, "kdf", looked)
    unlocking.unlock_session(user=vault.lead, passphrase=PASSPHRASE, session_key="s", at=NOW)
    give_key(UserFactory(role=StaffRole.HANDLER))


def test_the_sweep_takes_what_is_over_and_keys_of_people_who_left(vault, value):
    unlocking.unlock_session(user=vault.lead, passphrase=PASSPHRASE, session_key="t", at=NOW + 10 * MINUTE)
    assert sweep(NOW + 16 * MINUTE) == 1
    assert Unlock.objects.count() == 1
    vault.lead.groups.clear()
    assert sweep(NOW + 16 * MINUTE) == 1
    assert not Unlock.objects.exists()
    assert not vault.lead.handler_keys.active().exists()


def test_no_key_is_in_an_error_report(vault, value):
    unlocked = find(vault, value)
    assert all(repr(private) not in repr(unlocked) for private in unlocked.keys.values())


class TestInTheBrowser:
    @pytest.fixture
    def browser(self, vault) -> Client:
        return sign_in(Client(), vault.lead)

    def test_the_cookie_is_for_no_script_and_no_other_site(self, settings):
        settings.SESSION_COOKIE_SECURE = True
        response = HttpResponse()
        cookie.set_cookie(response, "value")
        kept = response.cookies[settings.VAULT_COOKIE_NAME]
        assert (kept["secure"], kept["httponly"], kept["samesite"], kept["path"]) == (True, True, "Strict", "/")
        assert (kept["max-age"], kept["domain"]) == ("", "")

    def test_production_gives_it_a_name_that_binds_it_to_the_host(self):
        from portal.settings import production

        assert production.VAULT_COOKIE_NAME.startswith("__Host-")

    def test_a_request_with_both_halves_holds_the_keys(self, vault, browser, settings):
        request = request_of(browser, vault.lead)
        assert cookie.get_unlocked_keys(request, now=NOW) is None
        key = request.session.session_key
        request.COOKIES[settings.VAULT_COOKIE_NAME] = unlocking.unlock_session(
            user=vault.lead, passphrase=PASSPHRASE, session_key=key, at=NOW
        )
        assert cookie.get_unlocked_keys(request, now=NOW).user_id == vault.lead.pk

    def test_signing_out_locks(self, vault, browser):
        key = browser.session.session_key
        unlocking.unlock_session(user=vault.lead, passphrase=PASSPHRASE, session_key=key, at=NOW)
        browser.post("/accounts/logout/")
        assert not Unlock.objects.exists()

    def test_forgetting_takes_the_cookie_away(self, settings):
        response = HttpResponse()
        cookie.delete_cookie(response)
        assert response.cookies[settings.VAULT_COOKIE_NAME]["max-age"] == 0

    def test_a_stranger_has_unlocked_nothing(self, rf):
        from django.contrib.auth.models import AnonymousUser

        request = rf.get("/")
        request.user = AnonymousUser()
        assert cookie.get_unlocked_keys(request, now=NOW) is None


def request_of(browser: Client, user: User):
    request = RequestFactory().get("/")
    request.user, request.session = user, browser.session
    return request
