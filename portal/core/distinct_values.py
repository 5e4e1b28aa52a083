"""Reads the different values of an indexed column: one look-up in the index a value, however many rows have it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet

from portal.core.prepared import Parameter

type Statement = tuple[str, list[Any]]


def get_distinct_values(models: Sequence[type[Model]], field: str, **equal: Any) -> list[Any]:
    """Return the different values of a field, the lowest first, of the rows where other fields equal these values.

    NULL is left out. An index of the other fields, then this one, makes it fast. Of several models it is one query.
    """
    steps = [_step_through(model, field, equal, f"steps_{number}") for number, model in enumerate(models)]
    names = [f"SELECT value FROM steps_{number} WHERE value IS NOT NULL" for number in range(len(steps))]  # noqa: S608
    expressions = ", ".join(sql for sql, _values in steps)
    statement = f"WITH RECURSIVE {expressions} {' UNION '.join(names)}"
    values = [value for _sql, parameters in steps for value in parameters]
    return sorted(value for (value,) in _fetch(models[0], statement, values))


def build_choices(
    connection: BaseDatabaseWrapper,
    distinct: Mapping[str, tuple[Sequence[type[Model]], str]],
    rows: Sequence[QuerySet[Any]],
    *,
    least: Mapping[str, tuple[type[Model], str]],
    **equal: Any,
) -> Statement:
    """Return a query, and its parameters, for different values of several columns and rows of other tables.

    distinct: models and field by kind; each value is a row of kind, value and empty texts. least: model
    and field by kind; the least value is such a row too. rows: querysets of values_list() with as many texts, the first
    of them the kind.
    """
    steps = [(kind, model, field) for kind, (models, field) in distinct.items() for model in models]
    expressions = [_step_through(model, field, equal, f"steps_{at}") for at, (_kind, model, field) in enumerate(steps)]
    width = len(rows[0].query.values_select or ()) + len(rows[0].query.annotation_select)
    empty = ", ''" * (width - 2)
    parts = [
        f"SELECT %s AS kind, CAST(value AS VARCHAR(200)) AS value{empty} FROM steps_{at} WHERE value IS NOT NULL"  # noqa: S608
        for at in range(len(steps))
    ]
    parameters = [value for _sql, values in expressions for value in values] + [kind for kind, _model, _field in steps]
    for kind, (model, field) in least.items():
        table, column, condition, values = _parts(model, field, equal)
        parts.append(f"SELECT %s, CAST(MIN({column}) AS VARCHAR(200)){empty} FROM {table} WHERE {condition}")  # noqa: S608
        parameters += [kind, *values]
    for queryset in rows:
        sql, values = queryset.query.get_compiler(connection=connection).as_sql()
        parts.append(sql)
        parameters += values
    statement = f"WITH RECURSIVE {', '.join(sql for sql, _values in expressions)} {' UNION ALL '.join(parts)}"
    return statement, parameters


def count_distinct_values(model: type[Model], field: str, *, max_count: int, **equal: Any) -> dict[Any, int]:
    """Return how many rows have each value, the lowest value first; no count goes beyond max_count."""
    sql, values = _step_through(model, field, equal, "steps")
    table, column, condition, parameters = _parts(model, field, equal)
    rows = f"SELECT 1 FROM {table} WHERE {condition} AND {column} = steps.value LIMIT {max_count:d}"  # noqa: S608
    statement = f"WITH RECURSIVE {sql} SELECT value, (SELECT COUNT(*) FROM ({rows}) AS counted) FROM steps"  # noqa: S608
    counts = _fetch(model, f"{statement} WHERE value IS NOT NULL", values + parameters)
    return dict(sorted(counts))


def get_greatest_by_value(model: type[Model], field: str, greatest: str, **equal: Any) -> dict[Any, Any]:
    """Return the greatest value of another field in the rows with each value of a field, the lowest value first.

    An index of the other fields, then this one, then the greatest, makes it fast.
    """
    sql, values = _step_through(model, field, equal, "steps")
    table, column, condition, parameters = _parts(model, field, equal)
    greatest_column = connections[router.db_for_read(model)].ops.quote_name(str(_get_column(model, greatest)))
    of_value = f"SELECT MAX({greatest_column}) FROM {table} WHERE {condition} AND {column} = steps.value"  # noqa: S608
    rows = _fetch(model, f"WITH RECURSIVE {sql} SELECT value, ({of_value}) FROM steps WHERE value IS NOT NULL",  # noqa: S608
                  values + parameters)  # fmt: skip
    return dict(sorted(rows))


def _get_column(model: type[Model], field: str) -> str:
    meta: Any = model._meta
    return str(meta.get_field(field).column)


def _step_through(model: type[Model], field: str, equal: dict[str, Any], name: str) -> Statement:
    """Return the table expression of that name, whose rows go from one value to the next."""
    table, column, condition, parameters = _parts(model, field, equal)
    least = f"SELECT MIN({column}) FROM {table} WHERE {condition}"  # noqa: S608 - names of our own models
    step = f"SELECT ({least} AND {column} > {name}.value) FROM {name} WHERE {name}.value IS NOT NULL"  # noqa: S608
    return f"{name}(value) AS ({least} UNION ALL {step})", parameters * 2


def _parts(model: type[Model], field: str, equal: dict[str, Any]) -> tuple[str, str, str, list[Any]]:
    """Return the names of the table and of the column, the condition, and its parameters."""
    connection = connections[router.db_for_read(model)]
    meta: Any = model._meta
    quote = connection.ops.quote_name
    condition = " AND ".join(f"{quote(_get_column(model, name))} = %s" for name in equal) or "TRUE"
    parameters = [
        value if isinstance(value, Parameter) else meta.get_field(name).get_db_prep_value(value, connection)
        for name, value in equal.items()
    ]
    return quote(meta.db_table), quote(_get_column(model, field)), condition, parameters


def _fetch(model: type[Model], statement: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connections[router.db_for_read(model)].cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
