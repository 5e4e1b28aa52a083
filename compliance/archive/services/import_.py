"""The import of another portal's archive: all of it in one transaction, or nothing (docs/archive.md)."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from pathlib import Path
from typing import Any

from django.db import DataError, IntegrityError, models, transaction

from compliance.archive.import_state import ImportState
from compliance.archive.manifest import (
    EXPORTED_MODELS,
    FILE,
    NATURAL_KEY_FIELDS,
    USER,
    get_exported_fields,
    get_model,
    get_target_label,
)
from compliance.archive.serialisers import InvalidRow, decode_value
from compliance.archive.services import files, import_followup, people
from compliance.archive.services.export import FORMAT, data_entry_name
from compliance.archive.validation import OpenedArchive, Refused
from compliance.organisations.models import Organisation
from portal.core.types import JsonObject

BATCH_SIZE = 500
# SQLite takes so many values in one statement.
MAX_QUERY_VALUES = 30_000


@dataclass(frozen=True)
class ImportReport:
    """The result of an import, for the operator."""

    organisation: Organisation
    sha256: str
    rows: int
    files: int
    people_known: int
    people_made: int


def import_archive(path: Path, *, at: datetime, is_trusted: bool = True) -> ImportReport:
    """Import the archive. is_trusted: the organisation stays confirmed; else it proves anew who it is.

    Raises Refused, with nothing written; OSError for a file that cannot be read.

    See docs/requirements/statements.md#closing-an-organisation.
    """
    with closing(OpenedArchive(path)) as archive:
        if archive.manifest["format"] != FORMAT:
            raise Refused(f"its format is {archive.manifest['format'][:40]!r}, and this website reads {FORMAT}")
        restoring = ImportState(archive, at, is_trusted)
        try:
            with transaction.atomic():
                return _import_all(restoring)
        except BaseException as error:
            files.delete_files(restoring.written)
            if isinstance(error, IntegrityError | DataError | InvalidRow):
                raise Refused(f"its rows do not fit together, or are already on this website ({error})") from error
            raise


def _import_all(restoring: ImportState) -> ImportReport:
    archive = restoring.opened
    labels = _list_kinds(archive)
    for label, known_by in NATURAL_KEY_FIELDS.items():
        keys = get_model(label)._base_manager.values_list(known_by, "pk")
        restoring.known[label] = dict(keys)
    restoring.known[USER], existing, created = people.import_people(archive.rows(data_entry_name(USER)))
    organisation = _import_organisation(restoring)
    restoring.known[FILE] = files.import_files(restoring, organisation)
    for label in EXPORTED_MODELS:
        restoring.known.setdefault(label, {})
    for label in labels:
        _import_rows(restoring, label)
    import_followup.finish_import(restoring, organisation)
    return ImportReport(organisation, archive.sha256, restoring.rows, len(restoring.known[FILE]), existing, created)


def _list_kinds(archive: OpenedArchive) -> list[str]:
    """Return the models whose rows the archive holds, in order, without the organisation's own.

    An archive of an earlier release lacks kinds that came later: its manifest does not count their rows either. Raises
    Refused where rows are lost, or of a kind that this portal does not know.
    """
    held = {name for name in archive.manifest["files"] if name.startswith("data/")}
    counted = archive.manifest.get("rows")
    if not isinstance(counted, dict):
        raise Refused("its manifest does not count the rows")
    required = (EXPORTED_MODELS[0], FILE, USER)
    labels = {data_entry_name(label): label for label in (*EXPORTED_MODELS, FILE, USER)}
    if unknown := sorted(held - set(labels)):
        raise Refused(f"it contains rows that this website does not recognise: {unknown[0]}")
    for name in sorted(set(labels) - held):
        if labels[name] in counted or labels[name] in required:
            raise Refused(f"it does not include {name}")
    return [label for label in EXPORTED_MODELS[1:] if data_entry_name(label) in held]


def _import_organisation(restoring: ImportState) -> Organisation:
    """Create the organisation's own row, which must not exist here in any form. Raises Refused."""
    rows = list(restoring.opened.rows(data_entry_name(EXPORTED_MODELS[0])))
    if len(rows) != 1:
        raise Refused("it has not exactly one organisation in it")
    organisation = _build_row(restoring, Organisation, rows[0])
    if not restoring.is_trusted:
        organisation.confirmed_at, organisation.confirmed_by, organisation.confirmed_domain = None, "", ""
    if Organisation.objects.filter(slug=organisation.slug).exists():
        raise Refused(f"the address /o/{organisation.slug}/ belongs to an organisation on this website")
    holders = Organisation.objects.confirmed().open().filter(company_number=organisation.company_number)
    if organisation.confirmed_at and organisation.company_number and holders.exists():
        raise Refused(f"the company number {organisation.company_number} belongs to an organisation on this website")
    _insert_rows(restoring, Organisation, [(rows[0]["id"], organisation)])
    return Organisation.objects.get(pk=restoring.known["organisations.Organisation"][rows[0]["id"]])


