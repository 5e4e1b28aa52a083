"""A concern is sealed with what is public, and only to the key that the file confirms."""

import pytest

from portal.vault import encryption, keyfiles
from portal.vault.models import DataKey
from portal.vault.services import data_keys, team_key

pytestmark = pytest.mark.django_db


def test_a_new_data_key_opens_for_who_has_unlocked(vault):
    row, key = data_keys.create_data_key()
    assert vault.unlocked.open(DataKey.objects.get(pk=row.pk)) == key
    assert len(key) == 32
    assert key not in row.wrapped_key


def test_making_one_needs_no_private_key(vault, django_assert_num_queries):
    vault.epoch.wraps.all().delete()
    with django_assert_num_queries(2):
        data_keys.create_data_key()


def test_each_has_a_random_id_and_a_key_of_its_own(vault):
    (one, first), (two, second) = data_keys.create_data_key(), data_keys.create_data_key()
    assert (one.pk.version, two.pk.version) == (4, 4)
    assert first != second


def test_what_is_erased_is_gone(vault):
    row, _ = data_keys.create_data_key()
    data_keys.erase_data_key(row.pk)
    data_keys.erase_data_key(row.pk)
    assert not DataKey.objects.exists()


def test_before_the_vault_has_begun_nothing_is_sealed():
    with pytest.raises(team_key.NoTeamKey):
        data_keys.create_data_key()


def test_a_swapped_row_is_noticed_before_anything_is_sealed_to_it(vault):
    _, strangers = encryption.new_key_pair()
    vault.epoch.public_key = strangers
    vault.epoch.save()
    with pytest.raises(team_key.WrongTeamKey):
        data_keys.create_data_key()
    assert not DataKey.objects.exists()


@pytest.mark.parametrize("held", ["", "not base64!\n", "c2hvcnQ=\n", None])
def test_a_file_that_is_empty_damaged_or_away_confirms_nothing(vault, own_file, held):
    own_file.unlink()
    if held is not None:
        own_file.write_text(held)
    with pytest.raises(team_key.WrongTeamKey):
        data_keys.create_data_key()
    assert issubclass(team_key.WrongTeamKey, team_key.NoTeamKey)


def test_the_file_is_replaced_whole_and_only_its_owner_reads_it(own_file):
    keyfiles.save_team_keys({bytes(32): b"", b"x" * 32: b""})
    assert list(keyfiles.read_team_keys()) == [bytes(32), b"x" * 32]
    assert own_file.stat().st_mode & 0o777 == 0o400
    assert [path.name for path in own_file.parent.iterdir()] == ["team_public_key"]
