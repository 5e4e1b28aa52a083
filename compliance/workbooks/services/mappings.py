"""Save which column is which, as somebody of the organisation answered once.

See docs/requirements/suppliers.md#column-mapping.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from compliance.organisations.models import Organisation
from compliance.workbooks.headers import Answer
from compliance.workbooks.models import SavedMapping
from portal.accounts.models import User
from portal.history.services import record


def get_mappings(organisation: Organisation) -> dict[str, Answer]:
    """Return what was answered, by the fingerprint of a header row."""
    rows = SavedMapping.objects.for_organisation(organisation).values_list(
        "fingerprint", "kind", "columns", "constants"
    )
    return {fingerprint: Answer(kind, columns, constants) for fingerprint, kind, columns, constants in rows}


def save_mapping(
    *,
    organisation: Organisation,
    fingerprint: str,
    kind: str,
    columns: Mapping[str, str],
    constants: Mapping[str, str] | None = None,
    by: User,
    at: datetime,
) -> SavedMapping:
    """Save an answer, which holds for every later file with the same headers. constants: of every row, by column."""
    mapping, _ = SavedMapping.objects.update_or_create(
        organisation=organisation,
        fingerprint=fingerprint,
        defaults={
            "kind": kind,
            "columns": dict(columns),
            "constants": dict(constants or {}),
            "answered_by": by,
            "answered_at": at,
        },
    )
    record(by, "workbooks.mapping.answered", mapping, {"kind": kind}, scope=organisation.uuid, at=at)
    return mapping


@transaction.atomic
def remove_mapping(mapping: SavedMapping, *, by: User, at: datetime) -> None:
    """Remove an answer: the next file with these headers is read by their names, or asked about."""
    data = {"kind": mapping.kind, "columns": mapping.columns}
    record(by, "workbooks.mapping.forgotten", mapping, data, scope=mapping.organisation.uuid, at=at)
    mapping.delete()
