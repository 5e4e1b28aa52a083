"""What the job that deletes did, night by night (docs/requirements/helpline.md#desk-retention)."""

from django.db import models
from django.db.models import Q

from compliance.casework.models.base import somebody
from portal.vault.models import RandomIdModel


class RetentionRun(RandomIdModel):
    """One run. erased: how many of each kind went. refused: of each kind that was too much of its table, how many of
    how many; a lead may confirm the newest run, and then they go as well. Names of kinds: services.retention.
    """

    at = models.DateTimeField()
    erased = models.JSONField(default=dict)
    refused = models.JSONField(default=dict, help_text='{"cases": {"due": 40, "of": 500}}')
    confirmed_by = somebody()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(refused={}) | Q(confirmed_at__isnull=False),
                name="a_large_run_is_confirmed_before_it_is_done",
            )
        ]

    def __str__(self) -> str:
        return f"Run of {self.at:%d %B %Y}"

    @property
    def is_waiting(self) -> bool:
        """Something waits for a lead's word."""
        return bool(self.refused) and self.confirmed_at is None
