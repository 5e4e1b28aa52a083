"""What one computation found. No number below the smallest that may be shown is stored.

See docs/requirements/helpline.md#hotspots.
"""

from django.db import models

from compliance.casework.models.base import code, somebody
from portal.vault.models import RandomIdModel


class Run(RandomIdModel):
    """One computation of a quarter. Of the same events it gives the same numbers, whoever starts it.

    without_council: contacts whose place of exploitation leads to no council. left_out: cases that are sealed, or that
    somebody at the desk is kept out of; they are counted nowhere here.
    """

    quarter = models.CharField(max_length=7)
    seed = models.PositiveIntegerField()
    permutations = models.PositiveIntegerField()
    replications = models.PositiveIntegerField()
    without_council = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField()
    by = somebody()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.quarter


class Analysis(RandomIdModel):
    """One selection of a run: every kind of exploitation and sector, or one of each; empty codes stand for all.

    circle: codes of the councils in which more was reported than their residents would lead one to expect, the middle
    first; its contacts are an estimate where it has hidden councils.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="analyses")
    exploitation_type = code()
    sector = code()
    is_refused = models.BooleanField(default=False)
    circle = models.JSONField(default=list, blank=True)
    circle_expected = models.FloatField(null=True)
    circle_contacts = models.PositiveIntegerField(null=True)
    circle_chance = models.FloatField(null=True)

    class Meta:
        ordering = ("exploitation_type", "sector")
        constraints = [
            models.UniqueConstraint(fields=("run", "exploitation_type", "sector"), name="one_analysis_a_selection")
        ]
        verbose_name_plural = "analyses"

    def __str__(self) -> str:
        return f"{self.run} {self.exploitation_type} {self.sector}".strip()


class Hotspot(RandomIdModel):
    """A council with at least 5 contacts from at least 3 reporters in the quarter.

    rate, smoothed, lower, upper: contacts in 100,000 residents. order: of the band, the hottest first.
    child_contacts: None where fewer than 5.
    """

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="hotspots")
    council = models.CharField(max_length=9)
    contacts = models.PositiveIntegerField()
    cases = models.PositiveIntegerField(null=True)
    people = models.CharField(max_length=10)
    child_contacts = models.PositiveIntegerField(null=True)
    lower = models.FloatField()
    upper = models.FloatField()
    rate = models.FloatField()
    smoothed = models.FloatField()
    z = models.FloatField()
    chance = models.FloatField()
    is_discovery = models.BooleanField()
    band = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField()
    expected = models.PositiveIntegerField()
    change_chance = models.FloatField()
    is_rise = models.BooleanField()
    is_in_circle = models.BooleanField()

    class Meta:
        ordering = ("order", "-z", "council")
        constraints = [models.UniqueConstraint(fields=("analysis", "council"), name="one_hotspot_a_council")]

    def __str__(self) -> str:
        return f"{self.analysis} {self.council}"
