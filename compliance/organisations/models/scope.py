"""The saved answers to "do we need a statement?"."""

from django.conf import settings
from django.db import models

from compliance.organisations.models.organisation import Organisation
from compliance.organisations.querysets import OwnedQuerySet
from portal.core.models import PublicIdModel


class ScopeAnswer(PublicIdModel):
    """The questionnaire's answer for one financial year: answers, outcome, reason and ruleset are saved together.

    Never changed and never worked out again: a new answer is a new row.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="scope_answers")
    period_end_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    answers = models.JSONField()
    outcome = models.CharField(max_length=30)
    reason = models.TextField()
    rule = models.PositiveSmallIntegerField(help_text="number of the rule that matched")
    ruleset = models.CharField(max_length=40)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(auto_now_add=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-answered_at", "-pk")

    def __str__(self) -> str:
        return f"{self.outcome} ({self.organisation})"
