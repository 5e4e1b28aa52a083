"""Who may read a case."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from compliance.casework.choices import Marking
from compliance.casework.models.base import CaseRow, somebody
from compliance.casework.models.case import Case
from portal.vault.fields import SealedField
from portal.vault.models import RandomIdModel


class CaseRestriction(CaseRow):
    """Why a case is for named people only. One at a time; what was lifted stays as history."""

    marking = models.CharField(max_length=12, choices=Marking)
    set_by = somebody()
    set_at = models.DateTimeField()
    lifted_by = somebody()
    lifted_at = models.DateTimeField(null=True, blank=True)
    reason = SealedField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("case",), condition=Q(lifted_at=None), name="one_restriction_in_force")
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.marking}"


class CaseReader(RandomIdModel):
    """Somebody named for a restricted case; or kept from a case, for they know the people in it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_kept_out = models.BooleanField(default=False)
    named_by = somebody()
    named_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("case", "user"), name="one_word_a_reader")]

    def __str__(self) -> str:
        return f"{self.case} {self.user}"
