"""An archive of another portal is read back: all of it in one transaction, or nothing (docs/archive.md)."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from pathlib import Path
from typing import Any

from django.db import DataError, IntegrityError, models, transaction

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
from compliance.archive.services.import_state import ImportState
from compliance.archive.validation import OpenedArchive, Refused
from compliance.organisations.models import Organisation

BATCH_SIZE = 500
# SQLite takes so many values in one statement.
MAX_QUERY_VALUES = 30_000


@dataclass(frozen=True)
class ImportReport:
    organisation: Organisation
    sha256: str
    rows: int
    files: int
    people_known: int
    people_made: int


def import_archive(path: Path, *, at: datetime, is_trusted: bool = True) -> ImportReport:
    """is_trusted: it stays confirmed as it was; else it proves anew who it is (decision 17).

    Raises Refused, with nothing written; OSError for a file that cannot be read.
    """
    with closing(OpenedArchive(path)) as opened:
        if opened.manifest["format"] != FORMAT:
            raise Refused(f"it is of the format {opened.manifest['format'][:40]!r}; this portal reads {FORMAT}")
        restoring = ImportState(opened, at, is_trusted)
        try:
            with transaction.atomic():
                return _import_all(restoring)
        except BaseException as error:
            files.delete_files(restoring.written)
            if isinstance(error, IntegrityError | DataError | InvalidRow):
                raise Refused(f"its rows do not fit together, or are here already ({error})") from error
            raise


def _import_all(restoring: ImportState) -> ImportReport:
    opened = restoring.opened
    _check_entries_known(opened)
    for label, known_by in NATURAL_KEY_FIELDS.items():
        found = get_model(label)._base_manager.values_list(known_by, "pk")
        restoring.known[label] = dict(found)
    restoring.known[USER], known, made = people.import_people(opened.rows(data_entry_name(USER)))
    organisation = _import_organisation(restoring)
    restoring.known[FILE] = files.import_files(restoring, organisation)
    for label in EXPORTED_MODELS[1:]:
        _import_rows(restoring, label)
    import_followup.finish_import(restoring, organisation)
    return ImportReport(organisation, opened.sha256, restoring.rows, len(restoring.known[FILE]), known, made)


def _check_entries_known(opened: OpenedArchive) -> None:
    told = opened.manifest["files"]
    wanted = {data_entry_name(label) for label in (*EXPORTED_MODELS, FILE, USER)}
    given = {name for name in told if name.startswith("data/")}
    if unknown := sorted(given - wanted):
        raise Refused(f"it holds rows that this portal does not know: {unknown[0]}")
    if lacking := sorted(wanted - given):
        raise Refused(f"{lacking[0]} is not in it")


def _import_organisation(restoring: ImportState) -> Organisation:
    """Its own row, which must not be here in any way. Raises Refused."""
    rows = list(restoring.opened.rows(data_entry_name(EXPORTED_MODELS[0])))
    if len(rows) != 1:
        raise Refused("it has not exactly one organisation in it")
    made = _build_row(restoring, Organisation, rows[0])
    if not restoring.is_trusted:
        made.confirmed_at, made.confirmed_by, made.confirmed_domain = None, "", ""
    if Organisation.objects.filter(slug=made.slug).exists():
        raise Refused(f"the address /o/{made.slug}/ belongs to an organisation of this portal")
    holders = Organisation.objects.confirmed().open().filter(company_number=made.company_number)
    if made.confirmed_at and made.company_number and holders.exists():
        raise Refused(f"the company number {made.company_number} is held by an organisation of this portal")
    _insert_rows(restoring, Organisation, [(rows[0]["id"], made)])
    return Organisation.objects.get(pk=restoring.known["organisations.Organisation"][rows[0]["id"]])


def _import_rows(restoring: ImportState, label: str) -> None:
    model = get_model(label)
    own = [one for one in get_exported_fields(model) if one.related_model is model]
    later: list[tuple[str, dict[str, Any]]] = []
    for batch in batched(restoring.opened.rows(data_entry_name(label)), _batch_size(model), strict=False):
        _insert_rows(
            restoring, model, [(_get_row_name(row, label), _build_row(restoring, model, row)) for row in batch]
        )
        later += [(row["id"], row) for row in batch if any(row.get(one.name) for one in own)]
    # What points at its own kind may point at one that comes after it.
    for name, row in later:
        values = {one.attname: _resolve_key(restoring, one, row[one.name]) for one in own}
        model._base_manager.filter(pk=restoring.known[label][name]).update(**values)


def _batch_size(model: type[models.Model]) -> int:
    return max(1, min(BATCH_SIZE, MAX_QUERY_VALUES // len(model._meta.concrete_fields)))


def _get_row_name(row: dict[str, Any], label: str) -> str:
    if not isinstance(row.get("id"), str):
        raise Refused(f"a row of {label} has no name")
    return row["id"]


def _build_row(restoring: ImportState, model: type[models.Model], told: dict[str, Any]) -> Any:
    """The row as it will be, without its key. Raises Refused."""
    label, wanted = model._meta.label, {one.name: one for one in get_exported_fields(model)}
    if unknown := sorted(set(told) - set(wanted) - {"id"}):
        raise Refused(f"a row of {label} has something that this portal does not know: {unknown[0][:60]}")
    made = model()
    try:
        for name, one in wanted.items():
            setattr(made, one.attname, _decode_field(restoring, one, told, name))
    except InvalidRow as error:
        raise Refused(f"the row {str(told.get('id'))[:40]} of {label} cannot be taken: {error}") from error
    if hasattr(made, "uuid") and str(made.uuid) != told.get("id"):
        raise Refused(f"the row {str(told.get('id'))[:40]} of {label} has two names")
    return made


def _decode_field(restoring: ImportState, one: models.Field, told: dict[str, Any], name: str) -> Any:
    if name not in told:
        if one.has_default() or one.null or one.blank:
            return one.get_default()
        raise InvalidRow(f"it lacks {name}")
    if not one.is_relation:
        return (
            _read_bytes(restoring, told[name]) if isinstance(one, models.BinaryField) else decode_value(one, told[name])
        )
    if one.related_model is one.model:
        return None
    return _resolve_key(restoring, one, told[name])


def _read_bytes(restoring: ImportState, told: Any) -> bytes:
    if not isinstance(told, str) or not told.startswith("statements/"):
        raise InvalidRow("its bytes stand nowhere")
    return restoring.opened.body(told)


def _resolve_key(restoring: ImportState, one: models.Field, named: Any) -> Any:
    """The key of what is pointed at. Raises Bad for what is not in the archive."""
    if named is None:
        if one.null:
            return None
        raise InvalidRow(f"{one.name} may not be empty")
    label = get_target_label(one)
    if not isinstance(named, str) or named not in restoring.known[label]:
        raise InvalidRow(f"{one.name} points at {str(named)[:60]!r}, which is not in the archive or not on this portal")
    return restoring.known[label][named]


def _insert_rows(restoring: ImportState, model: type[models.Model], rows: list[tuple[str, Any]]) -> None:
    """As they are, with the times at which they were written. Raises Refused where a public id is here already."""
    label = model._meta.label
    import_followup.check_rows(model, [row for _name_, row in rows])
    uuids = [row.uuid for _name_, row in rows if hasattr(row, "uuid")]
    if uuids and model._base_manager.filter(uuid__in=uuids).exists():
        raise Refused(f"rows of {label} are on this portal already: it was brought before, or was made here")
    keys = list(_insert_and_get_keys(model, [row for _name_, row in rows]))
    known = restoring.known.setdefault(label, {})
    for name, key in zip((name for name, _row_ in rows), keys, strict=True):
        if name in known:
            raise Refused(f"two rows of {label} have the name {name[:40]}")
        known[name] = key
    restoring.rows += len(rows)


def _insert_and_get_keys(model: type[models.Model], rows: list[Any]) -> Iterator[Any]:
    """Django's way of loading fixtures: a column that keeps the time of writing keeps the one that it was given."""
    own_key = model._meta.pk
    columns = [one for one in model._meta.concrete_fields if one is not own_key or own_key.is_relation]
    returned = model._base_manager._insert(  # type: ignore[attr-defined]
        rows, fields=columns, returning_fields=[own_key], raw=True
    )
    return (row[0] for row in returned)
