"""Says how a database would read rows, where the cheap ways of small tables are shut."""

from django.db import connection
from django.db.models import Model, QuerySet

SHUT = ("enable_seqscan", "enable_sort", "enable_bitmapscan", "enable_incremental_sort")


def assert_read_in_order(rows: QuerySet, index: str) -> None:
    """Assert that the rows come by the index in their order: nothing is sorted, and no table is read through."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for way in SHUT:
                cursor.execute(f"SET LOCAL {way} = off")
    plan = rows.explain()
    assert index in plan, plan
    for costly in ("TEMP B-TREE", "Sort", "Seq Scan", "SCAN "):
        assert costly not in plan, plan


def count_rows(model: type[Model]) -> None:
    """Let PostgreSQL count the rows of a table. In one that it takes for empty, every index costs it the same."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {model._meta.db_table}")
