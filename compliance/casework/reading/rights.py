"""Requests about personal data, and complaints, as the desk lists and opens them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from compliance.casework import permissions
from compliance.casework.models import Complaint, SubjectAccess
from compliance.casework.services.keys import Keys
from portal.accounts.models import User
from portal.vault.boxes import CannotOpen

SHOWN = 100


@dataclass(frozen=True)
class Line:
    row: Any
    days_left: int


def requests(today: date, *, is_held_apart: bool) -> list[Line]:
    """Open ones, the next deadline first."""
    return _lines(SubjectAccess.objects.filter(answered_at=None, is_held_apart=is_held_apart), "due_on", today)


def answered_requests(*, is_lead: bool) -> list[SubjectAccess]:
    """The newest first; those that were held apart only for leads."""
    found = SubjectAccess.objects.exclude(answered_at=None).order_by("-answered_at")
    return list((found if is_lead else found.filter(is_held_apart=False))[:SHOWN])


def request(uuid: Any, user: User) -> SubjectAccess | None:
    """None also where it is not for this person."""
    found = SubjectAccess.objects.select_related("data_key", "first_by", "second_by", "identity_checked_by")
    one = found.filter(pk=uuid).first()
    return one if one is not None and permissions.can_answer(user, one) else None


def complaints(today: date) -> list[Line]:
    """Open ones; what has to be acknowledged first."""
    return _lines(Complaint.objects.filter(answered_at=None).select_related("owner"), "due_on", today)


def answered_complaints() -> list[Complaint]:
    return list(Complaint.objects.exclude(answered_at=None).order_by("-answered_at")[:SHOWN])


def complaint(uuid: Any) -> Complaint | None:
    return Complaint.objects.select_related("data_key", "owner").filter(pk=uuid).first()


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
