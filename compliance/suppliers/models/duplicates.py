"""The pairs of suppliers that may be one, of a register that is too long to be compared while somebody waits."""

from datetime import timedelta

from django.db import models

from compliance.organisations.models import Organisation
from compliance.organisations.querysets import OwnedQuerySet
from portal.jobs.models import LeasedJob


class DuplicateSearch(LeasedJob):
    """What the last search of an organisation's register found, and whether another is owed.

    The row is the truth; a task only wakes a worker.

    See docs/requirements/suppliers.md#duplicates.
    """

    LEASE = timedelta(minutes=2)
    BACKOFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+", primary_key=True)
    asked_at = models.DateTimeField(null=True, blank=True, help_text="empty: nothing to do")
    progress = models.PositiveIntegerField(default=0, help_text="suppliers compared")
    total = models.PositiveIntegerField(default=0)
    searched_at = models.DateTimeField(null=True, blank=True, help_text="empty: never yet")
    fingerprint = models.CharField(max_length=200, blank=True, help_text="of the register as it was searched")
    pairs = models.JSONField(default=list, blank=True, help_text="keys of two suppliers each, answered ones too")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "duplicate searches"

    def __str__(self) -> str:
        return f"{self.organisation} {self.searched_at or ''}".strip()
