"""One team key after another: nothing is lost on the way, and the old one ends."""

import shutil
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.roles import StaffRole
from portal.vault import encryption, keyfiles
from portal.vault.models import DataKey, Epoch, HandlerKey, TeamWrap, Unlock
from portal.vault.services import data_keys, epochs, handlers, recovery, team_key, unlocking
from portal.vault.sweep import sweep
from tests.factories.accounts import UserFactory
from tests.factories.vault import PASSPHRASE, TEAM_PUBLIC, give_key, key_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def rotated(vault, django_capture_on_commit_callbacks):
    """Three data keys of the first epoch, then a second epoch."""
    vault.rows = {row.pk: key for row, key in (data_keys.create_data_key() for _ in range(3))}
    with django_capture_on_commit_callbacks(execute=True):
        vault.second = epochs.rotate_epoch(unlocked=vault.unlocked, at=NOW)
    return vault


def rewrap_all(unlocked, batch=2):
    after, done, failed = None, 0, 0
    while (found := epochs.rewrap_data_keys(unlocked=unlocked, batch=batch, after=after)).last:
        after, done, failed = found.last, done + found.done, failed + found.failed
    return done, failed


def test_new_concerns_use_the_new_key_at_once(rotated):
    row, key = data_keys.create_data_key()
    assert row.epoch == rotated.second
    assert rotated.unlocked.open(row) == key
    assert list(keyfiles.read_team_keys()) == [bytes(rotated.second.public_key)]


def test_while_it_goes_on_the_file_names_both_so_that_sealing_never_stops(vault):
    new = epochs.rotate_epoch(unlocked=vault.unlocked, at=NOW)
    assert list(keyfiles.read_team_keys()) == [bytes(new.public_key), TEAM_PUBLIC]
    assert epochs.get_current_epoch() == new


def test_a_rotation_that_was_killed_at_its_end_is_tidied_up_by_the_sweep(vault):
    new = epochs.rotate_epoch(unlocked=vault.unlocked, at=NOW)
    assert sweep(NOW) == 1
    assert list(keyfiles.read_team_keys()) == [bytes(new.public_key)]
    assert sweep(NOW) == 0


def test_the_sweep_trusts_no_row_that_names_the_older_of_two_keys(vault):
    keyfiles.save_team_keys({bytes(32): b"", TEAM_PUBLIC: b""})
    assert sweep(NOW) == 0
    assert list(keyfiles.read_team_keys()) == [bytes(32), TEAM_PUBLIC]


def test_everybody_unlocks_again_and_then_opens_old_and_new(rotated):
    unlocked = rotated.unlocked
    assert {row.pk: unlocked.open(row) for row in DataKey.objects.all()} == rotated.rows
    assert len(unlocked.keys) == 2


def test_what_was_unlocked_before_ends(vault):
    unlocking.unlock_session(user=vault.lead, passphrase=PASSPHRASE, session_key="s", at=NOW)
    epochs.rotate_epoch(unlocked=vault.unlocked, at=NOW)
    assert not Unlock.objects.exists()


def test_the_recovery_key_has_the_new_key_too(rotated):
    assert len(recovery.open_team_keys(recovery.parse_recovery_key(rotated.recovery_text))) == 2


def test_data_keys_go_over_and_open_to_what_they_were(rotated):
    unlocked = rotated.unlocked
    assert rewrap_all(unlocked) == (3, 0)
    assert {row.pk: unlocked.open(row) for row in DataKey.objects.filter(epoch=rotated.second)} == rotated.rows
    assert rewrap_all(unlocked) == (0, 0)


def test_a_round_asks_the_database_as_often_for_many_as_for_few(rotated, django_assert_num_queries):
    unlocked = rotated.unlocked
    with django_assert_num_queries(5):
        assert epochs.rewrap_data_keys(unlocked=unlocked, batch=100).done == 3


def test_one_that_does_not_open_holds_up_no_other_and_is_counted(rotated):
    broken = DataKey.objects.order_by("pk")[0]
    broken.wrapped_key = b"damaged"
    broken.save()
    assert rewrap_all(rotated.unlocked, batch=1) == (2, 1)
    broken.refresh_from_db()
    assert broken.epoch == rotated.epoch


def test_an_epoch_is_destroyed_only_when_nothing_uses_it(rotated):
    with pytest.raises(epochs.InUse):
        epochs.destroy_epoch(epoch=rotated.epoch, at=LATER)
    rewrap_all(rotated.unlocked)
    with pytest.raises(epochs.InUse):
        epochs.destroy_epoch(epoch=rotated.epoch, at=NOW + timedelta(minutes=59))
    with pytest.raises(epochs.InUse):
        epochs.destroy_epoch(epoch=rotated.second, at=LATER)
    epochs.destroy_epoch(epoch=rotated.epoch, at=LATER)
    assert not TeamWrap.objects.filter(epoch=rotated.epoch).exists()
    assert list(rotated.unlocked.keys) == [rotated.second.pk]
    assert Epoch.objects.get(number=1).destroyed_at == LATER


