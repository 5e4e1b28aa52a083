"""Campaigns: what makes more people contact the helpline, though nothing else has changed."""

from django.db import models
from django.db.models import F, Q

from compliance.casework.models.base import somebody
from portal.vault.models import RandomIdModel


class Campaign(RandomIdModel):
    """Dates on which a campaign, a film or a report in the news drew people to the helpline."""

    name = models.CharField(max_length=120)
    begins_on = models.DateField()
    ends_on = models.DateField()
    added_by = somebody()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("-begins_on", "name")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="campaign_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return self.name
