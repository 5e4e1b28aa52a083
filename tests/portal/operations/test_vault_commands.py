"""The operator's commands: what they print, when they refuse, that a second time does no harm."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import timezone

from portal.accounts.roles import StaffRole
from portal.history.models import Entry
from portal.operations import prompts
from portal.vault import keyfiles
from portal.vault.models import Epoch, HandlerKey, RecoveryKey
from portal.vault.services import data_keys, handlers, unlocking
from tests.factories.accounts import UserFactory
from tests.factories.vault import PASSPHRASE, TEAM_PUBLIC, begin_vault, key_of

pytestmark = pytest.mark.django_db
OTHER = "another harbour violet lantern"
RECOVERY_KEY = re.compile(r"(?:[A-Z2-7]{4} ){13}[A-Z2-7]{4}")


@pytest.fixture(autouse=True)
def own_file(settings, tmp_path):
    settings.TEAM_PUBLIC_KEY_FILE = tmp_path / "team_public_key"


@pytest.fixture
def lead():
    return UserFactory(role=StaffRole.TRIAGE_LEAD)


@pytest.fixture
def run(monkeypatch, capsys):
    """What a command prints when that is what is typed."""

    def run(*words, typed=""):
        monkeypatch.setattr(prompts.sys, "stdin", io.StringIO(f"{typed}\n"))
        call_command(*words)
        return capsys.readouterr().out

    return run


def refused(run, *words, typed=""):
    with pytest.raises(CommandError) as refusal:
        run(*words, typed=typed)
    assert refusal.value.returncode == 2
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


class TestVaultBegin:
    def test_it_begins_and_prints_the_recovery_key(self, run, lead):
        said = run("vault_begin", "--handler", lead.email, typed=PASSPHRASE)
        row, key = data_keys.create_data_key()
        assert unlocking.open_with_passphrase(user=lead, passphrase=PASSPHRASE).open(row) == key
        assert RECOVERY_KEY.search(said)
        assert Entry.objects.filter(action="vault.epoch.begun").count() == 1

    def test_the_recovery_key_that_it_prints_passes_the_drill(self, run, lead):
        said = run("vault_begin", "--handler", lead.email, typed=PASSPHRASE)
        assert "opens what is sealed today" in run("recovery_drill", typed=RECOVERY_KEY.search(said)[0])

    def test_a_handler_who_has_chosen_a_passphrase_tells_nobody(self, run, lead):
        key_of(lead)
        assert "can unlock it" in run("vault_begin", "--handler", lead.email.upper())
        assert unlocking.open_with_passphrase(user=lead, passphrase=PASSPHRASE)

    def test_a_second_time_changes_nothing(self, run, lead):
        run("vault_begin", "--handler", lead.email, typed=PASSPHRASE)
        before = list(keyfiles.read_team_keys())
        assert "Nothing has changed" in run("vault_begin", "--handler", lead.email)
        assert (Epoch.objects.count(), RecoveryKey.objects.count()) == (1, 1)
        assert list(keyfiles.read_team_keys()) == before

    def test_a_file_that_does_not_confirm_the_key_is_told(self, run, lead):
        run("vault_begin", "--handler", lead.email, typed=PASSPHRASE)
        keyfiles.save_team_keys({bytes(32): b""})
        assert "does not confirm" in refused(run, "vault_begin", "--handler", lead.email)

    def test_the_key_of_another_database_is_replaced_only_when_told_so(self, run, lead):
        keyfiles.save_team_keys({bytes(32): b""})
        assert "--replace-file" in refused(run, "vault_begin", "--handler", lead.email, typed=PASSPHRASE)
        assert not Epoch.objects.exists()
        run("vault_begin", "--handler", lead.email, "--replace-file", typed=PASSPHRASE)
        assert data_keys.create_data_key()

    def test_it_says_why_it_cannot(self, run, lead, settings, tmp_path):
        assert "No one has" in refused(run, "vault_begin", "--handler", "nobody@example.org")
        editor = UserFactory(role=StaffRole.CONTENT_EDITOR)
        assert "neither" in refused(run, "vault_begin", "--handler", editor.email)
        assert "at least 16" in refused(run, "vault_begin", "--handler", lead.email, typed="short")
        assert "Enter a value for" in refused(run, "vault_begin", "--handler", lead.email)
        settings.TEAM_PUBLIC_KEY_FILE = tmp_path / "absent" / "file"
        assert "absent" in refused(run, "vault_begin", "--handler", lead.email, typed=PASSPHRASE)
        assert not Epoch.objects.exists()


class TestRecoveryKey:
    @pytest.fixture
    def vault(self, settings, tmp_path):
        keyfiles.save_team_keys({TEAM_PUBLIC: b""})
        return begin_vault()

    def test_a_new_one_is_printed_and_passes_the_drill(self, run, vault):
        said = run("recovery_key", "new", "--handler", vault.lead.email, typed=PASSPHRASE)
        run("recovery_drill", typed=RECOVERY_KEY.search(said)[0])
        assert "not the recovery key" in refused(run, "recovery_drill", typed=vault.recovery_text)

    def test_it_asks_for_a_passphrase_that_opens(self, run, vault):
        assert "not the passphrase" in refused(run, "recovery_key", "new", "--handler", vault.lead.email, typed=OTHER)
        stranger = UserFactory(role=StaffRole.HANDLER)
        assert "does not have" in refused(run, "recovery_key", "new", "--handler", stranger.email, typed=OTHER)
        assert RecoveryKey.objects.count() == 1

    def test_it_lets_a_handler_in_when_nobody_else_can(self, run, vault):
        row, key = data_keys.create_data_key()
        handlers.replace_passphrase(user=vault.lead, passphrase=OTHER, at=timezone.now())
        words = ("recovery_key", "give", "--handler", vault.lead.email)
        assert "not the recovery key" in refused(run, *words, typed="wrong")
        assert "can unlock" in run(*words, typed=vault.recovery_text)
        assert unlocking.open_with_passphrase(user=vault.lead, passphrase=OTHER).open(row) == key
        assert Entry.objects.filter(action="vault.team_key.recovered").exists()

    def test_who_has_no_passphrase_chooses_one_first(self, run, vault):
        handler = UserFactory(role=StaffRole.HANDLER)
        words = ("recovery_key", "give", "--handler", handler.email)
        assert "must choose a passphrase" in refused(run, *words, typed=vault.recovery_text)
        assert not HandlerKey.objects.filter(user=handler).exists()

    def test_a_drill_that_fails_says_so(self, run, vault):
        vault.epoch.wraps.filter(handler_key=None).delete()
        assert "does NOT open" in refused(run, "recovery_drill", typed=vault.recovery_text)
        keyfiles.save_team_keys({bytes(32): b""})
        assert "vault_begin" in refused(run, "recovery_drill", typed=vault.recovery_text)


def test_what_is_typed_at_a_terminal_twice_must_agree(monkeypatch):
    monkeypatch.setattr(prompts.sys.stdin, "isatty", lambda: True, raising=False)
    answers = iter(["one", "two", "same", "same"])
    monkeypatch.setattr(prompts, "getpass", lambda _: next(answers))
    with pytest.raises(CommandError, match="do not match"):
        prompts.prompt_secret("A passphrase", twice=True)
    assert prompts.prompt_secret("A passphrase", twice=True) == "same"


def test_a_database_that_does_not_answer_is_told_in_one_line(run, monkeypatch):
    def away(email):
        raise DatabaseError("no such table: accounts_user\nand much more")

    monkeypatch.setattr(prompts, "get_person", away)
    assert "no such table" in refused(run, "vault_begin", "--handler", "a@example.org")
