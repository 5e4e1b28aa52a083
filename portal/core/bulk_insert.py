"""Insert many new rows at once: by COPY on PostgreSQL outside of requests, by one statement a row elsewhere.

`bulk_create` builds one statement of all values, which costs a multiple of writing the rows. Like it, this calls no
save() and sends no signal; defaults, auto_now and JSON are as there. A row that cannot be raises IntegrityError.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from django.db import connections, models, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelState

from portal.core import row_security

# Fields whose values a driver takes as they are.
PLAIN_FIELDS = (models.CharField, models.TextField, models.BooleanField, models.IntegerField, models.FloatField)


def make_factory[Row: models.Model](model: type[Row]) -> Callable[..., Row]:
    """Return what makes new objects of a model in a third of the time that its class takes. It sends no signal."""
    blank = {name: value for name, value in vars(model()).items() if name != "_state"}
    fields = [field for field in model._meta.concrete_fields if field.has_default() and callable(field.default)]
    makers = [(field.attname, field.get_default) for field in fields]

    def make(**values: Any) -> Row:
        row = model.__new__(model)
        known = vars(row)
        known.update(blank, _state=ModelState())
        for name, get_default in makers:
            known[name] = get_default()
        for name, value in values.items():
            # An object that a foreign key refers to is set with its key.
            if name in known:
                known[name] = value
            else:
                setattr(row, name, value)
        return row

    return make


def insert_rows(model: type[models.Model], rows: Sequence[Any]) -> None:
    """Insert objects of a model, and give each its key. Their foreign keys are saved already."""
    if not rows:
        return
    alias = router.db_for_write(model)
    connection = connections[alias]
    with transaction.atomic(using=alias):
        unkeyed = [row for row in rows if row.pk is None]
        for row, key in zip(unkeyed, _allocate_keys(connection, model, len(unkeyed)), strict=True):
            row.pk = key
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        getters = [_get_getter(field, connection) for field in fields]
        _write(connection, model, fields, ([get(row) for get in getters] for row in rows))
    for row in rows:
        row._state.adding, row._state.db = False, alias


def insert_values(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows without objects. names: of the fields of each value, all but the key; JSON is given as its text.

    Only for models whose key the database gives, with values that a driver takes as they are.
    """
    connection = connections[router.db_for_write(model)]
    fields = [model._meta.get_field(name) for name in names]
    with transaction.atomic(using=connection.alias):
        _write(connection, model, fields, rows)


def _write(connection: BaseDatabaseWrapper, model: Any, fields: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
    """Write values as the driver takes them. Raises Django's errors, which COPY alone would not."""
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    target = f"{connection.ops.quote_name(model._meta.db_table)} ({columns})"
    with connection.wrap_database_errors, connection.cursor() as cursor:
        # PostgreSQL takes no COPY into a table whose rows it shows to some only.
        if connection.vendor == "postgresql" and row_security.get_scope() is None:
            with cursor.copy(f"COPY {target} FROM STDIN") as copy:
                for values in rows:
                    copy.write_row(values)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {target} VALUES ({marks})", list(rows))  # noqa: S608 - our own names


def _allocate_keys(connection: BaseDatabaseWrapper, model: type[models.Model], count: int) -> Sequence[Any]:
    """Return new keys. On SQLite, whose transactions that write are alone, they are those that follow the last."""
    key = model._meta.pk
    if not count:
        return []
    if not isinstance(key, models.AutoField):
        return [key.get_default() for _ in range(count)]  # type: ignore[union-attr]  # every model has one
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(model._meta.db_table), key.column, count],
            )
            return [number for (number,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        last = cursor.fetchone()
    first = (last[0] if last else 0) + 1
    return range(first, first + count)


def _get_getter(field: models.Field, connection: BaseDatabaseWrapper) -> Callable[[Any], Any]:
    """Return what reads the field of an object as the driver takes it."""
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        if connection.vendor == "postgresql":
            return partial(field.pre_save, add=True)
        return lambda row: field.get_db_prep_save(field.pre_save(row, add=True), connection)
    get = attrgetter(field.attname)
    if isinstance(field, models.JSONField):
        encode = partial(json.dumps, cls=field.encoder)
        return lambda row: None if (value := get(row)) is None else encode(value)
    if isinstance(field, PLAIN_FIELDS) or connection.vendor == "postgresql":
        return get
    if isinstance(field, models.ForeignKey):
        target = field.target_field
        return (
            get
            if isinstance(target, models.IntegerField)
            else lambda row: target.get_db_prep_save(get(row), connection)
        )
    return lambda row: field.get_db_prep_save(get(row), connection)
