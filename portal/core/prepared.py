"""Queries whose SQL is put together once: Django does so for each request, which costs more than what they read."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, update_wrapper, wraps
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.models import Expression, Model, QuerySet
from django.db.models.query import FlatValuesListIterable, ValuesListIterable

MAX_SHAPES = 128
# Where a value goes in SQL that Django put together.
PLACEHOLDER = re.compile("(?<!%)%s")
# The number of rows that no database need be asked for.
NONE = "0"
REGISTRY: "list[prepared]" = []


class Parameter(Expression):
    """A value that is known when the query is sent. index: of the value in the list of all."""

    def __init__(self, index: int) -> None:
        super().__init__()
        self.index = index

    def as_sql(self, compiler: Any, connection: Any) -> Any:  # Any: the parameter takes the place of its value
        return "%s", (self,)


class prepared:  # noqa: N801 - a decorator
    """Fetches the rows of the queryset that a function returns, by SQL that is put together once.

    Positional arguments are values, or lists of values of which only the number counts; none is None. Keyword arguments
    decide what is asked, and are hashable. The function is called with a Parameter in the place of each value, once for
    each set of keyword arguments: it must ask neither for the time nor the database.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        update_wrapper(self, build)
        self.build = build
        self._prepare = lru_cache(maxsize=MAX_SHAPES)(self._build_once)
        REGISTRY.append(self)

    def __call__(self, *values: Any, **shape: Any) -> list[Any]:
        lengths = tuple(len(value) if isinstance(value, list | tuple) else -1 for value in values)
        rows, compilers = self._prepare(lengths, tuple(shape.items()))
        return _fetch(rows, compilers, _flatten(values))

    def count(self, *values: Any, **shape: Any) -> int:
        """Return how many rows there are; where the function cuts them, no more than it leaves."""
        return count_together(self.counted(*values, **shape))[0]

    def counted(self, *values: Any, **shape: Any) -> "Counted":
        """Return what `count_together` counts."""
        lengths = tuple(len(value) if isinstance(value, list | tuple) else -1 for value in values)
        return Counted(*self._prepare(lengths, tuple(shape.items())), _flatten(values))

    def _build_once(
        self, lengths: tuple[int, ...], shape: tuple[tuple[str, Any], ...]
    ) -> tuple[QuerySet[Any], dict[str, Any]]:
        """Return the queryset and its compilers by database. lengths: of lists; -1 for a value."""
        numbers = iter(range(sum(abs(length) for length in lengths)))
        values = [
            Parameter(next(numbers)) if length < 0 else [Parameter(next(numbers)) for _ in range(length)]
            for length in lengths
        ]
        return self.build(*values, **dict(shape)), {}


class Counted(NamedTuple):
    """A prepared query whose rows are to be counted."""

    rows: QuerySet[Any]
    compilers: dict[str, Any]
    values: list[Any]

    def compile(self, connection: Any) -> tuple[str, Sequence[Any]]:
        """Return the SQL of the number, which is put together once a database, with its parameters."""
        key = f"count of {connection.alias}"
        if key not in self.compilers:
            try:
                sql, parameters = _write_numbers(
                    self.rows.query.get_compiler(connection=connection).as_sql(), connection
                )
            except EmptyResultSet:
                return NONE, []
            # What Django put together.
            self.compilers[key] = f"(SELECT COUNT(*) FROM ({sql}) AS counted)", parameters  # noqa: S608
        sql, parameters = self.compilers[key]
        return sql, [_adapt(parameter, self.values, connection) for parameter in parameters]


def count_together(*counted: Counted) -> list[int]:
    """Return how many rows each of several prepared queries has, by one statement."""
    connection = connections[counted[0].rows.db]
    compiled = [each.compile(connection) for each in counted]
    if all(sql == NONE for sql, _sent in compiled):
        return [0] * len(compiled)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(sql for sql, _sent in compiled)}", [value for _sql, sent in compiled for value in sent]
        )
        return list(cursor.fetchone())


class prepared_statement:  # noqa: N801 - a decorator
    """Fetches the rows of a statement that a function returns with its parameters, put together once a database.

    Positional arguments are values, of which none is None. The function is called with a connection and a Parameter in
    the place of each value: it must ask neither for the time nor the database. model: whose database is asked.
    """

    def __init__(self, model: type[Model]) -> None:
        self.model = model

    def __call__(self, build: Callable[..., tuple[str, Sequence[Any]]]) -> Callable[..., list[tuple[Any, ...]]]:
        @lru_cache(maxsize=MAX_SHAPES)
        def prepare(using: str, count: int) -> tuple[str, Sequence[Any]]:
            return _write_numbers(build(connections[using], *map(Parameter, range(count))), connections[using])

        @wraps(build)
        def fetch(*values: Any) -> list[tuple[Any, ...]]:
            connection = connections[router.db_for_read(self.model)]
            sql, parameters = prepare(connection.alias, len(values))
            values = tuple(_flatten(values))
            with connection.cursor() as cursor:
                cursor.execute(sql, [_adapt(parameter, values, connection) for parameter in parameters])
                return cursor.fetchall()

        return fetch


