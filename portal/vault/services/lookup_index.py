"""Exact-match lookup: keyed hashes by which the same number, plate or address is found again.

A digest is HMAC-SHA256 under the index key, which is random, one for the team, and sealed to the team as any data key
is. So the index can be written and searched only in a request of an unlocked desk. Phone numbers and plates are few
enough to be tried one after another; without that key nobody can, whatever else of the server they hold. The public web
process holds no private key: what arrives there is added by the desk later.

See docs/requirements/security.md#lookup-index.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import IntegrityError, transaction

from portal.vault import encryption
from portal.vault.models import DataKey, IndexedWords, IndexEntry, IndexKey
from portal.vault.services import data_keys
from portal.vault.unlocked_keys import UnlockedKeys

# Kind and normalised text of a value.
type Value = tuple[str, str]


def open_index_key(unlocked: UnlockedKeys) -> bytes:
    """Return the index key, which is made the first time.

    Raises encryption.DecryptionError where this handler does not hold the epoch or the key was swapped, and
    team_key.NoTeamKey.
    """
    row = _stored() or _created(unlocked)
    key = unlocked.open(row.data_key)
    if not hmac.compare_digest(
        bytes(row.proof), prove_index_key(row.data_key, key, private=unlocked.private(row.data_key.epoch_id))
    ):
        raise encryption.DecryptionError
    return key


def compute_digest(key: bytes, kind: str, text: str) -> bytes:
    """Return the 32 bytes that a value has in the index; the same text of another kind has others."""
    return hmac.digest(key, f"portal.vault.lookup.v1:{kind}:{text}".encode(), hashlib.sha256)


def prove_index_key(data_key: DataKey, key: bytes, *, private: bytes) -> bytes:
    """Return what shows that a holder of the epoch's private key made, or moved, the index key."""
    message = b"portal.vault.index-key.v1:%b:%b" % (data_key.pk.bytes, key)
    return hmac.digest(private, message, hashlib.sha256)


def move_proof(data_key: DataKey, key: bytes, *, old_private: bytes, new_private: bytes) -> None:
    """Prove the index key under the next epoch, where it was proved under this one.

    Raises encryption.DecryptionError for a key that was swapped: a rotation makes no such key good.
    """
    row = IndexKey.objects.get(data_key=data_key)
    if not hmac.compare_digest(bytes(row.proof), prove_index_key(data_key, key, private=old_private)):
        raise encryption.DecryptionError
    IndexKey.objects.filter(pk=row.pk).update(proof=prove_index_key(data_key, key, private=new_private))


def prove_anew(keys: dict[UUID, bytes], *, private: bytes) -> None:
    """Prove the index key under the first epoch of a new operator, by the keys that were handed over."""
    for row in IndexKey.objects.select_related("data_key"):
        row.proof = prove_index_key(row.data_key, keys[row.data_key_id], private=private)
        row.save(update_fields=["proof"])


def index_values(values: Mapping[UUID, Iterable[Value]], *, key: bytes) -> None:
    """Put what stands in words, by their data key, into the index in place of what stood there.

    The caller has locked the data keys. Of however many it is three or four statements.
    """
    IndexedWords.objects.filter(data_key__in=list(values)).delete()
    words = IndexedWords.objects.bulk_create(IndexedWords(data_key_id=data_key) for data_key in values)
    IndexEntry.objects.bulk_create(
        IndexEntry(words=row, kind=kind, digest=compute_digest(key, kind, text))
        for row in words
        for kind, text in sorted(set(values[row.data_key_id]))
    )


@transaction.atomic
def unindex_words(data_key: UUID | None) -> None:
    """Take words out of the index because they changed or are gone; the desk adds them as they are then.

    Also without an unlocked desk. The lock makes somebody who is adding them at this moment finish first.
    """
    if data_key is not None:
        list(DataKey.objects.select_for_update(of=("self",)).filter(pk=data_key))
        IndexedWords.objects.filter(data_key=data_key).delete()


def _stored() -> IndexKey | None:
    return IndexKey.objects.select_related("data_key").first()


def _created(unlocked: UnlockedKeys) -> IndexKey:
    """Return a new index key, or that of a colleague who was first."""
    try:
        with transaction.atomic():
            data_key, key = data_keys.create_data_key()
            proof = prove_index_key(data_key, key, private=unlocked.private(data_key.epoch_id))
            return IndexKey.objects.create(data_key=data_key, proof=proof)
    except IntegrityError:
        return IndexKey.objects.select_related("data_key").get()
