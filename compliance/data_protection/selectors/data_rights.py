"""Requests about personal data, and complaints, as the desk lists and opens them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from compliance.casework import permissions
from compliance.casework.models import Contact
from compliance.casework.services.case_keys import Keys
from compliance.data_protection import permissions as data_protection_permissions
from compliance.data_protection.models import Complaint, SubjectAccess
from portal.accounts.models import User
from portal.core.types import JsonObject
from portal.vault.encryption import DecryptionError

SHOWN = 100


@dataclass(frozen=True)
class Line:
    row: Any
    days_left: int


def get_open_requests(today: date, *, is_held_apart: bool, user: User, keys: Keys) -> list[Line]:
    """Open ones, the next deadline first."""
    requests = SubjectAccess.objects.filter(answered_at=None, is_held_apart=is_held_apart)
    lines = _lines(requests.select_related("data_key"), "due_on", today)
    unknown = unknown_requests([line.row for line in lines], user, keys)
    return [line for line in lines if line.row not in unknown]


def get_answered_requests(*, user: User, is_lead: bool, keys: Keys) -> list[SubjectAccess]:
    """Return the newest first; those that were held apart only for leads."""
    requests = SubjectAccess.objects.exclude(answered_at=None).select_related("data_key").order_by("-answered_at")
    rows = list((requests if is_lead else requests.filter(is_held_apart=False))[:SHOWN])
    unknown = unknown_requests(rows, user, keys)
    return [row for row in rows if row not in unknown]


def find_request(uuid: UUID, user: User, keys: Keys) -> SubjectAccess | None:
    """Return the request; None also where it is not for this person."""
    requests = SubjectAccess.objects.select_related("data_key", "first_by", "second_by", "identity_checked_by")
    row = requests.filter(pk=uuid).first()
    if (
        row is None
        or not data_protection_permissions.can_answer_request(user, row)
        or unknown_requests([row], user, keys)
    ):
        return None
    return row


def get_open_complaints(today: date) -> list[Line]:
    """Open ones; what has to be acknowledged first."""
    return _lines(Complaint.objects.filter(answered_at=None).select_related("owner"), "due_on", today)


def get_answered_complaints() -> list[Complaint]:
    return list(Complaint.objects.exclude(answered_at=None).order_by("-answered_at")[:SHOWN])


def find_complaint(uuid: UUID) -> Complaint | None:
    return Complaint.objects.select_related("data_key", "owner").filter(pk=uuid).first()


def unknown_requests(rows: Iterable[SubjectAccess], user: User, keys: Keys) -> set[SubjectAccess]:
    """Return the requests whose answer names a case that the user is kept out of; others answer these.

    What was found is sealed, so that the answers are opened; but only for somebody who is kept out of a case.
    """
    kept_out = permissions.get_cases_kept_out_of(user)
    if not kept_out:
        return set()
    contacts = Contact.objects.filter(case__in=kept_out).values_list("pk", flat=True)
    hidden = {str(uuid) for uuid in (*kept_out, *contacts)}
    answers = {row: read_words(row, "answer", keys) or {} for row in rows}
    return {row for row, answer in answers.items() if hidden & {entry["uuid"] for entry in answer.get("found", ())}}


# Any: a request or a complaint.
def read_words(row: Any, field: str, keys: Keys) -> JsonObject | None:
    """Return what is sealed in a column; None where the key that sealed it is gone."""
    try:
        return keys.facts(row, field)
    except DecryptionError:
        return None


def _lines(rows: QuerySet, deadline: str, today: date) -> list[Line]:
    lines = []
    for row in rows.order_by("due_on", "reference")[:SHOWN]:
        waits = isinstance(row, Complaint) and row.acknowledged_at is None
        lines.append(Line(row, (getattr(row, "acknowledge_by" if waits else deadline) - today).days))
    return sorted(lines, key=lambda line: line.days_left)
