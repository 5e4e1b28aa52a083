"""Undoing a merge, as long as nothing new has happened in either of the two cases.

What both were before is kept sealed with the merge, and so is a fingerprint of each kind of row that both held right
after it. Where a fingerprint is another one by now, that kind of row is what has happened since.
"""

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core import serializers
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.casework import models as m
from compliance.casework import permissions
from compliance.casework.hooks import registered
from compliance.casework.models import Case, CaseMerge, CaseReader, Contact, Task
from compliance.casework.services import merged_cases, transitions
from compliance.casework.services.case_keys import Keys, seal_columns
from compliance.concerns.models import Message
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.core.types import JsonObject

# What of the case that goes on a merge may change.
INTO_FIELDS = ("level", "due_at", "danger_level", "age_of_person", "is_told", "nationalities", "was_immediate")
type Pair = list[UUID]


def _rows_of(*models: Any) -> Callable[[Pair], list[QuerySet]]:
    return lambda pair: [model.objects.filter(case__in=pair) for model in models]


def _messages(pair: Pair) -> list[QuerySet]:
    """Of each its id: that somebody has read it is nothing new."""
    concerns = Contact.objects.filter(case__in=pair).values("concern")
    return [Message.objects.filter(concern__in=concerns).values_list("pk")]


def _rows_above(kind: str) -> Callable[[Pair], list[QuerySet]]:
    """Rows of the apps above casework."""
    return lambda pair: [rows for hooks in registered() for rows in hooks.get_rows_of_merge(kind, pair)]


def _descriptions(pair: Pair) -> list[QuerySet]:
    models = (m.PersonGroup, m.Exploiter, m.CaseLocation, m.CaseSupplyChainLink, m.Indicator, m.Reporter)
    return [*_rows_of(*models)(pair), m.PersonIdentity.objects.filter(group__case__in=pair)]


# Each kind of row, by the words in which the page says that there is something new of it.
KINDS: dict[str, tuple[Any, Callable[[Pair], list[QuerySet]]]] = {
    "message": (gettext_lazy("A message was written."), _messages),
    "contact": (gettext_lazy("A contact or a call was added."), _rows_of(Contact)),
    "note": (gettext_lazy("A note was added."), _rows_of(m.Note)),
    "task": (gettext_lazy("A task was added or finished."), _rows_of(Task)),
    "referral": (gettext_lazy("A referral was started, changed, sent or answered."), _rows_above("referral")),
    "pack": (gettext_lazy("A preparation pack was started or changed."), _rows_above("pack")),
    "consent": (gettext_lazy("An answer about consent was recorded."), _rows_above("consent")),
    "signpost": (gettext_lazy("The reporter was signposted to help."), _rows_of(m.Signpost)),
    "file": (gettext_lazy("A file was added or removed."), _rows_of(m.Attachment)),
    "description": (gettext_lazy("People, places, businesses or signs were changed."), _descriptions),
    "second_person": (gettext_lazy("A second person was asked or answered."), _rows_of(m.Approval)),
    "access": (gettext_lazy("Who can open it was changed."), _rows_of(CaseReader, m.CaseRestriction, m.LegalHold)),
}
CASE = "case"
CASE_CHANGED = gettext_lazy("The case’s level, status, owner, summary or facts were changed.")


@dataclass
class Before:
    """What is needed to undo a merge. Ids are strings, rows those of Django's serializer, their sealed columns sealed.

    status: of the case that was merged. into: fields of the other one. contacts, tasks: moved. dropped: tasks that
    both had. access: by each case and what was merged into it, its marking and its owner. readers: rows of all these.
    """

    status: str
    into: JsonObject
    contacts: list[str]
    tasks: list[str]
    dropped: str
    tasks_of_into: list[str]
    access: dict[str, tuple[str, int | None]]
    readers: list[JsonObject]
    after: dict[str, str] = field(default_factory=dict)


def capture_before_merge(case: Case, into: Case) -> Before:
    """Return what both locked cases are before the merge."""
    tasks = Task.objects.open().filter(case=case)
    parts = [*case.parts, *into.parts]
    return Before(
        status=case.status,
        into={name: getattr(into, name) for name in INTO_FIELDS} | {"due_at": into.due_at.isoformat()},
        contacts=_ids(case.contacts),
        tasks=_ids(tasks),
        dropped=serializers.serialize("json", tasks),
        tasks_of_into=_ids(into.tasks),
        access={str(part.pk): (part.marking, part.owner_id) for part in parts},
        readers=[
            {name: str(value) if isinstance(value, (UUID, datetime)) else value for name, value in row.items()}
            for row in CaseReader.objects.filter(case__in=parts).values()
        ],
    )


def save_merge(case: Case, into: Case, before: Before, *, actor: User, keys: Keys, at: datetime) -> CaseMerge:
    """Write the merge down, in its transaction and after everything else of it."""
    before.after = _fingerprints(case, into)
    row = CaseMerge(case=case, into=into, by=actor, at=at)
    seal_columns(keys.get_key(case), row, before=asdict(before))
    row.save(force_insert=True)
    return row


