"""The names of people and rows in an archive: this portal's keys become names that are valid in any portal.

A row with a public id is named by it, another by its number among its kind; a person by a number, by address.
"""

from collections.abc import Iterable
from typing import Any

from compliance.archive.manifest import (
    FILE,
    NATURAL_KEY_FIELDS,
    USER,
    get_exported_fields,
    get_exported_models,
    get_model,
    get_rows,
    get_target_label,
)
from compliance.organisations.models import Organisation
from portal.accounts.models import User
from portal.files.models import StoredFile


class ArchiveNames:
    """The name by key of each row that another points at. people, files: in the order of the archive."""

    def __init__(self, organisation: Organisation) -> None:
        self.files = list(
            StoredFile.objects.filter(pk__in=_get_referenced_keys(organisation, FILE)).order_by("uploaded_at", "uuid")
        )
        keys = _get_referenced_keys(organisation, USER) | {file.uploaded_by_id for file in self.files} - {None}
        self.people = sorted(User.objects.filter(pk__in=keys), key=lambda user: user.email.casefold())
        self.of: dict[str, dict[Any, str]] = {
            USER: {user.pk: f"p{number}" for number, user in enumerate(self.people, start=1)},
            FILE: {file.pk: str(file.uuid) for file in self.files},
        }
        for label, known_by in NATURAL_KEY_FIELDS.items():
            self.of[label] = dict(get_model(label)._base_manager.values_list("pk", known_by))
        for label in {target for model in get_exported_models() for target in get_target_labels(model)} - set(self.of):
            self.of[label] = _get_row_names(label, organisation)

    def name(self, label: str, key: Any) -> str | None:
        """Return the name of a row; None for an empty key and for a row created after the archive was started."""
        return self.of[label].get(key)


def get_target_labels(model: Any) -> Iterable[str]:
    """Return the labels of the models at which a model's columns point."""
    return [get_target_label(field) for field in get_exported_fields(model) if field.is_relation]


def get_row_name(row: Any, number: int) -> str:
    """Return the name of a row. number: its position among the organisation's rows of the model, from 1."""
    return str(row.uuid) if hasattr(row, "uuid") else str(number)


def _get_row_names(label: str, organisation: Organisation) -> dict[Any, str]:
    model = get_model(label)
    if any(field.name == "uuid" for field in model._meta.concrete_fields):
        pairs = get_rows(model, organisation).values_list("pk", "uuid")
        return {pk: str(uuid) for pk, uuid in pairs.iterator()}
    keys = get_rows(model, organisation).values_list("pk", flat=True)
    return {pk: str(number) for number, pk in enumerate(keys.iterator(), start=1)}


def _get_referenced_keys(organisation: Organisation, target: str) -> set[Any]:
    keys: set[Any] = set()
    for model in get_exported_models():
        for field in get_exported_fields(model):
            if field.is_relation and get_target_label(field) == target:
                keys |= set(get_rows(model, organisation).order_by().values_list(field.attname, flat=True).distinct())
    return keys - {None}