def _import_rows(restoring: ImportState, label: str) -> None:
    model = get_model(label)
    self_references = [column for column in get_exported_fields(model) if column.related_model is model]
    later: list[tuple[str, JsonObject]] = []
    for batch in batched(restoring.opened.rows(data_entry_name(label)), _batch_size(model), strict=False):
        _insert_rows(
            restoring, model, [(_get_row_name(row, label), _build_row(restoring, model, row)) for row in batch]
        )
        later += [(row["id"], row) for row in batch if any(row.get(column.name) for column in self_references)]
    # What points at its own kind may point at one that comes after it.
    for name, row in later:
        values = {column.attname: _resolve_key(restoring, column, row[column.name]) for column in self_references}
        model._base_manager.filter(pk=restoring.known[label][name]).update(**values)


def _batch_size(model: type[models.Model]) -> int:
    return max(1, min(BATCH_SIZE, MAX_QUERY_VALUES // len(model._meta.concrete_fields)))


def _get_row_name(row: JsonObject, label: str) -> str:
    if not isinstance(row.get("id"), str):
        raise Refused(f"a row of {label} has no name")
    return row["id"]


def _build_row(restoring: ImportState, model: type[models.Model], values: JsonObject) -> Any:
    """Return the row without its primary key. Raises Refused."""
    label, fields = model._meta.label, {column.name: column for column in get_exported_fields(model)}
    if unknown := sorted(set(values) - set(fields) - {"id"}):
        raise Refused(f"a row of {label} has something that this website does not recognise: {unknown[0][:60]}")
    row = model()
    try:
        for name, column in fields.items():
            setattr(row, column.attname, _decode_field(restoring, column, values, name))
    except InvalidRow as error:
        raise Refused(f"the row {str(values.get('id'))[:40]} of {label} cannot be imported: {error}") from error
    if hasattr(row, "uuid") and str(row.uuid) != values.get("id"):
        raise Refused(f"the row {str(values.get('id'))[:40]} of {label} has two names")
    return row


def _decode_field(restoring: ImportState, column: models.Field, values: JsonObject, name: str) -> Any:
    if name not in values:
        if column.has_default() or column.null or column.blank:
            return column.get_default()
        raise InvalidRow(f"it does not have {name}")
    if not column.is_relation:
        return (
            _read_bytes(restoring, values[name])
            if isinstance(column, models.BinaryField)
            else decode_value(column, values[name])
        )
    if column.related_model is column.model:
        return None
    return _resolve_key(restoring, column, values[name])


def _read_bytes(restoring: ImportState, reference: Any) -> bytes:
    if not isinstance(reference, str) or not reference.startswith("statements/"):
        raise InvalidRow("its bytes stand nowhere")
    return restoring.opened.body(reference)


def _resolve_key(restoring: ImportState, column: models.Field, name: Any) -> Any:
    """Return the key of the row that is pointed at. Raises InvalidRow where the archive does not contain it."""
    if name is None:
        if column.null:
            return None
        raise InvalidRow(f"{column.name} must not be empty")
    label = get_target_label(column)
    if not isinstance(name, str) or name not in restoring.known[label]:
        raise InvalidRow(
            f"{column.name} points at {str(name)[:60]!r}, which is not in the archive or not on this website"
        )
    return restoring.known[label][name]


def _insert_rows(restoring: ImportState, model: type[models.Model], rows: list[tuple[str, Any]]) -> None:
    """Insert the rows unchanged, with their original times. Raises Refused where a public id exists already."""
    label = model._meta.label
    import_followup.check_rows(model, [row for _name_, row in rows])
    uuids = [row.uuid for _name_, row in rows if hasattr(row, "uuid")]
    if uuids and model._base_manager.filter(uuid__in=uuids).exists():
        raise Refused(f"rows of {label} are already on this website: it was imported before, or created here")
    keys = list(_insert_and_get_keys(model, [row for _name_, row in rows]))
    keys_by_name = restoring.known.setdefault(label, {})
    for name, key in zip((name for name, _row_ in rows), keys, strict=True):
        if name in keys_by_name:
            raise Refused(f"two rows of {label} have the name {name[:40]}")
        keys_by_name[name] = key
    restoring.rows += len(rows)


def _insert_and_get_keys(model: type[models.Model], rows: list[Any]) -> Iterator[Any]:
    """Insert as Django loads fixtures, so that an auto_now column keeps its imported value; yield the keys."""
    own_key = model._meta.pk
    written = (column for column in model._meta.concrete_fields if not column.generated)
    columns = [column for column in written if column is not own_key or own_key.is_relation]
    returned = model._base_manager._insert(  # type: ignore[attr-defined]
        rows, fields=columns, returning_fields=[own_key], raw=True
    )
    return (row[0] for row in returned)
