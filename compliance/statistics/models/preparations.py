"""That somebody asked for the figures of a period to be prepared: a worker does it, because a year takes a while."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from compliance.statistics.choices import Step
from compliance.statistics.rules.periods import Period, parse_period
from portal.jobs.models import LeasedJob


class Preparation(LeasedJob):
    """The row is the truth of the job. refusal: why it could not be done, to whoever asked.

    checked, to_check: hidden numbers, while the step is to check them.
    """

    BACKOFF = (timedelta(minutes=1), timedelta(minutes=5))
    LEASE = timedelta(minutes=10)

    period_code = models.CharField(max_length=7)
    headline = models.CharField(max_length=300, blank=True)
    commentary = models.TextField(max_length=5000, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=300, blank=True)
    step = models.CharField(max_length=10, choices=Step, blank=True)
    checked = models.PositiveIntegerField(default=0)
    to_check = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-asked_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("period_code",),
                condition=Q(done_at=None, put_aside_at=None),
                name="one_preparation_of_a_period_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.period_code

    @property
    def step_number(self) -> int:
        return Step(self.step).number

    @property
    def period(self) -> Period:
        return parse_period(self.period_code)
