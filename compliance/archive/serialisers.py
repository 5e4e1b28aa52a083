"""A row as an object of JSON, and back: the same value for the same column in any portal."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models

from compliance.archive.manifest import get_exported_fields, get_target_label
from compliance.archive.natural_keys import ArchiveNames
from portal.history.chain import format_instant


class InvalidRow(ValueError):
    """What is wrong with a row, for the operator."""


def encode_row(row: models.Model, own_name: str, names: ArchiveNames, bodies: dict[str, str]) -> dict[str, Any] | None:
    """None where it hangs on something that came after the archive was begun.

    bodies: where the bytes of a binary column stand in the archive, by its name.
    """
    told: dict[str, Any] = {"id": own_name}
    for field in get_exported_fields(type(row)):
        value = field.value_from_object(row)
        if field.is_relation:
            name = None if value is None else names.name(get_target_label(field), value)
            if name is None and not field.null:
                return None
            told[field.name] = name
        elif isinstance(field, models.BinaryField):
            told[field.name] = bodies[field.name]
        else:
            told[field.name] = encode_value(value)
    return told


def encode_value(value: Any) -> Any:
    """JSON as the column holds it; times in UTC, fractions of money as text."""
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value


def decode_value(field: models.Field, value: Any) -> Any:
    """The value for a column that points at nothing and holds no bytes. Raises Bad."""
    if value is None:
        if field.null:
            return None
        raise InvalidRow(f"{field.name} may not be empty")
    if isinstance(field, models.JSONField):
        return value
    _check_type(field, value)
    try:
        found = field.to_python(value)
        for validator in field.validators:
            if value not in field.empty_values or isinstance(validator, MaxLengthValidator):
                validator(found)
    except (ValidationError, ValueError, TypeError, OverflowError) as error:
        raise InvalidRow(f"{field.name} does not hold such a value") from error
    if field.choices and value not in field.empty_values and value not in dict(field.flatchoices):
        raise InvalidRow(f"{field.name} does not know {str(value)[:40]!r}")
    if isinstance(found, str) and "\x00" in found:
        raise InvalidRow(f"{field.name} holds a character that no text has")
    return found


def _check_type(field: models.Field, value: Any) -> None:
    """A whole number is no truth, a list no text; what Django would turn into something is not taken for it."""
    if isinstance(field, models.BooleanField):
        is_right = isinstance(value, bool)
    elif isinstance(field, models.IntegerField):
        is_right = isinstance(value, int) and not isinstance(value, bool)
    elif isinstance(field, models.FloatField):
        is_right = isinstance(value, int | float) and not isinstance(value, bool)
    elif isinstance(field, models.DateTimeField):
        is_right = isinstance(value, str) and value.endswith("+00:00")
    else:
        is_right = isinstance(value, str)
    if not is_right:
        raise InvalidRow(f"{field.name} is of another kind")
