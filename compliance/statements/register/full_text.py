"""Statements found by the words of their text, with the sentence that is shown, and by parts of names: by what each
database has for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import connections
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.expressions import RawSQL

from compliance.statements.models import StatementText
from compliance.statements.rules.name_query import parse_name_query
from compliance.statements.rules.search_text import Excerpt, find_excerpt, get_search_words

CONFIG = "english"
SQLITE_KEYS = "SELECT rowid FROM {table} WHERE {table} MATCH %s"
TEXT_KEYS = SQLITE_KEYS.format(table="statements_text_fts")


class Vector(Func):
    """The column of words that PostgreSQL works out itself (migrations/0002_search_indexes.py)."""

    arity = 0
    template = '"vector"'
    output_field = SearchVectorField()


# Any: a query of keys, or an expression that gives them.
def get_matching_keys(q: str) -> Any:
    """Return what statements are found by all the words of a question, for `pk__in`; nothing where it has no word."""
    words = get_search_words(q)
    texts: QuerySet[StatementText] = StatementText.objects.all()
    if not words:
        return texts.none().values("pk")
    if connections[texts.db].vendor == "sqlite":
        return RawSQL(TEXT_KEYS, [_sqlite_query(words)])  # noqa: S611 – the words are a parameter
    query = SearchQuery(" ".join(words), config=CONFIG, search_type="plain")
    return texts.alias(words=Vector()).filter(words=query).values("pk")


def get_few_keys(q: str, limit: int) -> list[int] | None:
    """Return the keys where there are no more than the limit, None where there are more.

    Only SQLite is asked: it stops at the limit, and puts together a list of all matches for any other query.
    """
    words = get_search_words(q)
    connection = connections[StatementText.objects.db]
    if connection.vendor != "sqlite" or not words:
        return None
    with connection.cursor() as cursor:
        cursor.execute(f"{TEXT_KEYS} LIMIT %s", [_sqlite_query(words), limit + 1])
        keys = [key for (key,) in cursor.fetchall()]
    return keys if len(keys) <= limit else None


class Like(Func):
    """Whether a text is like a pattern: one whose words have no sign that a pattern gives a meaning."""

    arity = 2
    arg_joiner = " LIKE "
    template = "(%(expressions)s)"
    output_field = BooleanField()


# Any: a text, or what takes its place in a query that is put together before it is known.
@dataclass(frozen=True)
class Names:
    """What a question looks for among names. Each list is empty where nothing of its kind is asked for.

    patterns: that all must be found. number: the pattern of a company number, which is enough alone.
    words: both as SQLite's table of trigrams is asked for them.
    """

    patterns: list[Any] = field(default_factory=list)
    number: list[Any] = field(default_factory=list)
    words: list[Any] = field(default_factory=list)


def find_names(q: str) -> Names:
    """Return what a question looks for among names; in the patterns are letters, figures and spaces alone."""
    query = parse_name_query(q)
    # The words of a number may be the beginning of another, which is found as well.
    number = [f" {query.number.lower()} "] if query.number else []
    either = [_sqlite_query(parts) for parts in (query.parts, number) if parts]
    return Names(
        [f"%{part}%" for part in query.parts], [f"%{part}%" for part in number], [" OR ".join(either)] if either else []
    )


def match_names[Rows: QuerySet[Any]](rows: Rows, names: Names, *, is_read_in_order: bool = False) -> Rows:
    """Return the rows whose names have all words that are looked for, or that have the number of a company.

    SQLite looks them up in its own table of trigrams and stops where the rows are cut. is_read_in_order: where most
    rows have the words it compares them with each row, in the order of an index that holds the names.
    """
    if not names.patterns and not names.number:
        return rows
    if connections[rows.db].vendor != "sqlite" or is_read_in_order:
        all_words = Q(*(Q(Like(F("searched"), _as_value(pattern))) for pattern in names.patterns))
        return rows.filter(all_words | Q(*(Q(Like(F("searched"), _as_value(pattern))) for pattern in names.number)))
    table, fts = rows.model._meta.db_table, f"{rows.model._meta.db_table}_fts"
    # The sign keeps SQLite from asking the table of words once for each row of the other.
    where = [f"{fts} MATCH %s", f"+{fts}.rowid = {table}.id"]
    matches = rows.extra(tables=[fts], where=where, params=names.words)  # noqa: S610 – the words are a parameter
    return cast(Rows, matches)


def _as_value(pattern: Any) -> Any:
    return Value(pattern) if isinstance(pattern, str) else pattern


def _sqlite_query(words: Iterable[str]) -> str:
    return f"({' AND '.join(f'"{word}"' for word in words)})"


def get_excerpts(keys: Iterable[int], q: str) -> dict[int, Excerpt]:
    """Return the sentence to show of each statement, by its key: one query."""
    words = get_search_words(q)
    excerpts = {}
    for row in StatementText.objects.filter(pk__in=list(keys)):
        if excerpt := find_excerpt(row.body, row.sections, words):
            excerpts[row.pk] = excerpt
    return excerpts
