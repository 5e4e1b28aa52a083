"""Showing who somebody is: by a reason, with a line of history, and not too often (security 3.3, 3.16)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from compliance.casework.choices import AlarmKind, NoteKind, RevealReason
from compliance.casework.models import Case, PersonGroup, PersonIdentity, Reporter, ReporterIdentity
from compliance.casework.services import told, whole, work
from compliance.casework.services.calls import IDENTITY
from compliance.casework.services.keys import Keys
from compliance.casework.services.opening import warn_of_many
from portal.accounts.models import User
from portal.history.services import record

REPORTER, PERSON, CONCERN = "reporter", "person", "concern"


@dataclass(frozen=True)
class Identity:
    """Who somebody is. kind and uuid: of the row that holds it."""

    kind: str
    uuid: UUID
    details: dict[str, Any] = field(repr=False)


@transaction.atomic
def reveal(
    *, case: Case, kind: str, uuid: UUID, reason: RevealReason, words: str, actor: User, keys: Keys, at: datetime
) -> Identity | None:
    """None where the case has no such person. The reason's code goes to the history, the words are sealed."""
    found = _found(case, kind, uuid, keys)
    if found is None:
        return None
    if words:
        work.note(case=case, kind=NoteKind.LOG, text=words, actor=actor, keys=keys, at=at)
    record(actor, "casework.identity.revealed", case, {"whose": kind, "reason": str(reason)}, at=at)
    warn_of_many("reveal", AlarmKind.MANY_REVEALS, user=actor, at=at)
    return found


def _found(case: Case, kind: str, uuid: UUID, keys: Keys) -> Identity | None:
    if kind == CONCERN:
        concern = next((one for one in work.concerns_of(case) if one.pk == uuid), None)
        if concern is None:
            return None
        answers = told.answers_of(concern, keys)
        return Identity(kind, uuid, {name: answers[name] for name in IDENTITY if answers.get(name)})
    rows: Any = {
        REPORTER: ReporterIdentity.objects.filter(reporter__in=whole.of(Reporter.objects, case), reporter=uuid).exclude(
            reporter__in=Reporter.objects.taken_back()
        ),
        PERSON: PersonIdentity.objects.filter(group__in=whole.of(PersonGroup.objects, case), pk=uuid),
    }[kind]
    row = rows.select_related("data_key").first()
    return None if row is None else Identity(kind, uuid, keys.facts(row, "details"))
