"""What the telephone system says of a month."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class PhoneFigures(models.Model):
    """Calls of a month as the telephone provider counts them, typed in by hand.

    See docs/requirements/statistics.md#phone-figures.
    """

    month = models.CharField(max_length=7, unique=True, help_text="2026-03")
    offered = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    abandoned = models.PositiveIntegerField()
    median_wait_seconds = models.PositiveIntegerField(help_text="of the calls that were answered")
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("-month",)
        verbose_name_plural = "phone figures"
        constraints = [
            models.CheckConstraint(
                condition=Q(offered=F("answered") + F("abandoned")), name="offered_is_answered_and_abandoned"
            )
        ]

    def __str__(self) -> str:
        return self.month
