"""Store scores, and the weights they were computed by. A score is history: it is added, never changed."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from compliance.organisations.models import Organisation
from compliance.organisations.querysets import OwnedQuerySet
from compliance.suppliers.choices import Band, ScoreEvent
from compliance.suppliers.models.supplier import Site, Supplier
from portal.core.models import PublicIdModel
from portal.jobs.models import LeasedJob


class RiskWeights(models.Model):
    """Store one version of weights, sector points and rules; our staff make a new one with a reason.

    See docs/requirements/suppliers.md#inherent-risk.
    """

    number = models.PositiveIntegerField(unique=True)
    weights = models.JSONField()
    reason = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("-number",)
        verbose_name_plural = "risk weights"

    def __str__(self) -> str:
        return f"weights {self.number}"


def _priority_index(name: str, *filters: str) -> models.Index:
    """Return an index of current scores in the order of the risk list, of those that a filter selects."""
    return models.Index(
        fields=("organisation", *filters, "-has_alert", "-urgency", "id"), condition=Q(is_current=True), name=name
    )


class RiskScore(PublicIdModel):
    """Store how high the risk to people is judged at a site, or of a supplier that has none, on one day, and why."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="scores")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.CASCADE, related_name="scores")
    is_current = models.BooleanField(default=True)
    computed_at = models.DateTimeField()
    event = models.CharField(max_length=30, help_text="what moved it")
    weights = models.ForeignKey(RiskWeights, on_delete=models.PROTECT, related_name="+")
    editions = models.JSONField(help_text="edition by table")
    inputs = models.JSONField()
    parts = models.JSONField(help_text="points, weight and source of each part")
    confidence = models.FloatField(help_text="sum of the weights known, 0 to 1")
    inherent = models.FloatField(null=True)
    residual = models.FloatField(null=True)
    priority = models.FloatField(null=True)
    inherent_band = models.CharField(max_length=10, choices=Band, blank=True)
    band = models.CharField(max_length=10, choices=Band, blank=True, help_text="of the residual risk")
    # The database writes these (triggers.py).
    organisation = models.ForeignKey(
        Organisation, null=True, editable=False, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    country = models.CharField(max_length=2, blank=True, editable=False, help_text="of the site, else of the supplier")
    has_alert = models.BooleanField(default=False, editable=False, help_text="an A-alert is open at the site")
    urgency = models.GeneratedField(
        # A priority that is not known stands behind all that are: none of them is negative.
        expression=Coalesce("priority", Value(-1.0)),
        output_field=models.FloatField(),
        db_persist=True,
    )

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-computed_at",)
        constraints = [
            models.UniqueConstraint(fields=("site",), condition=Q(is_current=True), name="one_current_score"),
            models.UniqueConstraint(
                fields=("supplier",), condition=Q(is_current=True, site=None), name="one_current_score_without_site"
            ),
        ]
        indexes = [
            _priority_index("suppliers_risk_order"),
            _priority_index("suppliers_risk_country", "country"),
            _priority_index("suppliers_risk_band", "band"),
            models.Index(fields=("supplier", "residual"), condition=Q(is_current=True), name="suppliers_risk_highest"),
        ]

    def __str__(self) -> str:
        return f"{self.site or self.supplier} {self.residual}"


class RiskRun(LeasedJob):
    """Say whether the scores of an organisation are to be recomputed.

    The row is the truth; a task only wakes a worker.
    """

    LEASE = timedelta(minutes=10)
    BACKOFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+", primary_key=True)
    event = models.CharField(max_length=30, choices=ScoreEvent)
    asked_at = models.DateTimeField(null=True, blank=True, help_text="empty: nothing to do")
    done_for = models.DateField(null=True, blank=True, help_text="the last day that ages were worked out for")

    objects = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.organisation} {self.event}"
