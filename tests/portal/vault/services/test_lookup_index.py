"""The index key is the team's: it moves with a rotation and a handover, and hashes nothing once somebody swapped it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.roles import StaffRole
from portal.vault import encryption
from portal.vault.models import DataKey, Epoch, IndexedWords, IndexEntry, IndexKey
from portal.vault.services import data_keys, epochs, handover_export, handover_import, lookup_index, unlocking
from tests.factories.accounts import UserFactory
from tests.factories.vault import PASSPHRASE, give_key

pytestmark = pytest.mark.django_db
NOW = timezone.now()
THEIRS, THEIR_PUBLIC = encryption.new_key_pair()
THEIR_PASSPHRASE = "granite teapot willow comet"


def test_a_digest_is_this_one(vault):
    """A fixed vector: another scheme would find nothing of what is stored."""
    found = lookup_index.compute_digest(bytes(range(32)), "phone", "447700900123")
    assert found.hex() == "ee0c355a03ecef649f221ccc612379958503d5294b8e0144aada21048afdaf73"
    assert found != lookup_index.compute_digest(bytes(range(32)), "name", "447700900123")


def test_there_is_one_key_for_the_whole_team(vault):
    colleague = UserFactory(role=StaffRole.HANDLER)
    give_key(colleague)
    theirs = unlocking.open_with_passphrase(user=colleague, passphrase=PASSPHRASE)
    assert lookup_index.open_index_key(vault.unlocked) == lookup_index.open_index_key(theirs)
    assert IndexKey.objects.count() == 1


def test_a_rotation_carries_the_key_and_destroys_the_old_way_to_it(vault):
    key = lookup_index.open_index_key(vault.unlocked)
    first = Epoch.objects.get()
    epochs.rotate_epoch(unlocked=vault.unlocked, at=NOW)
    assert lookup_index.open_index_key(vault.unlocked) == key, "also before it is moved"
    assert epochs.rewrap_data_keys(unlocked=vault.unlocked).done == 1
    assert lookup_index.open_index_key(vault.unlocked) == key
    epochs.destroy_epoch(epoch=first, at=NOW + timedelta(hours=2))
    assert lookup_index.open_index_key(vault.unlocked) == key


def test_a_rotation_makes_no_key_good_that_somebody_put_there(vault):
    lookup_index.open_index_key(vault.unlocked)
    row = IndexKey.objects.get()
    planted = encryption.wrap_key(bytes(32), bytes(Epoch.objects.get().public_key))
    DataKey.objects.filter(pk=row.data_key_id).update(wrapped_key=planted)
    with pytest.raises(encryption.DecryptionError):
        lookup_index.open_index_key(vault.unlocked)
    epochs.rotate_epoch(unlocked=vault.unlocked, at=NOW)
    assert epochs.rewrap_data_keys(unlocked=vault.unlocked).failed == 1
    with pytest.raises(encryption.DecryptionError):
        lookup_index.open_index_key(vault.unlocked)


def test_another_operator_takes_the_key_over(vault, django_capture_on_commit_callbacks):
    key = lookup_index.open_index_key(vault.unlocked)
    newcomer = UserFactory(role=StaffRole.HANDLER)
    row = handover_export.propose_handover(public_key=THEIR_PUBLIC, by=vault.lead, at=NOW)
    handover_export.confirm_handover(handover=row, by=UserFactory(role=StaffRole.SITE_ADMINISTRATOR), at=NOW)
    file = handover_export.export_keys(handover=row, unlocked=vault.unlocked, at=NOW)
    opened = handover_export.open_handover_file(file, private=THEIRS)
    with django_capture_on_commit_callbacks(execute=True):
        handover_import.import_keys(
            opened=opened, private=THEIRS, handler=newcomer, passphrase=THEIR_PASSPHRASE, at=NOW
        )
    theirs = unlocking.open_with_passphrase(user=newcomer, passphrase=THEIR_PASSPHRASE)
    assert lookup_index.open_index_key(theirs) == key


def test_entries_go_with_the_data_key_of_their_words(vault):
    key = lookup_index.open_index_key(vault.unlocked)
    (erased, _), (kept, _) = data_keys.create_data_key(), data_keys.create_data_key()
    for row in (erased, kept):
        lookup_index.index_values({row.pk: [("phone", "447700900123"), ("plate", "AB12CDE")]}, key=key)
    data_keys.erase_data_key(erased.pk)
    assert set(IndexEntry.objects.values_list("words__data_key", flat=True)) == {kept.pk}


def test_words_that_changed_are_out_of_the_index_and_stored_anew_are_in_it_once(vault):
    key = lookup_index.open_index_key(vault.unlocked)
    row, _ = data_keys.create_data_key()
    lookup_index.index_values({row.pk: [("phone", "447700900123")]}, key=key)
    lookup_index.index_values({row.pk: [("phone", "447700900124"), ("phone", "447700900124")]}, key=key)
    assert [bytes(entry.digest) for entry in IndexEntry.objects.all()] == [
        lookup_index.compute_digest(key, "phone", "447700900124")
    ]
    lookup_index.unindex_words(row.pk)
    assert not IndexedWords.objects.exists() and DataKey.objects.filter(pk=row.pk).exists()
    lookup_index.unindex_words(None)
