"""An archive of another portal is read back: all of it in one transaction, or nothing (docs/archive.md)."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from pathlib import Path
from typing import Any

from django.db import DataError, IntegrityError, models, transaction

from compliance.archive.manifest import FILE, KNOWN_BY, TAKEN, USER, fields_of, model_of, target_of
from compliance.archive.serialisers import Bad, decoded
from compliance.archive.services import files, import_followup, people
from compliance.archive.services.export import FORMAT, data_name
from compliance.archive.services.import_state import ImportState
from compliance.archive.validation import Opened, Refused
from compliance.organisations.models import Organisation

ROWS_AT_A_TIME = 500
# SQLite takes so many values in one statement.
MOST_VALUES = 30_000


@dataclass(frozen=True)
class Report:
    organisation: Organisation
    sha256: str
    rows: int
    files: int
    people_known: int
    people_made: int


def restore(path: Path, *, at: datetime, is_trusted: bool = True) -> Report:
    """is_trusted: it stays confirmed as it was; else it proves anew who it is (decision 17).

    Raises Refused, with nothing written; OSError for a file that cannot be read.
    """
    with closing(Opened(path)) as opened:
        if opened.manifest["format"] != FORMAT:
            raise Refused(f"it is of the format {opened.manifest['format'][:40]!r}; this portal reads {FORMAT}")
        restoring = ImportState(opened, at, is_trusted)
        try:
            with transaction.atomic():
                return _restored(restoring)
        except BaseException as error:
            files.drop(restoring.written)
            if isinstance(error, IntegrityError | DataError | Bad):
                raise Refused(f"its rows do not fit together, or are here already ({error})") from error
            raise


def _restored(restoring: ImportState) -> Report:
    opened = restoring.opened
    _only_what_is_known(opened)
    for label, known_by in KNOWN_BY.items():
        found = model_of(label)._base_manager.values_list(known_by, "pk")
        restoring.known[label] = dict(found)
    restoring.known[USER], known, made = people.brought(opened.rows(data_name(USER)))
    organisation = _organisation(restoring)
    restoring.known[FILE] = files.brought(restoring, organisation)
    for label in TAKEN[1:]:
        _take(restoring, label)
    import_followup.settle(restoring, organisation)
    return Report(organisation, opened.sha256, restoring.rows, len(restoring.known[FILE]), known, made)


def _only_what_is_known(opened: Opened) -> None:
    told = opened.manifest["files"]
    wanted = {data_name(label) for label in (*TAKEN, FILE, USER)}
    given = {name for name in told if name.startswith("data/")}
    if unknown := sorted(given - wanted):
        raise Refused(f"it holds rows that this portal does not know: {unknown[0]}")
    if lacking := sorted(wanted - given):
        raise Refused(f"{lacking[0]} is not in it")


def _organisation(restoring: ImportState) -> Organisation:
    """Its own row, which must not be here in any way. Raises Refused."""
    rows = list(restoring.opened.rows(data_name(TAKEN[0])))
    if len(rows) != 1:
        raise Refused("it has not exactly one organisation in it")
    made = _row(restoring, Organisation, rows[0])
    if not restoring.is_trusted:
        made.confirmed_at, made.confirmed_by, made.confirmed_domain = None, "", ""
    if Organisation.objects.filter(slug=made.slug).exists():
        raise Refused(f"the address /o/{made.slug}/ belongs to an organisation of this portal")
    holders = Organisation.objects.confirmed().open().filter(company_number=made.company_number)
    if made.confirmed_at and made.company_number and holders.exists():
        raise Refused(f"the company number {made.company_number} is held by an organisation of this portal")
    _insert(restoring, Organisation, [(rows[0]["id"], made)])
    return Organisation.objects.get(pk=restoring.known["organisations.Organisation"][rows[0]["id"]])


def _take(restoring: ImportState, label: str) -> None:
    model = model_of(label)
    own = [one for one in fields_of(model) if one.related_model is model]
    later: list[tuple[str, dict[str, Any]]] = []
    for batch in batched(restoring.opened.rows(data_name(label)), _batch(model), strict=False):
        _insert(restoring, model, [(_name(row, label), _row(restoring, model, row)) for row in batch])
        later += [(row["id"], row) for row in batch if any(row.get(one.name) for one in own)]
    # What points at its own kind may point at one that comes after it.
    for name, row in later:
        values = {one.attname: _key(restoring, one, row[one.name]) for one in own}
        model._base_manager.filter(pk=restoring.known[label][name]).update(**values)


def _batch(model: type[models.Model]) -> int:
    return max(1, min(ROWS_AT_A_TIME, MOST_VALUES // len(model._meta.concrete_fields)))


def _name(row: dict[str, Any], label: str) -> str:
    if not isinstance(row.get("id"), str):
        raise Refused(f"a row of {label} has no name")
    return row["id"]


def _row(restoring: ImportState, model: type[models.Model], told: dict[str, Any]) -> Any:
    """The row as it will be, without its key. Raises Refused."""
    label, wanted = model._meta.label, {one.name: one for one in fields_of(model)}
    if unknown := sorted(set(told) - set(wanted) - {"id"}):
        raise Refused(f"a row of {label} has something that this portal does not know: {unknown[0][:60]}")
    made = model()
    try:
        for name, one in wanted.items():
            setattr(made, one.attname, _value(restoring, one, told, name))
    except Bad as error:
        raise Refused(f"the row {str(told.get('id'))[:40]} of {label} cannot be taken: {error}") from error
    if hasattr(made, "uuid") and str(made.uuid) != told.get("id"):
        raise Refused(f"the row {str(told.get('id'))[:40]} of {label} has two names")
    return made


def _value(restoring: ImportState, one: models.Field, told: dict[str, Any], name: str) -> Any:
    if name not in told:
        if one.has_default() or one.null or one.blank:
            return one.get_default()
        raise Bad(f"it lacks {name}")
    if not one.is_relation:
        return _bytes(restoring, told[name]) if isinstance(one, models.BinaryField) else decoded(one, told[name])
    if one.related_model is one.model:
        return None
    return _key(restoring, one, told[name])


def _bytes(restoring: ImportState, told: Any) -> bytes:
    if not isinstance(told, str) or not told.startswith("statements/"):
        raise Bad("its bytes stand nowhere")
    return restoring.opened.body(told)


def _key(restoring: ImportState, one: models.Field, named: Any) -> Any:
    """The key of what is pointed at. Raises Bad for what is not in the archive."""
    if named is None:
        if one.null:
            return None
        raise Bad(f"{one.name} may not be empty")
    label = target_of(one)
    if not isinstance(named, str) or named not in restoring.known[label]:
        raise Bad(f"{one.name} points at {str(named)[:60]!r}, which is not in the archive or not on this portal")
    return restoring.known[label][named]


def _insert(restoring: ImportState, model: type[models.Model], rows: list[tuple[str, Any]]) -> None:
    """As they are, with the times at which they were written. Raises Refused where a public id is here already."""
    label = model._meta.label
    import_followup.looked_at(model, [row for _name_, row in rows])
    uuids = [row.uuid for _name_, row in rows if hasattr(row, "uuid")]
    if uuids and model._base_manager.filter(uuid__in=uuids).exists():
        raise Refused(f"rows of {label} are on this portal already: it was brought before, or was made here")
    keys = list(_keys_of_inserted(model, [row for _name_, row in rows]))
    known = restoring.known.setdefault(label, {})
    for name, key in zip((name for name, _row_ in rows), keys, strict=True):
        if name in known:
            raise Refused(f"two rows of {label} have the name {name[:40]}")
        known[name] = key
    restoring.rows += len(rows)


def _keys_of_inserted(model: type[models.Model], rows: list[Any]) -> Iterator[Any]:
    """Django's way of loading fixtures: a column that keeps the time of writing keeps the one that it was given."""
    own_key = model._meta.pk
    columns = [one for one in model._meta.concrete_fields if one is not own_key or own_key.is_relation]
    returned = model._base_manager._insert(  # type: ignore[attr-defined]
        rows, fields=columns, returning_fields=[own_key], raw=True
    )
    return (row[0] for row in returned)
