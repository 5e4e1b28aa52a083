"""Statements that stand elsewhere: what a file of the government's registry lists, never as if published here."""

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from compliance.statements.models.publication import Publication
from portal.core.models import PublicIdModel


class Edition(PublicIdModel):
    """One file of the registry that was loaded."""

    dated = models.DateField(help_text="the day of the file")
    sha256 = models.CharField(max_length=64, unique=True)
    file_name = models.CharField(max_length=200)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.file_name}, {self.dated}"


class ListingQuerySet(QuerySet):
    def standing(self) -> "ListingQuerySet":
        """Return those that the latest file of their year still has."""
        return self.filter(gone_at=None)

    def shown(self) -> "ListingQuerySet":
        """Return those standing and not published here by the same company for the same year: ours comes once."""
        ours = Publication.objects.listed().filter(company_number=OuterRef("company_number"), year=OuterRef("year"))
        return self.standing().filter(Q(company_number="") | ~Exists(ours))


class Listing(models.Model):
    """One row of the registry's file: an organisation and a year, whose statement stands at an address elsewhere."""

    is_elsewhere = True

    identity = models.CharField(max_length=32, unique=True, help_text="of year, number or folded name, and parent")
    fingerprint = models.CharField(max_length=32, help_text="of all that is read; equal ones are not written again")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="listings")
    added_at = models.DateTimeField(null=True, blank=True, help_text="when a file had it first")
    changed_at = models.DateTimeField(null=True, blank=True, help_text="when a newer file said something else of it")
    gone_at = models.DateTimeField(null=True, blank=True, help_text="when a newer file had it no more")
    organisation_name = models.CharField(max_length=160)
    name_key = models.CharField(
        max_length=160, blank=True, help_text="the name as suppliers' names are compared with it"
    )
    company_number = models.CharField(max_length=8, blank=True)
    year = models.PositiveSmallIntegerField()
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    statement_url = models.URLField(max_length=1024, blank=True)
    pdf_url = models.URLField(max_length=1024, blank=True, help_text="the PDF that the registry itself hosts")
    pdf_on = models.DateField(null=True, blank=True, help_text="the day of that PDF")
    summary_url = models.URLField(max_length=1024, blank=True, help_text="its page in the registry")
    is_group = models.BooleanField(null=True, blank=True)
    parent_name = models.CharField(max_length=160, blank=True, help_text="whose group statement covers it")
    turnover_band = models.CharField(max_length=20, blank=True)
    years_band = models.CharField(max_length=20, blank=True, help_text="for how many years it has made statements")
    areas = models.JSONField(default=dict, help_text="yes or no, by area; without those not answered")
    updated_at = models.DateTimeField(help_text="when the registry changed it, else the day of the file")
    facets = models.TextField(blank=True, help_text="sectors and areas that it can be filtered by, a space around each")
    searched = models.TextField(help_text="folded words of its name, its number and its parent's name")

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ("organisation_name", "-year", "id")
        indexes = [
            models.Index(
                fields=("organisation_name", "-year", "id"), condition=Q(gone_at=None), name="elsewhere_by_name"
            ),
            models.Index(fields=("-updated_at", "id"), condition=Q(gone_at=None), name="elsewhere_by_date"),
            models.Index(
                fields=("-year", "organisation_name", "id"), condition=Q(gone_at=None), name="elsewhere_by_year"
            ),
            models.Index(fields=("company_number", "-year"), name="elsewhere_by_number"),
            models.Index(fields=("name_key", "-year"), name="elsewhere_by_name_key"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_name} {self.year}, listed elsewhere"
