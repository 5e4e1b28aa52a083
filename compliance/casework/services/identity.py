"""Showing who somebody is: by a reason, with a line of history, and not too often.

See docs/requirements/helpline.md#identity-by-reason, docs/requirements/security.md#reading-in-bulk.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from compliance.casework.choices import AlarmKind, NoteKind, RevealReason
from compliance.casework.models import Case, PersonGroup, PersonIdentity, Reporter, ReporterIdentity
from compliance.casework.selectors import concerns
from compliance.casework.services import concern_import, merged_cases, notes
from compliance.casework.services.calls import IDENTITY_FIELDS
from compliance.casework.services.case_access import warn_of_many
from compliance.casework.services.case_keys import Keys
from portal.accounts.models import User
from portal.core.types import JsonObject
from portal.history.services import record

REPORTER, PERSON, CONCERN = "reporter", "person", "concern"


@dataclass(frozen=True)
class Identity:
    """Who somebody is. kind and uuid: of the row that holds it."""

    kind: str
    uuid: UUID
    details: JsonObject = field(repr=False)


@transaction.atomic
def reveal_identity(
    *, case: Case, kind: str, uuid: UUID, reason: RevealReason, words: str, actor: User, keys: Keys, at: datetime
) -> Identity | None:
    """Return None where the case has no such person. The reason's code goes to the history, the words are sealed."""
    identity = _found(case, kind, uuid, keys)
    if identity is None:
        return None
    if words:
        notes.add_note(case=case, kind=NoteKind.LOG, text=words, actor=actor, keys=keys, at=at)
    record(actor, "casework.identity.revealed", case, {"whose": kind, "reason": str(reason)}, at=at)
    warn_of_many("reveal", AlarmKind.MANY_REVEALS, user=actor, at=at)
    return identity


def _found(case: Case, kind: str, uuid: UUID, keys: Keys) -> Identity | None:
    if kind == CONCERN:
        concern = next((row for row in concerns.get_concerns(case) if row.pk == uuid), None)
        if concern is None:
            return None
        answers = concern_import.read_answers(concern, keys)
        return Identity(kind, uuid, {name: answers[name] for name in IDENTITY_FIELDS if answers.get(name)})
    rows: Any = {
        REPORTER: ReporterIdentity.objects.filter(
            reporter__in=merged_cases.rows_of_case(Reporter.objects, case), reporter=uuid
        ).exclude(reporter__in=Reporter.objects.taken_back()),
        PERSON: PersonIdentity.objects.filter(group__in=merged_cases.rows_of_case(PersonGroup.objects, case), pk=uuid),
    }[kind]
    row = rows.select_related("data_key").first()
    return None if row is None else Identity(kind, uuid, keys.facts(row, "details"))
