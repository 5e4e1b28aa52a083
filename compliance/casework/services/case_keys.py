"""Opening and sealing the columns of one request: whose key, in which place (portal.vault)."""

import json
from typing import Any
from uuid import UUID

from compliance.casework.models.base import SealedRow
from portal.core.types import JsonObject
from portal.vault import encryption
from portal.vault.encryption import Place
from portal.vault.services import data_keys
from portal.vault.services.unlocking import UnlockedKeys


def get_place(row: SealedRow, field: str) -> Place:
    """Return where a sealed column belongs: it opens in this row and field only, under the keeper's key."""
    return Place(case=row.keeper.uuid, model=row._meta.label_lower, field=field, row=row.uuid)


class Keys:
    """What an unlocked handler may open. A data key is opened once a request, when something needs it."""

    def __init__(self, unlocked: UnlockedKeys) -> None:
        self.unlocked = unlocked
        self._opened: dict[UUID, bytes] = {}

    # Any: any row with a data key; models of several apps have one.
    def get_key(self, keeper: Any) -> bytes:
        """Return the data key of a row that has one. Raises encryption.DecryptionError where it was erased."""
        known = keeper.data_key_id if keeper else None
        if known is None:
            raise encryption.DecryptionError
        if known not in self._opened:
            self._opened[known] = self.unlocked.open(keeper.data_key)
        return self._opened[known]

    def read(self, row: SealedRow, field: str) -> str:
        """Return a sealed text; empty where nothing was ever sealed. Raises encryption.DecryptionError."""
        sealed = getattr(row, field)
        return encryption.open_text(self.get_key(row.keeper), bytes(sealed), get_place(row, field)) if sealed else ""

    def facts(self, row: SealedRow, field: str) -> JsonObject:
        """Return the value of a sealed JSON column; empty where none was sealed. Raises DecryptionError."""
        text = self.read(row, field)
        return json.loads(text) if text else {}

    def seal(self, row: SealedRow, **texts: str | JsonObject) -> None:
        """Set columns of a row that is not saved by this."""
        seal_columns(self.get_key(row.keeper), row, **texts)


def seal_columns(key: bytes, row: SealedRow, **texts: str | JsonObject) -> None:
    """Set sealed columns under a key that the caller holds. An empty text stays an empty column."""
    for field, value in texts.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        setattr(row, field, encryption.seal_text(key, text, get_place(row, field)) if value else b"")


def seal_with_own_key[Row: SealedRow](row: Row, **texts: str | JsonObject) -> Row:
    """Give a new row a key of its own, sealed to the team: it needs nobody to be unlocked. The row is not saved."""
    row.data_key, key = data_keys.create_data_key()  # type: ignore[attr-defined]
    seal_columns(key, row, **texts)
    return row