def test_destroying_locks_every_browser_since_they_hold_the_old_key_too(rotated):
    rewrap_all(rotated.unlocked)
    unlocking.unlock_session(user=rotated.lead, passphrase=PASSPHRASE, session_key="s", at=NOW)
    epochs.destroy_epoch(epoch=rotated.epoch, at=LATER)
    assert not Unlock.objects.exists()


def test_colleagues_have_the_new_key_and_those_who_left_have_not(vault):
    stays, left, revoked = (UserFactory(role=StaffRole.HANDLER) for _ in range(3))
    for handler in (stays, left, revoked):
        give_key(handler)
    left.groups.clear()
    handlers.revoke_key(user=revoked, at=NOW)
    new = epochs.rotate_epoch(unlocked=vault.unlocked, at=NOW)
    assert {wrap.handler_key.user for wrap in new.wraps.filter(recovery_key=None)} == {vault.lead, stays}
    assert new.pk in unlocking.open_with_passphrase(user=stays, passphrase=PASSPHRASE).keys


def test_a_key_that_was_put_into_the_database_is_given_nothing(vault):
    """Whoever can write rows, but has not the team's key, gets it by no rotation."""
    planted, swapped = UserFactory(role=StaffRole.HANDLER), UserFactory(role=StaffRole.HANDLER)
    _, strangers = encryption.new_key_pair()
    key = key_of(planted)
    TeamWrap.objects.create(epoch=vault.epoch, handler_key=key, wrapped_private_key=b"x", proof=bytes(32), made_at=NOW)
    HandlerKey.objects.filter(pk=give_key(swapped).pk).update(public_key=strangers)
    new = epochs.rotate_epoch(unlocked=vault.unlocked, at=NOW)
    assert [wrap.handler_key.user for wrap in new.wraps.filter(recovery_key=None)] == [vault.lead]
    assert {key.user for key in HandlerKey.objects.waiting()} == {planted, swapped}


def test_somebody_elses_proof_is_none(vault):
    other = UserFactory(role=StaffRole.HANDLER)
    key = key_of(other)
    true = vault.epoch.wraps.get(recovery_key=None)
    TeamWrap.objects.create(epoch=vault.epoch, handler_key=key, wrapped_private_key=b"x", proof=true.proof, made_at=NOW)
    new = epochs.rotate_epoch(unlocked=vault.unlocked, at=NOW)
    assert not new.wraps.filter(handler_key=key).exists()


def test_a_swapped_epoch_is_not_rotated_from(vault):
    unlocked = vault.unlocked
    _, strangers = encryption.new_key_pair()
    Epoch.objects.update(public_key=strangers)
    with pytest.raises(epochs.WrongTeamKey):
        epochs.rotate_epoch(unlocked=unlocked, at=NOW)


def test_where_the_file_cannot_be_written_all_stays_as_it_was(vault, settings, monkeypatch):
    unlocked = vault.unlocked

    def broken(*keys):
        raise OSError("read-only")

    monkeypatch.setattr(keyfiles, "save_team_keys", broken)
    with pytest.raises(OSError, match="read-only"):
        epochs.rotate_epoch(unlocked=unlocked, at=NOW)
    assert epochs.get_current_epoch() == vault.epoch


def test_it_is_due_after_a_year_and_when_somebody_has_left(vault):
    assert not epochs.is_rotation_due(NOW + timedelta(days=360))
    assert epochs.is_rotation_due(NOW + timedelta(days=367))
    handler = UserFactory(role=StaffRole.HANDLER)
    give_key(handler)
    handlers.replace_passphrase(user=handler, passphrase="another harbour violet lantern", at=LATER)
    assert not epochs.is_rotation_due(LATER), "who lost a passphrase has not left"
    handlers.revoke_key(user=handler, at=LATER)
    assert epochs.is_rotation_due(LATER)


def test_before_there_is_a_key_none_is_due():
    assert not epochs.is_rotation_due(NOW)


def test_who_was_never_given_the_old_key_cannot_rotate(vault):
    from portal.vault.unlocked_keys import UnlockedKeys

    with pytest.raises(encryption.DecryptionError):
        epochs.rotate_epoch(unlocked=UnlockedKeys(user_id=1, keys={}), at=NOW)
    assert epochs.get_current_epoch() == vault.epoch


