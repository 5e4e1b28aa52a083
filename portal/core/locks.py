"""Locking a row that a view has read a while ago."""

from django.db.models import Model

from portal.core.exceptions import RowGone


def lock_row[Row: Model](row: Row, *related: str) -> Row:
    """Return the row as it is now, locked until the transaction ends. related: what is read with it, and not locked.

    Raises RowGone where it was deleted meanwhile.
    """
    rows = type(row)._default_manager.select_for_update(of=("self",))
    current = (rows.select_related(*related) if related else rows).filter(pk=row.pk).first()
    if current is None:
        raise RowGone
    return current
