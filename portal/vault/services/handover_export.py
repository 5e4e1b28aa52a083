"""The old operator's side of a handover: every data key is sealed anew to the new one's public key (two people,
counted, tried).

The rows stay as they are: what goes out is a file of wraps, beside a copy of the database and of the sealed files. The
new operator opens each wrap with the private key of a pair made for this alone, and reads a code back to us, which
nobody else can know; only then does the handover count as done. They take the keys over in services.handover_import.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.core.types import JsonObject
from portal.vault import encryption, keyfiles
from portal.vault.models import DataKey, KeyHandover
from portal.vault.unlocked_keys import UnlockedKeys

FORMAT = "portal.vault.handover.v1"


class InvalidHandoverFile(Exception):
    """This is no file of wraps, it was cut, or a wrap in it does not open with this key."""


@transaction.atomic
def propose_handover(*, public_key: bytes, by: User, at: datetime) -> KeyHandover:
    """Enter the new operator's public key, as the first of two people. Raises ActionRefused."""
    if len(public_key) != encryption.KEY_BYTES:
        raise ActionRefused(_("Public key must be 32 bytes long."))
    if KeyHandover.objects.open().exists():
        raise ActionRefused(_("A handover is already under way. Finish it or withdraw it first."))
    return KeyHandover.objects.create(public_key=public_key, proposed_by=by, proposed_at=at)


@transaction.atomic
def confirm_handover(*, handover: KeyHandover, by: User, at: datetime) -> KeyHandover:
    """Confirm as the second person, who compares the fingerprint with the new operator by voice.

    Raises ActionRefused.
    """
    row = _locked(handover)
    if row.confirmed_at:
        raise ActionRefused(_("This handover has already been confirmed."))
    if by.pk == row.proposed_by_id:
        raise ActionRefused(_("Someone else must confirm it: a handover needs two people."))
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    return row


@transaction.atomic
def withdraw_handover(*, handover: KeyHandover, at: datetime) -> None:
    """Withdraw an open handover. Raises ActionRefused."""
    row = _locked(handover)
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])


@transaction.atomic
def export_keys(*, handover: KeyHandover, unlocked: UnlockedKeys, at: datetime) -> str:
    """Yield the file: a line that says what it is, then a line for each data key, all of them or none.

    Raises ActionRefused, also where one data key does not open: then it names how many.
    """
    row = _locked(handover)
    if row.confirmed_at is None:
        raise ActionRefused(_("A second person must confirm the new operator’s key first."))
    opened, failed = [], 0
    for data_key in DataKey.objects.select_for_update(of=("self",)).order_by("uuid"):
        try:
            opened.append((data_key.pk, unlocked.open(data_key)))
        except encryption.DecryptionError:
            failed += 1
    if failed:
        raise ActionRefused(_("%(count)d keys could not be opened, so nothing was handed over.") % {"count": failed})
    row.count, row.code_hash, row.exported_at = len(opened), _hash(row, get_opening_code(opened)), at
    row.save(update_fields=["count", "code_hash", "exported_at"])
    header = {"format": FORMAT, "handover": str(row.pk), "count": row.count, "receipts": get_receipts_proof(row)}
    lines = (
        {"uuid": str(uuid), "wrapped": _text(encryption.wrap_key(key, bytes(row.public_key)))} for uuid, key in opened
    )
    return "".join(f"{json.dumps(line)}\n" for line in (header, *lines))


@transaction.atomic
def finish_handover(*, handover: KeyHandover, code: str, at: datetime) -> KeyHandover:
    """Finish: the new operator has opened every wrap and reads the code. Raises ActionRefused."""
    row = _locked(handover)
    if row.exported_at is None:
        raise ActionRefused(_("Nothing has been handed over yet."))
    if DataKey.objects.count() != row.count:
        raise ActionRefused(_("Concerns have arrived or been erased since then. Hand over the keys again."))
    if not is_opening_code(row, code):
        raise ActionRefused(_("This is not the code for the file you handed over. The handover is not complete."))
    row.done_at = at
    row.save(update_fields=["done_at"])
    return row


@dataclass(frozen=True)
class OpenedHandover:
    """What the new operator's private key opened: of which handover, data keys by uuid, and the code that says so.

    receipts: receipts_proof of the operator who handed over.
    """

    handover: UUID
    receipts: str
    keys: dict[UUID, bytes]
    code: str


def open_handover_file(text: str, *, private: bytes) -> OpenedHandover:
    """Open every wrap, at the new operator. Raises InvalidHandoverFile."""
    lines = list(_lines(text))
    if not lines or lines[0].get("format") != FORMAT or lines[0].get("count") != len(lines) - 1:
        raise InvalidHandoverFile
    try:
        handover, receipts = UUID(lines[0]["handover"]), str(lines[0]["receipts"])
        keys = {
            UUID(line["uuid"]): encryption.unwrap_key(base64.b64decode(line["wrapped"]), private) for line in lines[1:]
        }
    except (encryption.DecryptionError, KeyError, TypeError, ValueError, AttributeError, binascii.Error) as error:
        raise InvalidHandoverFile from error
    if len(keys) != len(lines) - 1:
        raise InvalidHandoverFile
    return OpenedHandover(handover, receipts, keys, get_opening_code(keys.items()))


def get_opening_code(keys: Iterable[tuple[UUID, bytes]]) -> str:
    """Return 20 digits that only somebody who has opened every key can say."""
    digest = hashlib.sha256(FORMAT.encode())
    for uuid, key in sorted(keys):
        digest.update(uuid.bytes + hashlib.sha256(key).digest())
    digits = f"{int.from_bytes(digest.digest()) % 10**20:020d}"
    return " ".join(digits[start : start + 4] for start in range(0, 20, 4))


def get_receipts_proof(handover: KeyHandover) -> str:
    """Return 64 hex digits that say which pepper and salt made the codes of reporters, and give neither away.

    Raises ImproperlyConfigured.
    """
    return hmac.digest(
        keyfiles.read_receipt_pepper(), handover.pk.bytes + keyfiles.read_receipt_salt(), hashlib.sha256
    ).hex()


def is_opening_code(handover: KeyHandover, code: str) -> bool:
    """Return whether the code says that every key of this handover was opened."""
    return hmac.compare_digest(_hash(handover, code), bytes(handover.code_hash or b""))


def _lines(text: str) -> Iterator[JsonObject]:
    for line in text.splitlines():
        try:
            row = json.loads(line)
        except ValueError as error:
            raise InvalidHandoverFile from error
        if not isinstance(row, dict):
            raise InvalidHandoverFile
        yield row


def _locked(handover: KeyHandover) -> KeyHandover:
    row = KeyHandover.objects.select_for_update().open().filter(pk=handover.pk).first()
    if row is None:
        raise ActionRefused(_("This handover has ended."))
    return row


def _hash(handover: KeyHandover, code: str) -> bytes:
    digits = "".join(character for character in code if character.isascii() and character.isdigit())
    return hashlib.sha256(handover.pk.bytes + digits.encode()).digest()


def _text(wrapped: bytes) -> str:
    return base64.b64encode(wrapped).decode()
