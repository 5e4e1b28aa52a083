"""What every change shares: the row is locked, its version compared, the table of steps obeyed."""

from datetime import datetime
from typing import Any

from django.db import models

from compliance.audits.models import Action, Audit, CarPlan, Finding
from compliance.audits.rules.findings import is_allowed_transition
from portal.core.exceptions import EditConflict


def get_version(row: models.Model) -> str:
    """What a form carries to tell whether somebody else saved meanwhile."""
    if isinstance(row, Finding | Action):
        return str(row.version)
    changed_at: datetime = row.changed_at  # type: ignore[attr-defined]  # audits and plans carry no number
    return changed_at.isoformat()


def lock_row[Row: (Audit, Finding, Action, CarPlan)](row: Row, version: str) -> Row:
    """The row as it is now, locked until the transaction ends.

    Raises EditConflict where it is not the version given.
    """
    found: Any = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if get_version(found) != version:
        raise EditConflict(found)
    return found


def apply_transition(row: Finding | Action, status: str) -> None:
    """Move a locked row one step. Raises ValueError for a step that the table does not hold."""
    if not is_allowed_transition(row.status, status):
        raise ValueError(f"No step from {row.status} to {status}")
    row.status = status


def set_fields(row: models.Model, fields: dict[str, Any]) -> list[str]:
    """Set what differs; the names of what was changed."""
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, fields[name])
    return changed
