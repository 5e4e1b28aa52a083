"""The model field for what only the vault opens. Every field of level P4 is one (protection.csv beside the models)."""

from typing import Any

from django.db import models


class SealedField(models.BinaryField):
    """Holds bytes that portal.vault.encryption sealed; never plain ones. Both databases give it back as bytes."""

    def from_db_value(self, value: Any, *args: object) -> bytes | None:
        return None if value is None else bytes(value)
