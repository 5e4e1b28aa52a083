"""Conversion of a row to a JSON object and back, with equal values in any portal."""

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
    """A row that cannot be imported. The message is for the operator."""


def encode_row(
    row: models.Model, own_name: str, names: ArchiveNames, bodies: dict[str, str]
) -> dict[str, object] | None:
    """Return the row as a JSON object, or None where it points at something created after the archive was started.

    bodies: where the bytes of a binary column stand in the archive, by its name.
    """
    values: dict[str, object] = {"id": own_name}
    for field in get_exported_fields(type(row)):
        value = field.value_from_object(row)
        if field.is_relation:
            name = None if value is None else names.name(get_target_label(field), value)
            if name is None and not field.null:
                return None
            values[field.name] = name
        elif isinstance(field, models.BinaryField):
            values[field.name] = bodies[field.name]
        else:
            values[field.name] = encode_value(value)
    return values


def encode_value(value: Any) -> Any:
    """Return a value as JSON: times in UTC, decimal numbers as text."""
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value


def decode_value(field: models.Field, value: Any) -> Any:
    """Return the value of a column that is no foreign key and holds no bytes. Raises InvalidRow."""
    if value is None:
        if field.null:
            return None
        raise InvalidRow(f"{field.name} must not be empty")
    if isinstance(field, models.JSONField):
        return value
    _check_type(field, value)
    try:
        converted = field.to_python(value)
        for validator in field.validators:
            if value not in field.empty_values or isinstance(validator, MaxLengthValidator):
                validator(converted)
    except (ValidationError, ValueError, TypeError, OverflowError) as error:
        raise InvalidRow(f"{field.name} does not accept this value") from error
    if field.choices and value not in field.empty_values and value not in dict(field.flatchoices):
        raise InvalidRow(f"{field.name} does not accept {str(value)[:40]!r}")
    if isinstance(converted, str) and "\x00" in converted:
        raise InvalidRow(f"{field.name} contains a character that is not valid in text")
    return converted


def _check_type(field: models.Field, value: Any) -> None:
    """Refuse a value of another JSON type: Django would convert some silently. Raises InvalidRow."""
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
        raise InvalidRow(f"{field.name} has the wrong type")
