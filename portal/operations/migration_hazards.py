"""What in a migration would break the release before it, which runs beside it for a while, or would hold up visitors.

Expand first: new tables, and new columns that may stay empty. Then fill and switch. Contract in a later release: a
migration that only takes away what the release before no longer uses says so, with `is_contract = True`.

See docs/operations/upgrade.md, docs/requirements/security.md#expand-and-contract.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.migrations import operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.models import NOT_PROVIDED

from portal.core.migration_operations import CreateTogether
from portal.core.triggers import Trigger, collect_triggers

OWN_PACKAGES = ("portal.", "compliance.", "learning.")
# The migrations of the last release, a line each; without a line there was none yet.
RELEASED_FILE = Path(__file__).with_name("released_migrations.txt")
type Key = tuple[str, str]


def read_released() -> set[Key]:
    """Return the migrations of the last release: app and name."""
    lines = RELEASED_FILE.read_text().splitlines() if RELEASED_FILE.exists() else []
    return {(app, name) for app, _, name in (line.partition(".") for line in lines if line and line[0] != "#")}


def find_hazards(loader: MigrationLoader, keys: Iterable[Key]) -> Iterator[str]:
    """Yield what is dangerous in these migrations, in their order, given that all before them are applied."""
    keys = list(keys)
    created = {table for key in keys for table in _tables_created(loader.disk_migrations[key])}
    for key in keys:
        migration = loader.disk_migrations[key]
        if not migration.__module__.startswith(OWN_PACKAGES):
            continue
        for operation in migration.operations:
            if (migration.app_label, getattr(operation, "model_name_lower", "")) in created:
                continue
            yield from (f"{key[0]}.{key[1]}: {sentence}" for sentence in _look_at(operation, migration, loader, key))


def _tables_created(migration: Migration) -> Iterator[tuple[str, str]]:
    for operation in migration.operations:
        group = operation.operations if isinstance(operation, CreateTogether) else [operation]
        for one in group:
            if isinstance(one, operations.CreateModel):
                yield migration.app_label, one.name_lower


def _look_at(operation: Operation, migration: Migration, loader: MigrationLoader, key: Key) -> Iterator[str]:
    is_contract = getattr(migration, "is_contract", False)
    match operation:
        case operations.RenameField() | operations.RenameModel() | operations.AlterModelTable():
            yield f"{operation.describe()}. The previous release uses the old name: add, copy, switch, then remove."
        case operations.RemoveField() | operations.DeleteModel() if not is_contract:
            yield f"{operation.describe()}. The previous release may still use it: remove it one release later."
        case operations.AddField() if _is_required(operation.field):
            yield f"{operation.describe()}. The previous release does not fill it: give it a database default."
        case operations.AddField() if _is_unguarded(operation, migration):
            yield f"{operation.describe()}. The table's trigger does not guard it: create it again at the end."
        case operations.AlterField():
            yield from _compare(operation, migration, loader, key)
        case operations.AddIndex() if migration.atomic:
            yield f"{operation.describe()}. It blocks writes while it runs: add it concurrently."
        case operations.RunPython() if operation.reverse_code is None:
            yield "The code it runs cannot be reversed: give it a reverse function."


def _is_required(field: Any) -> bool:
    is_column = not field.many_to_many and not field.generated
    return is_column and not field.null and field.db_default is NOT_PROVIDED


def _is_unguarded(operation: Any, migration: Migration) -> bool:
    """Return whether a trigger names the columns that stay, and no code runs afterwards that could create it again."""
    try:
        table = apps.get_model(migration.app_label, operation.model_name)._meta.db_table
    except LookupError:
        return False
    following = migration.operations[migration.operations.index(operation) + 1 :]
    return (
        any(isinstance(one, Trigger) and one.table == table and one.free for one in collect_triggers())
        and not any(isinstance(one, operations.RunPython) for one in following)
        and not operation.field.many_to_many
    )


def _compare(operation: Any, migration: Migration, loader: MigrationLoader, key: Key) -> Iterator[str]:
    """Compare a field with what it was: a narrower column refuses what the release before writes."""
    state = loader.project_state(key, at_end=False)
    old = state.models[migration.app_label, operation.model_name_lower].fields[operation.name]
    new = operation.field
    if old.null and not new.null:
        yield f"{operation.describe()}. The previous release still writes NULL: make it required one release later."
    if old.get_internal_type() != new.get_internal_type():
        yield f"{operation.describe()}. A new type rewrites the whole table: add a column, copy, switch."
    elif (old.max_length or 0) > (new.max_length or old.max_length or 0):
        yield f"{operation.describe()}. The previous release may write longer values."
