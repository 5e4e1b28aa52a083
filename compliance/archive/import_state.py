"""How far the import of one archive is; every part of it reads this and adds to it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from compliance.archive.validation import OpenedArchive


@dataclass
class ImportState:
    """known: the key of each row by its name in the archive, for each model that is pointed at.

    written: the names in storage of files that were saved, to be dropped where the import fails. rows: how many were
    inserted.
    """

    opened: OpenedArchive
    at: datetime
    is_trusted: bool
    known: dict[str, dict[str, Any]] = field(default_factory=dict)
    written: list[UUID] = field(default_factory=list)
    rows: int = 0
