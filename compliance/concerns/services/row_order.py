"""The physical order of reporters' rows in the database, which must not reveal their time of arrival.

A row's place in its table, and on PostgreSQL the number of the transaction that wrote it, tell the order of writing;
the exact times of other tables beside them would then tell the minute. Once in each hour, rows that were written since
are written again in random order and in one transaction: they say nothing finer than that hour.

See docs/requirements/security.md#rounded-times.
"""

import logging
from datetime import datetime

from django.apps import apps
from django.core.cache import cache
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from compliance.concerns.models import Concern, ConcernFile, Draft, HeldLine, Message, Receipt, Visit
from portal.vault.models import DataKey

logger = logging.getLogger(__name__)
MODELS: tuple[type[models.Model], ...] = (
    Concern, DataKey, Receipt, Message, ConcernFile, Draft, Visit, HeldLine
)  # fmt: skip
LAST_RUN_KEY, WATERMARK_KEY = "concerns.row_order", "concerns.row_order.watermark"
HOUR_SECONDS = 3600
# A larger table is put in the order of its random ids at night only: nobody else reads it meanwhile.
MAX_BYTES_BY_DAY = 64 * 1024 * 1024
NIGHT_HOUR = 3
LOCK_WAIT = "1s"


def get_models() -> tuple[type[models.Model], ...]:
    """Return the tables with rows of reporters, and that of the desk's alarms, which begin as a concern arrives."""
    return (*MODELS, apps.get_model("casework", "Alarm"))


def scatter(now: datetime) -> int:
    """Rewrite the rows that were written since the last time, once in each hour. Returns how many."""
    if not cache.add(f"{LAST_RUN_KEY}:{now:%Y%m%d%H}", 1, 2 * HOUR_SECONDS):
        return 0
    return _scatter_postgresql(now) if connection.vendor == "postgresql" else _scatter_sqlite()


@transaction.atomic
def _scatter_sqlite() -> int:
    """SQLite numbers rows by arrival, in a column that no model has; nothing refers to it."""
    changed = 0
    with connection.cursor() as cursor:
        for model in get_models():
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"UPDATE {table} SET rowid = (random() & 4611686018427387903)")  # noqa: S608 – our own table
            changed += cursor.rowcount
    return changed


def _scatter_postgresql(now: datetime) -> int:
    changed = _rewrite()
    for model in get_models():
        _sort_by_id(model, is_night=timezone.localtime(now).hour == NIGHT_HOUR)
    return changed


@transaction.atomic
def _rewrite() -> int:
    """A row that a request has locked is left out, so that nobody waits for anybody; that request writes it anew."""
    changed = 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint & 4294967295,"
            " pg_current_xact_id()::text::bigint & 4294967295"
        )
        oldest, own_position = cursor.fetchone()
        since, rewritten_by = cache.get(WATERMARK_KEY) or (0, [])
        for model in get_models():
            table, key = (connection.ops.quote_name(name) for name in (model._meta.db_table, "uuid"))
            cursor.execute(
                # The names are those of our own models.
                f"SELECT {key} FROM {table} WHERE (xmin::text::bigint >= %s OR %s > %s)"  # noqa: S608
                f" AND xmin::text::bigint <> ALL(%s) ORDER BY random() FOR NO KEY UPDATE SKIP LOCKED",
                [since, since, oldest, rewritten_by],
            )
            rows = cursor.fetchall()
            if rows:
                cursor.executemany(f"UPDATE {table} SET {key} = {key} WHERE {key} = %s", rows)  # noqa: S608
            changed += len(rows)
        # A transaction that stays open, in any database of the server, keeps `oldest` below our earlier ones.
        recent = [number for number in rewritten_by if number >= oldest] + [own_position]
        transaction.on_commit(lambda: cache.set(WATERMARK_KEY, (oldest, recent), None))
    return changed


def _sort_by_id(model: type[models.Model], *, is_night: bool) -> None:
    """Put the table in the order of its random ids. It also drops what is left of the rows' earlier versions."""
    table = model._meta.db_table
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size(%s::regclass)", [table])
            if cursor.fetchone()[0] > MAX_BYTES_BY_DAY and not is_night:
                return
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_WAIT])
            quoted = connection.ops.quote_name
            cursor.execute(f"CLUSTER {quoted(table)} USING {quoted(table + '_pkey')}")
    except DatabaseError as error:
        # Somebody works on the table, or the role does not own it.
        logger.warning("%s was not sorted: %s", table, type(error).__name__)
