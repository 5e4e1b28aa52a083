"""Coded facts as they were when they were frozen."""

from django.conf import settings
from django.db import models

from portal.core.models import PublicIdModel


class Extract(PublicIdModel):
    """The facts of one period, frozen: triggers.py has the database refuse any change.

    content: the canonical text that sha256 is of (rules.extract). code_version: of the program that read the facts.

    See docs/requirements/statistics.md#extracts.
    """

    period = models.CharField(max_length=7, help_text="2026-03, 2026-q1 or 2026")
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    facts = models.PositiveIntegerField(help_text="how many facts it holds, over all units")
    rule_set = models.PositiveSmallIntegerField(help_text="the version in force when it was frozen")
    code_version = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-frozen_at", "-pk")

    def __str__(self) -> str:
        return f"{self.period} {self.sha256[:12]}"