class TestAnotherServer:
    """Its file names the key from before the rotation, which was done elsewhere."""

    @pytest.fixture
    def team(self, db, own_file):
        """A vault that began as on a server, with files that can vouch."""
        own_file.unlink()
        lead = UserFactory(role=StaffRole.TRIAGE_LEAD)
        epochs.start_vault(handler_key=key_of(lead), at=NOW)
        return lead

    @pytest.fixture
    def theirs(self, team, own_file, tmp_path):
        """The other server's copy of the file."""
        return shutil.copy(own_file, tmp_path / "of_the_other_server")

    def rotate(self, team) -> Epoch:
        return epochs.rotate_epoch(unlocked=unlocking.open_with_passphrase(user=team, passphrase=PASSPHRASE), at=NOW)

    def test_it_seals_to_the_new_key_at_once_and_its_file_follows(self, team, theirs, settings):
        new = self.rotate(team)
        settings.TEAM_PUBLIC_KEY_FILE = theirs
        assert data_keys.create_data_key()[0].epoch == new
        assert list(keyfiles.read_team_keys()) == [bytes(new.public_key)]

    def test_it_follows_two_rotations_at_once(self, team, theirs, settings):
        self.rotate(team)
        newest = self.rotate(team)
        settings.TEAM_PUBLIC_KEY_FILE = theirs
        assert epochs.get_current_epoch() == newest

    def test_it_seals_where_its_file_cannot_be_written(self, team, theirs, settings, monkeypatch):
        new = self.rotate(team)
        settings.TEAM_PUBLIC_KEY_FILE = theirs
        monkeypatch.setattr(keyfiles, "save_team_keys", unwritable)
        assert epochs.get_current_epoch() == new

    def test_a_rotation_where_the_file_cannot_be_written_is_vouched_for_too(self, team, monkeypatch):
        monkeypatch.setattr(keyfiles, "save_team_keys", unwritable)
        new = self.rotate(team)
        assert epochs.get_current_epoch() == new

    @pytest.mark.parametrize("voucher", [None, b"", bytes(64)])
    def test_a_row_that_somebody_wrote_is_vouched_for_by_nobody(self, team, theirs, settings, voucher):
        Epoch.objects.update(retired_at=NOW)
        private, public = encryption.new_key_pair()
        half = encryption.get_signing_half(private)
        Epoch.objects.create(number=2, public_key=public, signing_half=half, voucher=voucher, made_at=NOW)
        with pytest.raises(epochs.WrongTeamKey):
            epochs.get_current_epoch()

    def test_nor_by_itself_nor_by_a_row_that_was_changed(self, team, theirs, settings):
        private, public = encryption.new_key_pair()
        half = encryption.get_signing_half(private)
        Epoch.objects.update(retired_at=NOW, signing_half=half)
        planted = Epoch(number=2, public_key=public, signing_half=half, made_at=NOW)
        planted.voucher = team_key.vouch_for_epoch(planted, private=private)
        planted.save()
        with pytest.raises(epochs.WrongTeamKey):
            epochs.get_current_epoch()

    @pytest.mark.parametrize("column", ["public_key", "signing_half", "number"])
    def test_a_voucher_is_for_one_row_as_it_was(self, team, theirs, settings, column):
        new = self.rotate(team)
        settings.TEAM_PUBLIC_KEY_FILE = theirs
        Epoch.objects.filter(pk=new.pk).update(**{column: 7 if column == "number" else encryption.new_key_pair()[1]})
        with pytest.raises(epochs.WrongTeamKey):
            epochs.get_current_epoch()

    def test_the_former_key_vouches_for_nothing_once_the_file_has_followed(self, team, theirs, settings):
        """Somebody who left may have kept it."""
        unlocked = unlocking.open_with_passphrase(user=team, passphrase=PASSPHRASE)
        [kept] = unlocked.keys.values()
        self.rotate(team)
        settings.TEAM_PUBLIC_KEY_FILE = theirs
        epochs.get_current_epoch()
        Epoch.objects.filter(retired_at=None).delete()
        private, public = encryption.new_key_pair()
        planted = Epoch(number=2, public_key=public, signing_half=encryption.get_signing_half(private), made_at=NOW)
        planted.voucher = team_key.vouch_for_epoch(planted, private=kept)
        planted.save()
        with pytest.raises(epochs.WrongTeamKey):
            epochs.get_current_epoch()

    def test_a_file_of_before_that_cannot_vouch_is_as_strict_as_ever(self, vault, own_file, tmp_path, settings):
        theirs = shutil.copy(own_file, tmp_path / "of_the_other_server")
        epochs.rotate_epoch(unlocked=vault.unlocked, at=NOW)
        settings.TEAM_PUBLIC_KEY_FILE = theirs
        with pytest.raises(epochs.WrongTeamKey):
            epochs.get_current_epoch()


def unwritable(*args):
    raise PermissionError
