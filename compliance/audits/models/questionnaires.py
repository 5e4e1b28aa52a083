"""The self-assessment that a supplier fills in by its link, and its answers that it may use again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from compliance.organisations.querysets import OwnedQuerySet
from compliance.suppliers.models import Supplier
from portal.core.models import PublicIdModel


class Questionnaire(PublicIdModel):
    """A self-assessment that an organisation asked a supplier for, with its answers once they are sent.

    See docs/requirements/suppliers.md#questionnaires.
    """

    organisation_path = "supplier__organisation"

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="questionnaires")
    edition = models.CharField(max_length=20, help_text="of the questions; see data/questionnaires")
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reply_by = models.DateField()
    answers = models.JSONField(default=dict, blank=True, help_text="by question; before it is sent, a draft")
    respondent = models.CharField(max_length=100, blank=True, help_text="who answers for the supplier")
    respondent_role = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)
    answered_at = models.DateTimeField(null=True, blank=True, help_text="empty: not sent yet")
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="the organisation asks no more")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-requested_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("supplier",),
                condition=Q(answered_at=None, withdrawn_at=None),
                name="one_open_questionnaire_a_supplier",
            )
        ]

    def __str__(self) -> str:
        return f"{self.supplier} {self.edition}"


class AnswerSheet(models.Model):
    """A supplier's own copy of its answers: of no organisation, and readable only with the code that the supplier has.

    See docs/requirements/suppliers.md#answers-used-again.
    """

    code_hash = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField(help_text="edition, answers and day, encrypted under the code")
    saved_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.code_hash[:8]} {self.saved_on}"
