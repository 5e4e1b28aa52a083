"""What the row of a leased job has in common with every other; each app adds its own columns and states."""

from datetime import timedelta
from typing import ClassVar

from django.db import models


class LeasedModel(models.Model):
    """A row that one worker at a time works on. lease_token: of the claim that may write; empty while nobody may."""

    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class LeasedJob(LeasedModel):
    """A job whose row is its truth: the queue only wakes a worker, and waking it twice does no harm.

    LEASE is how long a claim or a renewal lasts. BACKOFF is how long a job waits after its first, second … attempt; a
    job has one attempt more than waits, and is then put aside until somebody tries again (portal.jobs.protocol).

    See docs/requirements/security.md#background-jobs.
    """

    LEASE: ClassVar[timedelta]
    BACKOFF: ClassVar[tuple[timedelta, ...]]

    attempt = models.PositiveSmallIntegerField(default=0, help_text="attempts begun since it last got further")
    next_at = models.DateTimeField(null=True, blank=True, help_text="not before then; empty: at once")
    problem = models.CharField(max_length=500, blank=True, help_text="why the last attempt failed")
    put_aside_at = models.DateTimeField(
        null=True, blank=True, help_text="when its last attempt was used up; nobody claims it until it is retried"
    )

    class Meta:
        abstract = True

    @classmethod
    def max_attempts(cls) -> int:
        return len(cls.BACKOFF) + 1
