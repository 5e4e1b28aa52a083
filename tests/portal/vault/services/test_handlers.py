"""A forgotten passphrase loses nothing; a key that was taken back opens nothing."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.accounts.roles import StaffRole
from portal.core.exceptions import ActionRefused
from portal.vault.models import HandlerKey, TeamWrap, Unlock
from portal.vault.services import data_keys, handlers, recovery, unlocking
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.vault import PASSPHRASE, give_key, key_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()
OTHER = "another harbour violet lantern"


@pytest.fixture
def handler(vault):
    person = UserFactory(role=StaffRole.HANDLER)
    give_key(person)
    return person


def test_a_colleague_gives_the_key_again_and_every_case_opens(vault, handler):
    rows = [data_keys.create_data_key() for _ in range(3)]
    new = handlers.replace_passphrase(user=handler, passphrase=OTHER, at=NOW)
    with pytest.raises(unlocking.TeamKeyNotGiven):
        unlocking.open_with_passphrase(user=handler, passphrase=OTHER)
    assert list(HandlerKey.objects.waiting()) == [new]
    handlers.give_team_key(unlocked=vault.unlocked, handler_key=new, at=NOW)
    unlocked = unlocking.open_with_passphrase(user=handler, passphrase=OTHER)
    assert [unlocked.open(row) for row, _ in rows] == [key for _, key in rows]


def test_the_lost_passphrase_opens_nothing_any_more(vault, handler):
    unlocking.unlock_session(user=handler, passphrase=PASSPHRASE, session_key="s", at=NOW)
    new = handlers.replace_passphrase(user=handler, passphrase=OTHER, at=NOW)
    handlers.give_team_key(unlocked=vault.unlocked, handler_key=new, at=NOW)
    assert not Unlock.objects.exists()
    with pytest.raises(unlocking.WrongPassphrase):
        unlocking.open_with_passphrase(user=handler, passphrase=PASSPHRASE)
    assert not TeamWrap.objects.filter(handler_key__revoked_at__isnull=False).exists()


def test_a_new_passphrase_that_is_refused_leaves_the_old_one(handler):
    with pytest.raises(ValidationError):
        handlers.replace_passphrase(user=handler, passphrase="short", at=NOW)
    assert unlocking.open_with_passphrase(user=handler, passphrase=PASSPHRASE)


def test_when_everybody_has_lost_it_the_recovery_key_lets_one_in(vault, handler):
    row, key = data_keys.create_data_key()
    new = handlers.replace_passphrase(user=handler, passphrase=OTHER, at=NOW)
    handlers.revoke_key(user=vault.lead, at=NOW)
    recovery.restore_handler(new, private=recovery.parse_recovery_key(vault.recovery_text), at=NOW)
    assert unlocking.open_with_passphrase(user=handler, passphrase=OTHER).open(row) == key


def test_a_key_that_was_taken_back_opens_nothing_in_any_browser(handler):
    value = unlocking.unlock_session(user=handler, passphrase=PASSPHRASE, session_key="s", at=NOW)
    assert handlers.revoke_key(user=handler, at=NOW) == 1
    assert handlers.revoke_key(user=handler, at=NOW) == 0
    assert unlocking.find_unlocked_keys(user=handler, session_key="s", cookie=value, now=NOW) is None
    with pytest.raises(unlocking.TeamKeyNotGiven):
        unlocking.open_with_passphrase(user=handler, passphrase=PASSPHRASE)


def test_the_key_is_given_to_nobody_who_has_left_or_begun_anew(vault):
    left, anew = UserFactory(role=StaffRole.HANDLER), UserFactory(role=StaffRole.HANDLER)
    keys = [key_of(left), key_of(anew)]
    left.groups.clear()
    handlers.replace_passphrase(user=anew, passphrase=OTHER, at=NOW)
    for key in keys:
        with pytest.raises(ActionRefused):
            handlers.give_team_key(unlocked=vault.unlocked, handler_key=key, at=NOW)
        assert not key.wraps.exists()


def test_giving_twice_gives_once(vault, handler):
    for _ in range(2):
        handlers.give_team_key(unlocked=vault.unlocked, handler_key=handler.handler_keys.get(), at=NOW)
    assert TeamWrap.objects.filter(handler_key__user=handler).count() == 1


class TestChoosing:
    @pytest.mark.parametrize(
        "passphrase",
        ["", "short", "  fifteen chars  ", PASSWORD, f" {PASSWORD} ", "thunderbird-person"],
    )
    def test_a_weak_one_or_the_password_is_refused_with_a_sentence(self, passphrase):
        handler = UserFactory(role=StaffRole.HANDLER, email="thunderbird-person@example.org")
        with pytest.raises(ValidationError) as refusal:
            handlers.choose_passphrase(user=handler, passphrase=passphrase, at=NOW)
        assert all(refusal.value.messages)
        assert not HandlerKey.objects.exists()

    def test_a_second_one_is_refused(self, handler):
        with pytest.raises(ActionRefused):
            handlers.choose_passphrase(user=handler, passphrase=OTHER, at=NOW)

    @pytest.mark.parametrize("role", [None, *sorted(set(StaffRole) - {StaffRole.HANDLER, StaffRole.TRIAGE_LEAD})])
    def test_only_people_of_the_desk_have_one(self, role):
        with pytest.raises(ActionRefused):
            handlers.choose_passphrase(user=UserFactory(role=role), passphrase=OTHER, at=NOW)

    def test_a_superuser_is_a_site_administrator_and_holds_no_key(self):
        with pytest.raises(ActionRefused):
            handlers.choose_passphrase(user=UserFactory(is_superuser=True), passphrase=OTHER, at=NOW)