def fetch_in_order(fetch: Callable[[list[Any]], list[Any]], keys: Iterable[Any]) -> list[Any]:
    """Return the rows with these keys in the order of the keys; a row that is gone meanwhile is left out."""
    keys = list(keys)
    if not keys:
        return []
    rows = {row.pk: row for row in fetch(keys)}
    return [rows[key] for key in keys if key in rows]


class _Compiled(NamedTuple):
    """A query as one database is asked. converters: of its columns, by their place; is_composite: whether one is of
    several columns.
    """

    compiler: Any
    sql: str
    parameters: Sequence[Any]
    converters: dict[int, Any]
    is_composite: bool

    def bind(self, values: Sequence[Any], connection: Any) -> list[Any]:
        """Return what is sent with the SQL."""
        return [_adapt(parameter, values, connection) for parameter in self.parameters]

    def copy_compiler(self, connection: Any) -> Any:
        copied = _copy(self.compiler)
        copied.connection = connection
        return copied


def _fetch(rows: QuerySet[Any], compilers: dict[str, Any], values: Sequence[Any]) -> list[Any]:
    """Return the rows, fetched by the compiler of their database, which is made where there is none yet."""
    if rows._iterable_class in (ValuesListIterable, FlatValuesListIterable):
        return _fetch_tuples(rows, compilers, values)

    def get_compiler(using: str, **_options: Any) -> Any:
        try:
            compiled = _compile(rows, compilers, using)
        except EmptyResultSet:
            return rows.query.get_compiler(using)
        compiler = compiled.copy_compiler(connections[using])
        sent = compiled.bind(values, compiler.connection)
        compiler.as_sql = lambda: (compiled.sql, sent)
        compiler.get_converters = lambda _columns: compiled.converters
        compiler.has_composite_fields = lambda _columns: compiled.is_composite
        return compiler

    models, query = _copy(rows), _copy(rows.query)
    vars(query)["get_compiler"] = get_compiler
    vars(models)["_query"] = query
    return list(models)


def _fetch_tuples(rows: QuerySet[Any], compilers: dict[str, Any], values: Sequence[Any]) -> list[Any]:
    """Return the rows of values_list() as the cursor has them, with their columns converted.

    No model is made of them, and Django's own way to them takes longer than the database.
    """
    connection = connections[rows.db]
    try:
        compiled = _compile(rows, compilers, connection.alias)
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(compiled.sql, compiled.bind(values, connection))
        fetched: list[Any] = cursor.fetchall()
    if compiled.converters:
        compiler = compiled.copy_compiler(connection)
        fetched = [tuple(row) for row in compiler.apply_converters(fetched, compiled.converters)]
    return [row[0] for row in fetched] if rows._iterable_class is FlatValuesListIterable else fetched


def _compile(rows: QuerySet[Any], compilers: dict[str, Any], using: str) -> _Compiled:
    """Return the query as it is put together once a database. Raises EmptyResultSet."""
    if using not in compilers:
        made = rows.all().query.get_compiler(using)
        sql, parameters = _write_numbers(made.as_sql(), connections[using])
        columns = _list_columns(made)
        converters, is_composite = made.get_converters(columns), made.has_composite_fields(columns)
        compilers[using] = _Compiled(made, sql, parameters, converters, is_composite)
    return compilers[using]  # type: ignore[no-any-return]


def _copy[Thing](thing: Thing) -> Thing:
    """Return another of the same type with the same attributes: a queryset, whose rows are not asked for yet, or part
    of it.
    """
    copied = object.__new__(type(thing))
    vars(copied).update(vars(thing))
    return copied


def _list_columns(compiler: Any) -> list[Any]:
    """Return the columns of the rows that a compiler reads, as it lists them itself."""
    return [column for column, _sql, _alias in compiler.select[: compiler.col_count]]


def _write_numbers(statement: tuple[str, Sequence[Any]], connection: Any) -> tuple[str, list[Any]]:
    """Return a statement of SQLite with its own numbers, true and false in it, and the parameters that are left.

    Where SQLite has to know a parameter to tell whether an index of some rows fits, as those that are current, it puts
    the statement together anew each time that it runs.
    """
    sql, parameters = statement
    if connection.vendor != "sqlite" or len(PLACEHOLDER.findall(sql)) != len(parameters):
        return sql, list(parameters)
    written = iter(str(int(value)) if isinstance(value, int) else "%s" for value in parameters)
    left = [value for value in parameters if not isinstance(value, int)]
    return PLACEHOLDER.sub(lambda _place: next(written), sql), left


def _flatten(values: Sequence[Any]) -> list[Any]:
    flat: list[Any] = []
    for value in values:
        flat += value if isinstance(value, list | tuple) else [value]
    if None in flat:
        raise ValueError("A prepared query takes no None: nothing equals it.")
    return flat


def _adapt(parameter: Any, values: Sequence[Any], connection: Any) -> Any:
    """Return what is sent to the database: a parameter of the query's own, or a value as a field would adapt it."""
    if not isinstance(parameter, Parameter):
        return parameter
    value = values[parameter.index]
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    return connection.ops.adapt_unknown_value(value)
