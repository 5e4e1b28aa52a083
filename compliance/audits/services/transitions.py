"""The checks of every change: the row is locked, its version compared, the table of transitions obeyed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models

from compliance.audits.models import Action, Audit, CarPlan, Finding
from compliance.audits.rules.findings import is_allowed_transition
from portal.core import locks
from portal.core.exceptions import EditConflict

# Values of a row's fields by name: each field of the model knows its own type.
type Fields = Mapping[str, Any]


def get_version(row: models.Model) -> str:
    """Return what a form carries to detect that somebody else saved meanwhile."""
    if isinstance(row, Finding | Action):
        return str(row.version)
    changed_at: datetime = row.changed_at  # type: ignore[attr-defined]  # audits and plans carry no number
    return changed_at.isoformat()


def lock_row[Row: (Audit, Finding, Action, CarPlan)](row: Row, version: str) -> Row:
    """Return the row as it is now, locked until the transaction ends.

    Raises RowGone where it was deleted meanwhile, EditConflict where its version is another.
    """
    current: Any = locks.lock_row(row)
    if get_version(current) != version:
        raise EditConflict(current)
    return current


def apply_transition(row: Finding | Action, status: str) -> None:
    """Set the status of a locked row. Raises ValueError for a transition that the table does not contain."""
    if not is_allowed_transition(row.status, status):
        raise ValueError(f"No step from {row.status} to {status}")
    row.status = status


def set_fields(row: models.Model, fields: Fields) -> list[str]:
    """Set the fields that differ and return their names."""
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, fields[name])
    return changed
