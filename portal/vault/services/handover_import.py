"""The new operator's side of a handover, in the copied database: the keys of a file of wraps become theirs, or nothing
changes.

All of them are sealed to a new epoch, whose private key nobody of the former operator has held. Former handlers' keys
and the former recovery key open nothing from then on.
"""

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.vault import encryption, keyfiles
from portal.vault.models import DataKey, Epoch, HandlerKey, KeyHandover, TeamWrap, Unlock
from portal.vault.services import handlers, key_wrapping, lookup_index, recovery, team_key
from portal.vault.services.handover_export import OpenedHandover, get_receipts_proof, is_opening_code


@dataclass(frozen=True)
class ImportedKeys:
    """What import_keys made. recovery_text: to be printed once."""

    handover: KeyHandover
    recovery_text: str = field(repr=False)


@transaction.atomic
def import_keys(
    *, opened: OpenedHandover, private: bytes, handler: User, passphrase: str, at: datetime, replace_file: bool = False
) -> ImportedKeys:
    """Import the keys of a handover. opened: what `private` opened. passphrase: the handler's, chosen here and now.

    replace_file: write over a public key that this database does not know. Raises ActionRefused,
    ValidationError, kdf.Busy, OSError and ImproperlyConfigured where the key file cannot be read or written.
    """
    rows = list(DataKey.objects.select_for_update(of=("self",)).order_by("uuid"))
    row = _handover_of(opened, private, rows)
    former = {epoch.number: bytes(epoch.public_key) for epoch in Epoch.objects.all()}
    in_file = keyfiles.read_team_keys()
    if not replace_file and not in_file.keys() <= set(former.values()):
        raise ActionRefused(
            _("The file with the team’s public key has a key from another database. See --replace-file.")
        )
    _revoke_former_keys(at)
    team, public = encryption.new_key_pair()
    half = encryption.get_signing_half(team)
    epoch = Epoch.objects.create(number=max(former) + 1, public_key=public, signing_half=half, made_at=at)
    key_wrapping.wrap_for_holder(
        epoch, team, handlers.choose_passphrase(user=handler, passphrase=passphrase, at=at), at=at
    )
    _recovery_key, text = recovery.create_recovery_key({epoch: team}, at=at)
    for data_key in rows:
        data_key.wrapped_key, data_key.epoch = encryption.wrap_key(opened.keys[data_key.pk], public), epoch
    DataKey.objects.bulk_update(rows, ["wrapped_key", "epoch"], batch_size=200)
    lookup_index.prove_anew(opened.keys, private=team)
    _must_open(epoch, team, opened)
    row.taken_at, row.done_at = at, row.done_at or at
    row.save(update_fields=["taken_at", "done_at"])
    keyfiles.save_team_keys({**team_key.get_keys_in_file(epoch), **in_file})
    transaction.on_commit(partial(keyfiles.save_team_keys, team_key.get_keys_in_file(epoch)))
    return ImportedKeys(row, text)


def _handover_of(opened: OpenedHandover, private: bytes, rows: list[DataKey]) -> KeyHandover:
    """Return the handover of the file. Raises ActionRefused where file, database and secrets differ in anything."""
    row = KeyHandover.objects.select_for_update().filter(pk=opened.handover).first()
    if row is None or row.withdrawn_at or bytes(row.public_key) != encryption.get_public_key(private):
        raise ActionRefused(
            _("This database has no record of handing these keys to this key. Is it the copy that came with them?")
        )
    if row.taken_at:
        raise ActionRefused(_("You have already taken over these keys. Nothing was changed."))
    if row.exported_at is None:
        raise ActionRefused(_("This copy was made before the keys were handed over. Ask for a later one."))
    here = {data_key.pk for data_key in rows}
    if here != opened.keys.keys() or row.count != len(here):
        counts = {"file": len(opened.keys), "here": len(here), "both": len(here & opened.keys.keys())}
        sentence = _(
            "The file has %(file)d keys and the database has %(here)d, with %(both)d in both. All three "
            "numbers must match."
        )
        raise ActionRefused(f"{sentence % counts} {_('Ask for a file and a copy that were made together.')}")
    if not hmac.compare_digest(opened.receipts, get_receipts_proof(row)):
        raise ActionRefused(
            _("The receipt pepper or salt is not the previous operator’s. No reporter’s code would open anything.")
        )
    if not is_opening_code(row, opened.code):
        raise ActionRefused(_("These are not the keys that were handed over. Ask for the file from the last handover."))
    return row


def _revoke_former_keys(at: datetime) -> None:
    """Revoke everything: nothing that the former operator can open opens anything here."""
    Unlock.objects.all().delete()
    TeamWrap.objects.all().delete()
    HandlerKey.objects.active().update(revoked_at=at)
    Epoch.objects.current().update(retired_at=at)
    Epoch.objects.live().update(destroyed_at=at)


def _must_open(epoch: Epoch, team: bytes, opened: OpenedHandover) -> None:
    """Read the keys back from the database. Raises ActionRefused."""
    unwrap = encryption.make_unwrapper(team)
    keys = {row.pk: unwrap(row.wrapped_key) for row in DataKey.objects.filter(epoch=epoch)}
    if keys != opened.keys:
        raise ActionRefused(_("The database did not store the keys as they were given. Nothing was changed."))
