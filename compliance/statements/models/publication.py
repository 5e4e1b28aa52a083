"""What the public sees: an immutable copy, with the columns that the register searches by."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from compliance.organisations.choices import LegalForm
from compliance.organisations.models import Organisation
from compliance.organisations.querysets import OwnedQuerySet
from compliance.statements.choices import DocumentKind, Licence, RenderState
from compliance.statements.models.draft import Statement, Version
from portal.core.models import PublicIdModel
from portal.jobs.models import LeasedJob


class PublicationQuerySet(OwnedQuerySet):
    def current(self) -> "PublicationQuerySet":
        """Return the one to show for each year, a withdrawn one with its notice."""
        return self.filter(is_current=True)

    def listed(self) -> "PublicationQuerySet":
        """Return those in the register: current, not withdrawn, and of an organisation that may be shown."""
        return self.current().of_shown_organisations().filter(withdrawn_at=None)

    def of_shown_organisations(self) -> "PublicationQuerySet":
        """Return those of confirmed organisations that were not taken down."""
        hidden = Organisation.objects.filter(Q(confirmed_at=None) | Q(taken_down_at__isnull=False))
        return self.exclude(organisation__in=hidden)

    def without_texts(self) -> "PublicationQuerySet":
        """Return, for lists, the columns that are searched and shown, not the whole statement."""
        return self.defer("content", "signoff", "searched")


class Publication(PublicIdModel):
    """One published version. Only is_current and the withdrawal ever change."""

    is_elsewhere = False

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="publications")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="publication")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="publications")
    content = models.JSONField(help_text="the canonical content, as approved and signed")
    content_hash = models.CharField(max_length=64)
    signoff = models.JSONField(help_text="approval and signature as shown in public")
    ruleset = models.CharField(max_length=40)
    published_at = models.DateTimeField()
    first_published_on = models.DateField(help_text="first day that any version of this year was public")
    due_on = models.DateField()
    late_reason = models.CharField(max_length=500, blank=True)
    statement_url = models.URLField(max_length=1024, blank=True)
    request_email = models.EmailField(blank=True)
    licence = models.CharField(max_length=20, choices=Licence, default=Licence.ALL_RIGHTS_RESERVED)
    amendment_kind = models.CharField(max_length=20, blank=True)
    amendment_note = models.CharField(max_length=500, blank=True)
    is_current = models.BooleanField(default=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    # Searched columns, copied from the content.
    organisation_name = models.CharField(max_length=160)
    organisation_slug = models.CharField(max_length=80)
    company_number = models.CharField(max_length=8, blank=True)
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    period_start = models.DateField()
    period_end = models.DateField()
    legal_form = models.CharField(max_length=30, choices=LegalForm)
    kind = models.CharField(max_length=20)
    turnover_band = models.CharField(max_length=20)
    is_group = models.BooleanField(default=False)
    is_late = models.BooleanField(default=False)
    is_voluntary = models.BooleanField(default=False)
    area_count = models.PositiveSmallIntegerField(default=0)
    searched = models.TextField(help_text="folded words of the names and numbers it covers, for the search")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ("organisation_name", "-year")
        constraints = [
            models.UniqueConstraint(
                fields=("statement",), condition=Q(is_current=True), name="one_current_publication"
            ),
        ]
        indexes = [
            models.Index(fields=("organisation_slug", "year")),
            models.Index(
                fields=("organisation_name", "-year", "id"),
                condition=Q(is_current=True, withdrawn_at=None),
                name="register_by_name",
            ),
            models.Index(
                fields=("-published_at", "id"), condition=Q(is_current=True, withdrawn_at=None), name="register_by_date"
            ),
            models.Index(
                fields=("-year", "organisation_name", "id"),
                condition=Q(is_current=True, withdrawn_at=None),
                name="register_by_year",
            ),
            models.Index(fields=("-published_at", "-id"), condition=Q(withdrawn_at=None), name="register_feed"),
            models.Index(fields=("company_number", "year"), name="register_by_number"),
            models.Index(fields=("content_hash",), name="register_by_text"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_name} {self.year} version {self.number}"


class Facet(models.Model):
    """One value that a publication can be filtered by: a sector, an area covered, a risk country …"""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="facets")
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=50)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("kind", "code", "publication"), name="one_facet")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.code}"


class Document(models.Model):
    """The bytes of a publication in one form; written once."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=4, choices=DocumentKind)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("publication", "kind"), name="one_document_a_kind")]

    def __str__(self) -> str:
        return f"{self.publication} ({self.kind})"


class Render(LeasedJob):
    """The job that makes a publication's PDFs; the queue only wakes it.

    See docs/requirements/security.md#background-jobs.
    """

    LEASE = timedelta(minutes=6)
    BACKOFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))

    publication = models.OneToOneField(Publication, on_delete=models.CASCADE, related_name="render")
    state = models.CharField(max_length=20, choices=RenderState, default=RenderState.WAITING)

    def __str__(self) -> str:
        return f"PDF of {self.publication}: {self.get_state_display()}"
