"""Integer lookups that find no row for a number the column cannot hold, on every database.

Django says so for the number itself (IntegerFieldExact and its kin), but neither for a list of numbers nor for a column
that names another row: there SQLite raises OverflowError and PostgreSQL DataError, which a visitor sees as an error of
the server. These lookups take the place of Django's.
"""

from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db.models import IntegerField
from django.db.models.fields.related import ForeignObject
from django.db.models.fields.related_lookups import (
    RelatedExact,
    RelatedGreaterThan,
    RelatedGreaterThanOrEqual,
    RelatedIn,
    RelatedLessThan,
    RelatedLessThanOrEqual,
)
from django.db.models.lookups import In


def is_in_range(value: Any, field: Any, connection: Any) -> bool:
    """Return whether the field's column can hold the value; for a foreign key, the column that it points to."""
    while field.remote_field and getattr(field, "target_field", field) is not field:
        field = field.target_field
    if not isinstance(value, int) or not isinstance(field, IntegerField):
        return True
    smallest, largest = connection.ops.integer_field_range(field.get_internal_type())
    return (smallest is None or value >= smallest) and (largest is None or value <= largest)


class InRange:
    """Drops from a list what the column cannot hold."""

    rhs: Any

    def process_rhs(self, compiler: Any, connection: Any) -> Any:
        if self.rhs_is_direct_value():  # type: ignore[attr-defined]
            field = self.lhs.output_field  # type: ignore[attr-defined]
            self.rhs = [value for value in self.rhs if is_in_range(value, field, connection)]
        return super().process_rhs(compiler, connection)  # type: ignore[misc]


class RelatedInRange:
    """Answers by itself where the number is too large or too small for the column."""

    rhs: Any
    above: type[Exception] = EmptyResultSet
    below: type[Exception] = EmptyResultSet

    def process_rhs(self, compiler: Any, connection: Any) -> Any:
        if not is_in_range(self.rhs, self.lhs.output_field, connection):  # type: ignore[attr-defined]
            raise self.above if self.rhs > 0 else self.below
        return super().process_rhs(compiler, connection)  # type: ignore[misc]


class IntegerIn(InRange, In):
    pass


class RelatedInList(InRange, RelatedIn):
    pass


class RelatedEqual(RelatedInRange, RelatedExact):
    pass


class RelatedAbove(RelatedInRange, RelatedGreaterThan):
    below = FullResultSet


class RelatedAtLeast(RelatedInRange, RelatedGreaterThanOrEqual):
    below = FullResultSet


class RelatedBelow(RelatedInRange, RelatedLessThan):
    above = FullResultSet


class RelatedAtMost(RelatedInRange, RelatedLessThanOrEqual):
    above = FullResultSet


def register() -> None:
    """Put these lookups in the place of Django's."""
    IntegerField.register_lookup(IntegerIn)
    for lookup in (RelatedInList, RelatedEqual, RelatedAbove, RelatedAtLeast, RelatedBelow, RelatedAtMost):
        ForeignObject.register_lookup(lookup)
