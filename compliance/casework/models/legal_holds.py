"""What keeps a case from being deleted."""

from django.db import models
from django.db.models import Q

from compliance.casework.models.base import CaseRow, somebody
from portal.vault.fields import SealedField


class LegalHold(CaseRow):
    """Nothing of the case is deleted while one is in force."""

    set_by = somebody()
    set_at = models.DateTimeField()
    review_on = models.DateField(null=True, blank=True)
    lifted_by = somebody()
    lifted_at = models.DateTimeField(null=True, blank=True)
    reason = SealedField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("case",), condition=Q(lifted_at=None), name="one_hold_a_case")]

    def __str__(self) -> str:
        return f"{self.case} hold"
