"""Requests about personal data, and complaints, as the desk lists and opens them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from compliance.casework import permissions
from compliance.casework.models import Complaint, Contact, SubjectAccess
from compliance.casework.services.keys import Keys
from portal.accounts.models import User
from portal.vault.encryption import CannotOpen

SHOWN = 100


@dataclass(frozen=True)
class Line:
    row: Any
    days_left: int


def requests(today: date, *, is_held_apart: bool, user: User, keys: Keys) -> list[Line]:
    """Open ones, the next deadline first."""
    found = SubjectAccess.objects.filter(answered_at=None, is_held_apart=is_held_apart)
    lines = _lines(found.select_related("data_key"), "due_on", today)
    unknown = unknown_requests([line.row for line in lines], user, keys)
    return [line for line in lines if line.row not in unknown]


def answered_requests(*, user: User, is_lead: bool, keys: Keys) -> list[SubjectAccess]:
    """The newest first; those that were held apart only for leads."""
    found = SubjectAccess.objects.exclude(answered_at=None).select_related("data_key").order_by("-answered_at")
    rows = list((found if is_lead else found.filter(is_held_apart=False))[:SHOWN])
    unknown = unknown_requests(rows, user, keys)
    return [row for row in rows if row not in unknown]


def request(uuid: Any, user: User, keys: Keys) -> SubjectAccess | None:
    """None also where it is not for this person."""
    found = SubjectAccess.objects.select_related("data_key", "first_by", "second_by", "identity_checked_by")
    one = found.filter(pk=uuid).first()
    if one is None or not permissions.can_answer(user, one) or unknown_requests([one], user, keys):
        return None
    return one


def complaints(today: date) -> list[Line]:
    """Open ones; what has to be acknowledged first."""
    return _lines(Complaint.objects.filter(answered_at=None).select_related("owner"), "due_on", today)


def answered_complaints() -> list[Complaint]:
    return list(Complaint.objects.exclude(answered_at=None).order_by("-answered_at")[:SHOWN])


def complaint(uuid: Any) -> Complaint | None:
    return Complaint.objects.select_related("data_key", "owner").filter(pk=uuid).first()


def unknown_requests(rows: Iterable[SubjectAccess], user: User, keys: Keys) -> set[SubjectAccess]:
    """Return the requests whose answer names a case that the user is kept out of; others answer these.

    What was found is sealed, so that the answers are opened; but only for somebody who is kept out of a case.
    """
    kept_out = permissions.cases_kept_out_of(user)
    if not kept_out:
        return set()
    contacts = Contact.objects.filter(case__in=kept_out).values_list("pk", flat=True)
    hidden = {str(uuid) for uuid in (*kept_out, *contacts)}
    answers = {row: words(row, "answer", keys) or {} for row in rows}
    return {row for row, answer in answers.items() if hidden & {one["uuid"] for one in answer.get("found", ())}}


def words(row: Any, field: str, keys: Keys) -> dict[str, Any] | None:
    """None where the key that sealed them is gone."""
    try:
        return keys.facts(row, field)
    except CannotOpen:
        return None


def _lines(rows: QuerySet, deadline: str, today: date) -> list[Line]:
    found = []
    for row in rows.order_by("due_on", "reference")[:SHOWN]:
        waits = isinstance(row, Complaint) and row.acknowledged_at is None
        found.append(Line(row, (getattr(row, "acknowledge_by" if waits else deadline) - today).days))
    return sorted(found, key=lambda line: line.days_left)
