"""Complaints about how data are handled: taken down, acknowledged within 30 days, answered (helpline 2.8)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework import references
from compliance.casework.choices_sharing import COMPLAINT_STEPS, ComplaintStatus
from compliance.casework.models import Complaint
from compliance.casework.rules import rights
from compliance.casework.services.keys import Keys, put, with_own_key
from compliance.casework.services.numbering import free
from compliance.casework.services.steps import Refusal, locked
from portal.accounts.models import User
from portal.history.services import record


@transaction.atomic
def take(*, who: str, how: str, about: str, received_on: date, by: User, at: datetime) -> Complaint:
    complaint = Complaint(
        reference=free(references.complaint_reference, Complaint),
        received_on=received_on,
        acknowledge_by=rights.acknowledge_by(received_on),
        due_on=rights.answer_by(received_on),
        owner=by,
    )
    with_own_key(complaint, complaint={"who": who, "how": how, "about": about}).save(force_insert=True)
    record(by, "casework.complaint.taken", complaint, at=at)
    return complaint


@transaction.atomic
def acknowledge(*, complaint: Complaint, by: User, at: datetime) -> Complaint:
    """Somebody has written to the person that it came. Raises Refusal."""
    current = locked(complaint)
    current.acknowledged_at = at
    return _step(current, ComplaintStatus.ACKNOWLEDGED, by, at)


@transaction.atomic
def look_into(*, complaint: Complaint, owner: User, by: User, at: datetime) -> Complaint:
    """Whoever looks into it. Raises Refusal."""
    current = locked(complaint)
    current.owner = owner
    return _step(current, ComplaintStatus.UNDER_REVIEW, by, at)


@transaction.atomic
def answer(*, complaint: Complaint, text: str, by: User, keys: Keys, at: datetime) -> Complaint:
    """Raises Refusal."""
    current = locked(complaint)
    put(keys.of(current), current, answer=text)
    current.answered_at = at
    return _step(current, ComplaintStatus.ANSWERED, by, at)


def _step(complaint: Complaint, status: ComplaintStatus, by: User, at: datetime) -> Complaint:
    if status not in COMPLAINT_STEPS[ComplaintStatus(complaint.status)]:
        raise Refusal(_("A colleague has gone on with this complaint. Look at it again."))
    complaint.status = status
    complaint.version += 1
    complaint.save()
    record(by, f"casework.complaint.{status.value}", complaint, at=at)
    return complaint
