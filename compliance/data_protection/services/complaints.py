"""Complaints about how data are handled: taken down, acknowledged within 30 days, answered.

See docs/requirements/helpline.md#data-complaints.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework import reference_numbers
from compliance.casework.reference_numbers import make_unused_reference
from compliance.casework.services.case_keys import Keys, seal_columns, seal_with_own_key
from compliance.casework.services.transitions import lock_row
from compliance.data_protection.choices import COMPLAINT_STEPS, ComplaintStatus
from compliance.data_protection.models import Complaint
from compliance.data_protection.rules import data_rights
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record


@transaction.atomic
def record_complaint(*, who: str, how: str, about: str, received_on: date, by: User, at: datetime) -> Complaint:
    complaint = Complaint(
        reference=make_unused_reference(reference_numbers.make_complaint_reference, Complaint),
        received_on=received_on,
        acknowledge_by=data_rights.get_acknowledge_date(received_on),
        due_on=data_rights.get_answer_date(received_on),
        owner=by,
    )
    seal_with_own_key(complaint, complaint={"who": who, "how": how, "about": about}).save(force_insert=True)
    record(by, "casework.complaint.taken", complaint, at=at)
    return complaint


@transaction.atomic
def acknowledge_complaint(*, complaint: Complaint, by: User, at: datetime) -> Complaint:
    """Record that somebody has written to the person that it came. Raises ActionRefused."""
    current = lock_row(complaint)
    current.acknowledged_at = at
    return _step(current, ComplaintStatus.ACKNOWLEDGED, by, at)


@transaction.atomic
def start_review(*, complaint: Complaint, owner: User, by: User, at: datetime) -> Complaint:
    """Give it to whoever looks into it. Raises ActionRefused."""
    current = lock_row(complaint)
    current.owner = owner
    return _step(current, ComplaintStatus.UNDER_REVIEW, by, at)


@transaction.atomic
def answer_complaint(*, complaint: Complaint, text: str, by: User, keys: Keys, at: datetime) -> Complaint:
    """Save the answer. Raises ActionRefused."""
    current = lock_row(complaint)
    seal_columns(keys.get_key(current), current, answer=text)
    current.answered_at = at
    return _step(current, ComplaintStatus.ANSWERED, by, at)


def _step(complaint: Complaint, status: ComplaintStatus, by: User, at: datetime) -> Complaint:
    if status not in COMPLAINT_STEPS[ComplaintStatus(complaint.status)]:
        raise ActionRefused(_("A colleague has changed this complaint. Check it again."))
    complaint.status = status
    complaint.version += 1
    complaint.save()
    record(by, f"casework.complaint.{status.value}", complaint, at=at)
    return complaint
