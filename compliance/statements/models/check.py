"""Results of the check, kept with the ruleset that gave them; old results are never worked out again."""

from django.conf import settings
from django.db import models

from compliance.organisations.querysets import OwnedQuerySet
from compliance.statements.models.draft import Version


class CheckRun(models.Model):
    organisation_path = "version__statement__organisation"

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="check_runs")
    version_number = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    ruleset = models.CharField(max_length=40)
    results = models.JSONField(help_text="list of results, one a criterion, in the order of the rubric")
    run_at = models.DateTimeField(auto_now_add=True)
    run_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-run_at",)

    def __str__(self) -> str:
        return f"Check of {self.version} under {self.ruleset}"


class CheckAnswer(models.Model):
    """The drafter's answer to a result: "we cover this on page 4", "not relevant because …"."""

    organisation_path = "version__statement__organisation"

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="check_answers")
    criterion = models.CharField(max_length=40)
    text = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("version", "criterion"), name="one_answer_a_criterion")]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.text[:40]}"
