"""Brings everything of level P3 that is kept under the newest sealing key, so that an old key can be destroyed.

Forms that wait in a web session are left: they end within the hour.

See docs/requirements/security.md#sealing-keys.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models

from compliance.archive.storage import FOLDER
from portal.core.fernet import DecryptionError, reencrypt
from portal.files import storage
from portal.operations.backups.create import walk

# Columns of encrypted bytes, by model.
COLUMNS = {
    "audits.ConcernNote": ("subject_sealed", "notes_sealed"),
    "audits.SupplierLink": ("token_sealed",),
    "casework.InterpreterProvider": ("pin",),
    "core.Outbox": ("body", "stop"),
    "resources.Feedback": ("words_sealed",),
    "resources.Subscription": ("sealed",),
}
# What allauth encrypts in an authenticator's data.
FACTOR_KEYS = ("secret", "seed")


@dataclass
class Outcome:
    """What was done. unreadable: what no key of the ring opens, by its name; nothing of it was changed."""

    renewed: int = 0
    already_new: int = 0
    unreadable: list[str] = field(default_factory=list)

    def renew(self, name: str, sealed: bytes) -> bytes | None:
        """Return the bytes to write, or None where there is nothing to write."""
        try:
            fresh = b"".join(reencrypt(line) + ending for line, ending in _split(sealed))
        except DecryptionError:
            self.unreadable.append(name)
            return None
        if fresh == sealed:
            self.already_new += 1
            return None
        self.renewed += 1
        return fresh


def reseal_all() -> Outcome:
    """Renew columns, second factors and files. It may be stopped and run again at any time, also beside users."""
    outcome = Outcome()
    for label, names in COLUMNS.items():
        model = apps.get_model(label)
        for row in model._base_manager.order_by("pk").iterator():
            for name in names:
                if sealed := getattr(row, name):
                    _renew_column(outcome, model, row.pk, name, bytes(sealed))
    for factor in Authenticator.objects.order_by("pk").iterator():
        _renew_factor(outcome, factor)
    for name in list(walk(storage.get_storage())):
        _renew_file(outcome, name)
    return outcome


def _split(sealed: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each encrypted piece with its line's end: an archive has a piece a line."""
    for line in sealed.splitlines(keepends=True):
        piece = line.rstrip(b"\n")
        yield piece, line[len(piece) :]


def _renew_column(outcome: Outcome, model: type[models.Model], key: Any, name: str, sealed: bytes) -> None:
    fresh = outcome.renew(f"{model._meta.label} {key} {name}", sealed)
    if fresh is not None:
        # What somebody wrote meanwhile is under the newest key already.
        model._base_manager.filter(pk=key, **{name: sealed}).update(**{name: fresh})


def _renew_factor(outcome: Outcome, factor: Authenticator) -> None:
    data = dict(factor.data)
    for name in FACTOR_KEYS:
        if sealed := data.get(name):
            fresh = outcome.renew(f"mfa.Authenticator {factor.pk} {name}", sealed.encode())
            data[name] = fresh.decode() if fresh is not None else sealed
    if data != factor.data:
        Authenticator.objects.filter(pk=factor.pk, data=factor.data).update(data=data)


def _renew_file(outcome: Outcome, name: str) -> None:
    where = storage.get_storage()
    if name.endswith(".part"):
        return
    try:
        if name.startswith(FOLDER):
            _renew_archive(outcome, name)
            return
        with where.open(name) as file:
            sealed = file.read()
    except FileNotFoundError:
        return
    fresh = outcome.renew(f"file {name}", sealed)
    if fresh is not None and where.exists(name):
        storage.replace_sealed(where, name, [fresh])


def _renew_archive(outcome: Outcome, name: str) -> None:
    """Renew piece by piece: an archive is never whole in memory. Raises FileNotFoundError."""
    where = storage.get_storage()
    with where.open(name) as file:
        first = file.readline()
    if outcome.renew(f"file {name}", first) is None:
        return

    def pieces() -> Iterator[bytes]:
        with where.open(name) as file:
            for line in file:
                yield reencrypt(line.rstrip(b"\n")) + b"\n"

    storage.replace_sealed(where, name, pieces())
