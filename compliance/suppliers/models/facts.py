"""Store what is known of a site: its workers, its controls, and one row of what its audits say."""

from django.conf import settings
from django.db import models

from compliance.organisations.querysets import OwnedQuerySet
from compliance.suppliers.choices import ControlType
from compliance.suppliers.models.supplier import Site
from portal.core.models import PublicIdModel


def worker_count_field() -> models.PositiveIntegerField:
    return models.PositiveIntegerField(null=True, blank=True)


class WorkerFigures(models.Model):
    """Count the workers of a site on one day. Contracts add up to the total; the other groups overlap.

    See docs/requirements/suppliers.md#worker-figures.
    """

    organisation_path = "site__organisation"
    CONTRACTS = ("permanent", "temporary", "agency", "seasonal", "homeworker", "self_employed", "apprentice")
    GROUPS = ("migrant_international", "migrant_internal", "young", "women", "in_provided_housing")

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="figures")
    counted_on = models.DateField()
    total = worker_count_field()
    permanent = worker_count_field()
    temporary = worker_count_field()
    agency = worker_count_field()
    seasonal = worker_count_field()
    homeworker = worker_count_field()
    self_employed = worker_count_field()
    apprentice = worker_count_field()
    migrant_international = worker_count_field()
    migrant_internal = worker_count_field()
    young = worker_count_field()
    women = worker_count_field()
    in_provided_housing = worker_count_field()
    youngest_age = models.PositiveSmallIntegerField(null=True, blank=True)
    details = models.JSONField(default=dict, blank=True, help_text="nationalities, languages, interviews, by sex")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-counted_on",)
        constraints = [models.UniqueConstraint(fields=("site", "counted_on"), name="one_count_a_day")]

    def __str__(self) -> str:
        return f"{self.site} {self.counted_on}: {self.total}"


class Control(PublicIdModel):
    """Record something in place at a site that lowers its risk.

    confirmed: verified, or known and trusted by workers.

    See docs/requirements/suppliers.md#residual-risk.
    """

    organisation_path = "site__organisation"

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="controls")
    kind = models.CharField(max_length=40, choices=ControlType)
    held_on = models.DateField()
    is_confirmed = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-held_on",)
        constraints = [models.UniqueConstraint(fields=("site", "kind", "held_on"), name="one_control_a_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.held_on}"


class SiteFacts(models.Model):
    """Sum up what the audits of a site say, in one row. The audits app writes it; the register and the risk read it.

    Open findings are counted in halves: one closed without proof counts whole for 90 days, then half.

    See docs/requirements/suppliers.md#unverified-closures.
    """

    organisation_path = "site__organisation"

    site = models.OneToOneField(Site, on_delete=models.CASCADE, related_name="facts", primary_key=True)
    last_audit_on = models.DateField(null=True, blank=True)
    last_audit_scheme = models.CharField(max_length=30, blank=True)
    audit_expires_on = models.DateField(null=True, blank=True)
    credited_audit_on = models.DateField(null=True, blank=True, help_text="latest independent one against a code")
    credited_audit_was_announced = models.BooleanField(default=True)
    open_business_critical = models.FloatField(default=0)
    open_critical = models.FloatField(default=0)
    open_major = models.FloatField(default=0)
    open_minor = models.FloatField(default=0)
    open_car = models.FloatField(default=0)
    open_actions = models.PositiveIntegerField(default=0)
    late_actions = models.PositiveIntegerField(default=0)
    areas_not_addressed = models.PositiveSmallIntegerField(default=0, help_text="of 1, 1A and 4")
    has_alert_a = models.BooleanField(default=False)
    has_open_report = models.BooleanField(default=False, help_text="an alert the business itself reported")
    has_repeated_issue = models.BooleanField(default=False)
    has_homework_chain = models.BooleanField(default=False, help_text="FL24 is open")
    strength = models.CharField(max_length=10, blank=True, help_text="of the forced labour signs")
    changed_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "site facts"

    def __str__(self) -> str:
        return f"{self.site}"
