"""The database names the team's key, and the file has to agree."""

import pytest
from django.utils import timezone

from portal.vault import encryption, keyfiles
from portal.vault.models import Epoch
from portal.vault.services import team_key
from tests.factories.vault import TEAM_PRIVATE, TEAM_PUBLIC

pytestmark = pytest.mark.django_db


def add_epoch(vault, *, is_vouched):
    private, public = encryption.new_key_pair()
    epoch = Epoch(
        number=2, public_key=public, signing_half=encryption.get_signing_half(private), made_at=timezone.now()
    )
    Epoch.objects.current().update(retired_at=timezone.now())
    epoch.voucher = team_key.vouch_for_epoch(epoch, private=TEAM_PRIVATE if is_vouched else private)
    epoch.save()
    return epoch


def trust(*pairs):
    keyfiles.save_team_keys(dict(pairs))


def test_before_the_vault_has_begun_there_is_no_key():
    with pytest.raises(team_key.NoTeamKey):
        team_key.get_current_epoch()


def test_the_key_of_the_file_is_the_current_one(vault):
    assert team_key.get_current_epoch() == vault.epoch


def test_a_key_that_the_former_one_vouched_for_is_taken_into_the_file(vault):
    trust((TEAM_PUBLIC, encryption.get_signing_half(TEAM_PRIVATE)))
    newer = add_epoch(vault, is_vouched=True)
    assert team_key.get_current_epoch() == newer
    assert set(keyfiles.read_team_keys()) == {newer.public_key}


def test_a_key_that_vouches_for_itself_is_refused(vault):
    trust((TEAM_PUBLIC, encryption.get_signing_half(TEAM_PRIVATE)))
    add_epoch(vault, is_vouched=False)
    with pytest.raises(team_key.WrongTeamKey):
        team_key.get_current_epoch()


def test_what_a_killed_rotation_left_in_the_file_is_removed(vault):
    former, _ = encryption.new_key_pair()
    trust((TEAM_PUBLIC, b""), (encryption.get_public_key(former), b""))
    assert team_key.remove_former_keys() == 1
    assert list(keyfiles.read_team_keys()) == [TEAM_PUBLIC]
    assert team_key.remove_former_keys() == 0
