"""Who and what is called what in one archive: keys of this portal become names that hold in any.

A row with a public id is named by it, another by its number among its kind; a person by a number, by address.
"""

from collections.abc import Iterable
from typing import Any

from compliance.archive.manifest import FILE, KNOWN_BY, USER, fields_of, model_of, rows_of, taken, target_of
from compliance.organisations.models import Organisation
from portal.accounts.models import User
from portal.files.models import StoredFile


class Names:
    """people, files: what is pointed at, in the order of the archive. of: name by key, for each model pointed at."""

    def __init__(self, organisation: Organisation) -> None:
        self.files = list(
            StoredFile.objects.filter(pk__in=_pointed_at(organisation, FILE)).order_by("uploaded_at", "uuid")
        )
        keys = _pointed_at(organisation, USER) | {file.uploaded_by_id for file in self.files} - {None}
        self.people = sorted(User.objects.filter(pk__in=keys), key=lambda user: user.email.casefold())
        self.of: dict[str, dict[Any, str]] = {
            USER: {user.pk: f"p{number}" for number, user in enumerate(self.people, start=1)},
            FILE: {file.pk: str(file.uuid) for file in self.files},
        }
        for label, known_by in KNOWN_BY.items():
            self.of[label] = dict(model_of(label)._base_manager.values_list("pk", known_by))
        for label in {target for model in taken() for target in targets(model)} - set(self.of):
            self.of[label] = _rows(label, organisation)

    def name(self, label: str, key: Any) -> str | None:
        """None for what is empty, and for what came after the archive was begun."""
        return self.of[label].get(key)


def targets(model: Any) -> Iterable[str]:
    """Labels of the models at which its columns point."""
    return [target_of(field) for field in fields_of(model) if field.is_relation]


def own_name(row: Any, number: int) -> str:
    """number: its place among the organisation's rows of the model, from 1."""
    return str(row.uuid) if hasattr(row, "uuid") else str(number)


def _rows(label: str, organisation: Organisation) -> dict[Any, str]:
    model = model_of(label)
    if any(field.name == "uuid" for field in model._meta.concrete_fields):
        found = rows_of(model, organisation).values_list("pk", "uuid")
        return {pk: str(uuid) for pk, uuid in found.iterator()}
    keys = rows_of(model, organisation).values_list("pk", flat=True)
    return {pk: str(number) for number, pk in enumerate(keys.iterator(), start=1)}


def _pointed_at(organisation: Organisation, target: str) -> set[Any]:
    found: set[Any] = set()
    for model in taken():
        for field in fields_of(model):
            if field.is_relation and target_of(field) == target:
                found |= set(rows_of(model, organisation).order_by().values_list(field.attname, flat=True).distinct())
    return found - {None}
