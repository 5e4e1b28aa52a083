"""The paper in the safe opens what is sealed today, and a drill shows it."""

import pytest
from django.utils import timezone

from portal.vault import encryption
from portal.vault.models import DataKey, RecoveryKey, TeamWrap
from portal.vault.services import data_keys, epochs, recovery
from tests.factories.vault import TEAM_PRIVATE

NOW = timezone.now()
KEY = bytes(range(32))
TEXT = recovery.format_recovery_key(KEY)


def test_the_text_is_fourteen_groups_of_four():
    assert TEXT == "AAAQ EAYE AUDA OCAJ BIFQ YDIO B4IB CEQT CQKR MFYY DENB WHA5 DYPW GDON"
    assert recovery.parse_recovery_key(TEXT) == KEY


@pytest.mark.parametrize(
    "typed", [TEXT.lower(), TEXT.replace(" ", ""), TEXT.replace(" ", "-"), f"\n {TEXT} \n", TEXT.replace("O", "0")]
)
def test_it_is_read_however_it_is_typed(typed):
    assert recovery.parse_recovery_key(typed) == KEY


@pytest.mark.parametrize(
    "typed",
    ["", "x", TEXT[:-1], TEXT + "A", "B" + TEXT[1:], TEXT[:-1] + "A", "é" * 56, "8" * 56, TEXT.replace("Q", "R")],
)
def test_a_typing_mistake_is_found(typed):
    with pytest.raises(recovery.InvalidRecoveryKey):
        recovery.parse_recovery_key(typed)


@pytest.mark.django_db
class TestDrill:
    def test_it_opens_a_synthetic_key_leaves_nothing_and_keeps_the_date(self, vault):
        assert (
            recovery.run_drill(private=recovery.parse_recovery_key(vault.recovery_text), at=NOW) == vault.recovery_key
        )
        vault.recovery_key.refresh_from_db()
        assert vault.recovery_key.last_drill_at == NOW
        assert not DataKey.objects.exists()

    def test_it_tries_the_newest_epoch(self, vault):
        epochs.rotate_epoch(unlocked=vault.unlocked, at=NOW)
        recovery.run_drill(private=recovery.parse_recovery_key(vault.recovery_text), at=NOW)
        TeamWrap.objects.filter(epoch=epochs.get_current_epoch(), handler_key=None).delete()
        with pytest.raises(recovery.DrillFailed):
            recovery.run_drill(private=recovery.parse_recovery_key(vault.recovery_text), at=NOW)

    def test_a_wrap_that_is_damaged_or_a_strangers_is_noticed(self, vault):
        theirs, _ = encryption.new_key_pair()
        wrap = vault.epoch.wraps.get(handler_key=None)
        for bad in (b"damaged", encryption.wrap_key(theirs, bytes(vault.recovery_key.public_key))):
            wrap.wrapped_private_key = bad
            wrap.save()
            with pytest.raises(recovery.DrillFailed):
                recovery.run_drill(private=recovery.parse_recovery_key(vault.recovery_text), at=NOW)
        assert RecoveryKey.objects.get().last_drill_at is None
        assert not DataKey.objects.exists()

    def test_another_key_is_not_the_recovery_key(self, vault):
        for private in (KEY, TEAM_PRIVATE):
            with pytest.raises(recovery.InvalidRecoveryKey):
                recovery.run_drill(private=private, at=NOW)

    def test_without_a_true_team_key_there_is_no_drill(self, vault, own_file):
        own_file.unlink()
        with pytest.raises(epochs.NoTeamKey):
            recovery.run_drill(private=recovery.parse_recovery_key(vault.recovery_text), at=NOW)


@pytest.mark.django_db
class TestANewOne:
    def test_it_opens_every_epoch_and_the_old_one_opens_nothing(self, vault):
        row, key = data_keys.create_data_key()
        epochs.rotate_epoch(unlocked=vault.unlocked, at=NOW)
        _, text = recovery.replace_recovery_key(unlocked=vault.unlocked, at=NOW)
        team = recovery.open_team_keys(recovery.parse_recovery_key(text))
        assert encryption.unwrap_key(row.wrapped_key, team[vault.epoch]) == key
        assert len(team) == 2
        with pytest.raises(recovery.InvalidRecoveryKey):
            recovery.open_team_keys(recovery.parse_recovery_key(vault.recovery_text))
        assert not TeamWrap.objects.filter(recovery_key=vault.recovery_key).exists()

    def test_its_private_half_is_kept_nowhere(self, vault):
        key, text = recovery.replace_recovery_key(unlocked=vault.unlocked, at=NOW)
        private = recovery.parse_recovery_key(text)
        kept = [getattr(key, field.attname) for field in key._meta.fields]
        assert private not in [bytes(value) for value in kept if isinstance(value, bytes | memoryview)]
        assert encryption.get_public_key(private) == bytes(key.public_key)
