"""Rows that describe a case: people, places, who may be responsible, businesses, signs. Saved whole or not at all."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from compliance.casework.models import Case, Indicator, PersonGroup, PersonIdentity
from compliance.casework.models.base import CaseRow
from compliance.casework.services import steps
from compliance.casework.services.keys import Keys, put, with_own_key
from portal.accounts.models import User
from portal.history.services import record


@transaction.atomic
def describe[Row: CaseRow](
    *,
    row: Row,
    facts: Mapping[str, Any],
    sealed: Mapping[str, Any],
    actor: User,
    keys: Keys,
    at: datetime,
    version: int | None,
) -> Row:
    """Save a new row of a case, or change one. version: of the row that was shown; None for a new one.

    Raises Refusal where the case is closed, Conflict.
    """
    case = steps.open_case(row.case)
    current: Any = row if row._state.adding else steps.locked(row, version)
    is_new = current._state.adding
    for name, value in facts.items():
        setattr(current, name, value)
    put(keys.of(case), current, **sealed)
    if not is_new and hasattr(current, "version"):
        current.version += 1
    current.save()
    verb = "added" if is_new else "changed"
    record(actor, f"casework.description.{verb}", case, {"what": current._meta.model_name}, at=at)
    return current


@transaction.atomic
def remove(*, row: CaseRow, actor: User, at: datetime) -> None:
    """Raises Refusal where the case is closed."""
    steps.open_case(row.case)
    record(actor, "casework.description.removed", row.case, {"what": row._meta.model_name}, at=at)
    row.delete()


@transaction.atomic
def identify(*, group: PersonGroup, details: Mapping[str, Any], actor: User, at: datetime) -> PersonIdentity:
    """Somebody's name, apart and under a key of its own."""
    steps.open_case(group.case)
    row = with_own_key(PersonIdentity(group=group), details=dict(details))
    row.save(force_insert=True)
    record(actor, "casework.identity.added", group.case, at=at)
    return row


@transaction.atomic
def see_signs(*, case: Case, vocabulary: str, codes: Iterable[str], actor: User, at: datetime) -> None:
    """The signs of one list, as they are coded now. Evidence of those that stay, stays."""
    steps.open_case(case)
    wanted = set(codes)
    own = Indicator.objects.filter(case=case, vocabulary=vocabulary)
    own.exclude(code__in=wanted).delete()
    known = set(own.values_list("code", flat=True))
    Indicator.objects.bulk_create(
        Indicator(case=case, vocabulary=vocabulary, code=code) for code in sorted(wanted - known)
    )
    record(actor, "casework.signs.coded", case, {"list": vocabulary, "count": len(wanted)}, at=at)


@transaction.atomic
def summarise(*, case: Case, texts: Mapping[str, str], actor: User, keys: Keys, at: datetime, version: int) -> Case:
    """Title, summary, and the lines that a partner may read. Raises Refusal, Conflict."""
    current = steps.open_case(case, version)
    put(keys.of(current), current, **texts)
    return steps.save(current, actor, "casework.case.summarised", at)


def find(model: type[CaseRow], case: Case, uuid: UUID) -> CaseRow | None:
    """A row of the case, with the case that is at hand."""
    row = model._default_manager.filter(case=case, pk=uuid).first()
    if row is not None:
        row.case = case
    return row


def signs_of(case: Case, vocabulary: str) -> list[str]:
    return list(Indicator.objects.filter(case=case, vocabulary=vocabulary).values_list("code", flat=True))