def get_merges(case: Case) -> list[CaseMerge]:
    """Return the merges in force of which the case is one of the two, the latest first."""
    rows = CaseMerge.objects.filter(Q(case=case) | Q(into=case), undone_at=None)
    return list(rows.select_related("case__data_key", "into__data_key", "by"))


def find_merge(case: Case, uuid: UUID) -> CaseMerge | None:
    return next((row for row in get_merges(case) if row.pk == uuid), None)


def get_changes_since(merge: CaseMerge, keys: Keys) -> list[str]:
    """Return what has happened since, as sentences; nothing where the merge can be undone."""
    facts = keys.facts(merge, "before")
    if "access" not in facts:
        # Of a release that did not keep it: who could open the two cases is not known.
        return [str(KINDS["access"][0])]
    before, now = facts["after"], _fingerprints(merge.case, merge.into)
    changes = [str(words) for kind, (words, _rows) in KINDS.items() if before.get(kind) != now[kind]]
    return changes + ([str(CASE_CHANGED)] if before.get(CASE) != now[CASE] else [])


@transaction.atomic
def undo_merge(*, merge: CaseMerge, actor: User, keys: Keys, at: datetime) -> Case:
    """Part the two cases again; one whose owner has left the desk is then assigned to nobody.

    Raises ActionRefused, with the reasons, where something new has happened in either.
    """
    row = CaseMerge.objects.select_for_update(of=("self",)).filter(pk=merge.pk, undone_at=None).first()
    if row is None:
        raise ActionRefused(_("A colleague has just undone this merge."))
    case, into = transitions.lock_row(merge.case), transitions.lock_row(merge.into)
    if news := get_changes_since(merge, keys):
        raise ActionRefused(_("The merge can no longer be undone. %(reasons)s") % {"reasons": " ".join(news)})
    before = Before(**keys.facts(merge, "before"))
    _give_back_tasks(case, into, before, keys)
    Contact.objects.filter(pk__in=before.contacts, case=into).update(case=case)
    _give_back_access(case, into, before)
    case.status, case.merged_into, case.closed_at, case.closed_by = before.status, None, None, None
    has_left = case.owner is not None and not permissions.can_open_case(case.owner, case)
    if has_left:
        case.owner = None
    transitions.save_case(case, actor, "casework.case.merge_undone", at, into=into.reference)
    if has_left:
        merged_cases.share_access(case)
    for name, value in before.into.items():
        setattr(into, name, parse_datetime(value) if name == "due_at" else value)
    transitions.save_case(into, actor, "casework.case.merge_undone_here", at, merged=case.reference)
    row.undone_at, row.undone_by = at, actor
    row.save(update_fields=["undone_at", "undone_by"])
    return case


def _give_back_tasks(case: Case, into: Case, before: Before, keys: Keys) -> None:
    """Those that moved, sealed to their own case again; those that both had; and not those that the merge made."""
    moved = Task.objects.filter(pk__in=before.tasks, case=into)
    for task in merged_cases.read_rows(moved, into):
        words = keys.facts(task, "words")
        task.case = case
        seal_columns(keys.get_key(case), task, words=words)
        task.save()
    there = set(_ids(Task.objects.filter(pk__in=before.tasks)))
    for saved in serializers.deserialize("json", before.dropped):
        if str(saved.object.pk) not in there:
            saved.save()
    Task.objects.open().filter(case=into).exclude(pk__in=before.tasks_of_into).delete()


def _give_back_access(case: Case, into: Case, before: Before) -> None:
    """Marking, owner and readers of both cases and of what was merged into them; the caller saves the two."""
    for pk, (marking, owner) in before.access.items():
        Case.objects.filter(pk=pk).update(marking=marking, owner=owner)
    CaseReader.objects.filter(case__in=[UUID(pk) for pk in before.access]).delete()
    CaseReader.objects.bulk_create(CaseReader(**row) for row in before.readers)
    for row in (case, into):
        row.refresh_from_db(fields=["marking", "owner"])


def _fingerprints(case: Case, into: Case) -> dict[str, str]:
    pair = [case.pk, into.pk]
    versions = Case.objects.filter(pk__in=pair).order_by("pk").values_list("pk", "version", "status", "owner_id")
    prints = {kind: _digest([_values(rows) for rows in rows_of(pair)]) for kind, (_words, rows_of) in KINDS.items()}
    return prints | {CASE: _digest(list(versions))}


def _values(rows: QuerySet) -> list[tuple[Any, ...]]:
    """All that the rows say, or as much of it as the query asks for."""
    names = rows.query.values_select or [concrete_field.attname for concrete_field in rows.model._meta.concrete_fields]
    return [tuple(_plain(value) for value in values) for values in rows.order_by("pk").values_list(*names)]


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _digest(values: Any) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()


def _ids(rows: Any) -> list[str]:
    return [str(key) for key in rows.values_list("pk", flat=True)]
