"""Delayed lines of history: written at once, their position among the others would reveal the minute.

See docs/requirements/security.md#rounded-times.
"""

from django.db import models

from compliance.concerns.models.concern import Concern
from portal.vault.models import RandomIdModel


class HeldLine(RandomIdModel):
    """A reporter's act until its hour is over. Then it becomes a line of history and is deleted here."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="+")
    action = models.CharField(max_length=80)
    detail = models.JSONField(default=dict)
    hour = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="concerns_held_on_the_hour", condition=models.Q(hour__minute=0, hour__second=0))
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.concern_id}"
