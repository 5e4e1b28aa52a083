"""What Companies House says of the suppliers of a register, looked up by a worker when somebody asks for it."""

from datetime import timedelta

from django.db import models

from compliance.organisations.models import Organisation
from compliance.organisations.querysets import OwnedQuerySet
from portal.jobs.models import LeasedJob


class CompanyLookup(LeasedJob):
    """How far the look-up of an organisation's suppliers is, and whether another is owed.

    The row is the truth; a task only wakes a worker.

    See docs/requirements/suppliers.md#company-look-up.
    """

    LEASE = timedelta(minutes=2)
    BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+", primary_key=True)
    asked_at = models.DateTimeField(null=True, blank=True, help_text="empty: nothing to do")
    progress = models.PositiveIntegerField(default=0, help_text="suppliers looked up")
    total = models.PositiveIntegerField(default=0)
    cursor = models.BigIntegerField(default=0, help_text="key of the last supplier that was looked up")
    finished_at = models.DateTimeField(null=True, blank=True, help_text="empty: never yet")

    objects = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.organisation} {self.finished_at or ''}".strip()


class CompanyMatch(models.Model):
    """A company that the look-up offers for a supplier, and what a person said of it.

    kind "number": the supplier's own number leads to another name, or to nothing; "name": the supplier has no number.
    """

    class Kind(models.TextChoices):
        NAME = "name", "by name"
        NUMBER = "number", "by number"
        MISSING = "missing", "number not on the register"

    organisation_path = "supplier__organisation"

    supplier = models.ForeignKey("suppliers.Supplier", on_delete=models.CASCADE, related_name="company_matches")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.CharField(max_length=8, help_text="that is offered, or that was not found")
    name = models.CharField(max_length=160, blank=True)
    company_status = models.CharField(max_length=40, blank=True, help_text="as the register names it")
    address = models.CharField(max_length=500, blank=True)
    likeness = models.FloatField(default=0, help_text="of the names, 0 to 1")
    found_at = models.DateTimeField()
    is_same = models.BooleanField(null=True, help_text="what a person said; empty: nobody yet")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("supplier", "-likeness", "number")
        constraints = [models.UniqueConstraint(fields=("supplier", "number"), name="one_match_a_company")]
        verbose_name_plural = "company matches"

    def __str__(self) -> str:
        return f"{self.supplier} {self.number}"
