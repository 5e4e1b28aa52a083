"""What a second person decides."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from compliance.casework.choices import ApprovalKind, ApprovalState
from compliance.casework.models.base import SealedRow, own_key, somebody
from compliance.casework.models.case import Case
from portal.vault.fields import SealedField


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def waiting(self) -> "ApprovalQuerySet":
        return self.filter(state=ApprovalState.WAITING)

    def to_review(self) -> "ApprovalQuerySet":
        """Went ahead without a second person; somebody has to look within a day.

        See docs/requirements/helpline.md#small-teams.
        """
        return self.filter(state=ApprovalState.WENT_AHEAD, reviewed_at=None)


class Approval(SealedRow):
    """One act that a second person decides; nobody decides their own, and the database says so too.

    data: codes only (what is asked for). reason, answer: under the case's key, or the approval's own without a case.
    used_at: an approval is spent by the act that it allows.
    """

    data_key = own_key()
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="approvals")
    kind = models.CharField(max_length=20, choices=ApprovalKind)
    state = models.CharField(max_length=12, choices=ApprovalState, default=ApprovalState.WAITING)
    data = models.JSONField(default=dict, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = somebody()
    decided_at = models.DateTimeField(null=True, blank=True)
    second_by = somebody()
    second_at = models.DateTimeField(null=True, blank=True)
    review_due_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = somebody()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    reason = SealedField()
    answer = SealedField(blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="nobody_approves_their_own"
            ),
            models.CheckConstraint(
                condition=Q(second_by=None) | (~Q(second_by=F("asked_by")) & ~Q(second_by=F("decided_by"))),
                name="the_second_approver_is_another",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("asked_by")), name="nobody_reviews_their_own"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case or ''} {self.get_kind_display()}".strip()

    @property
    def keeper(self) -> Any:
        return self.case or self
