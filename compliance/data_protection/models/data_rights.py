"""What people ask about their own data, and what they complain of (docs/requirements/helpline.md#data-requests)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from compliance.casework.models.base import SealedRow, codes, own_key, somebody
from compliance.casework.models.case import Case
from compliance.data_protection.choices import ComplaintStatus, RequestKind, RequestStatus
from portal.vault.fields import SealedField


class SubjectAccess(SealedRow):
    """A request about somebody's data.

    is_held_apart: it may come from an exploiter; nobody confirms that a case exists.
    """

    data_key = own_key()
    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=15, choices=RequestKind)
    status = models.CharField(max_length=15, choices=RequestStatus, default=RequestStatus.RECEIVED)
    is_held_apart = models.BooleanField(default=False)
    received_on = models.DateField()
    due_on = models.DateField()
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    identity_checked_by = somebody()
    identity_checked_at = models.DateTimeField(null=True, blank=True)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    exemptions = codes()
    review_on = models.DateField(null=True, blank=True, help_text="of a refusal")
    answered_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    request = SealedField(help_text="JSON: who asks, how they were checked, what they ask for, where to answer")
    answer = SealedField(blank=True, help_text="JSON: what was found, what is left out and why, the answer")

    class Meta:
        ordering = ("due_on",)
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(second_by=F("first_by")), name="two_people_answer_a_request"
            )
        ]

    def __str__(self) -> str:
        return self.reference


class Complaint(SealedRow):
    """A complaint about how data are handled, with a deadline (Data (Use and Access) Act 2025)."""

    data_key = own_key()
    reference = models.CharField(max_length=12, unique=True)
    status = models.CharField(max_length=15, choices=ComplaintStatus, default=ComplaintStatus.RECEIVED)
    received_on = models.DateField()
    acknowledge_by = models.DateField()
    due_on = models.DateField()
    owner = somebody()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    complaint = SealedField(help_text="JSON: who complains, how to answer, what it is about")
    answer = SealedField(blank=True)

    class Meta:
        ordering = ("due_on",)

    def __str__(self) -> str:
        return self.reference
