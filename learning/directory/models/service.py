"""A service that can help, and the organisation that offers it. Names of fields are near those of HSDS 3.0."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When

from learning.directory.choices import RUNNING, Origin, Status, Visibility
from portal.core.models import PublicIdModel

LONG = 4000


def codes() -> models.JSONField:
    return models.JSONField(default=list, blank=True)


def somebody() -> models.ForeignKey:
    """Return a foreign key to a person of our staff. The row stays when the account goes."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


class Provider(PublicIdModel):
    """An organisation that offers services."""

    name = models.CharField(max_length=200, unique=True)
    description = models.TextField(max_length=LONG, blank=True)
    website = models.URLField(max_length=500, blank=True)
    email = models.EmailField(blank=True)
    charity_number = models.CharField(max_length=20, blank=True)
    company_number = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


# What everybody may read: running, checked by us, and not left unconfirmed for too long.
PUBLIC = Q(visibility=Visibility.PUBLIC, is_draft=False, status__in=sorted(RUNNING), gone_at=None, lapsed_at=None)


class ServiceQuerySet(models.QuerySet):
    def not_withdrawn(self) -> "ServiceQuerySet":
        """Return all that were not taken out of the file they came with."""
        return self.filter(gone_at=None)

    def public(self) -> "ServiceQuerySet":
        return self.filter(is_public=True)

    def for_desk(self) -> "ServiceQuerySet":
        """Return what handlers find: also what is for staff only, and what nobody confirmed for long."""
        return self.not_withdrawn().filter(is_draft=False, status__in=RUNNING).exclude(visibility=Visibility.HIDDEN)


class Service(PublicIdModel):
    """needs, audiences, languages, areas: codes, from which the facets are written (services.entries).

    areas: the ONS's codes of councils, regions, nations and the United Kingdom, or iso:TH for a country.
    """

    slug = models.SlugField(max_length=120, unique=True)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(max_length=200)
    alternate_name = models.CharField(max_length=200, blank=True)
    summary = models.CharField(max_length=300, blank=True, help_text="what it does, in plain words, for lists")
    description = models.TextField(max_length=LONG)
    url = models.URLField(max_length=500, blank=True)
    email = models.EmailField(blank=True)
    alert = models.CharField(max_length=300, blank=True, help_text="shown first, for a time")
    status = models.CharField(max_length=20, choices=Status, default=Status.ACTIVE)
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.PUBLIC)
    is_draft = models.BooleanField(default=True)
    is_public = models.GeneratedField(
        expression=Case(When(PUBLIC, then=True), default=False), output_field=models.BooleanField(), db_persist=True
    )

    needs = codes()
    audiences = codes()
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    eligibility_description = models.CharField(max_length=1000, blank=True)
    languages = codes()
    has_interpreters = models.BooleanField(default=False)
    interpretation_services = models.CharField(max_length=300, blank=True)
    areas = codes()
    area_note = models.CharField(max_length=300, blank=True)
    hours_note = models.CharField(max_length=300, blank=True)
    is_free = models.BooleanField(null=True, blank=True)
    fees_description = models.CharField(max_length=500, blank=True)
    application_process = models.CharField(max_length=1000, blank=True, help_text="how to refer")
    wait_time = models.CharField(max_length=300, blank=True)
    takes_referrals_at_night = models.BooleanField(default=False)
    is_first_responder = models.BooleanField(null=True, blank=True)
    safe_contact = models.CharField(max_length=500, blank=True, help_text="how to reach them safely")

    person_name = models.CharField(max_length=200, blank=True, help_text="who answers questions about the service")
    person_title = models.CharField(max_length=100, blank=True)
    person_email = models.EmailField(blank=True)
    person_phone = models.CharField(max_length=40, blank=True)
    person_is_public = models.BooleanField(default=False, help_text="no: for our staff only")

    staff_email = models.EmailField(blank=True)
    staff_note = models.TextField(max_length=LONG, blank=True)
    sources = codes()
    source_checked = models.CharField(max_length=10, blank=True, help_text="year, month or day of the source")
    confidence = models.CharField(max_length=40, blank=True)

    assured_on = models.DateField(null=True, blank=True, help_text="last confirmed, by our staff or its own people")
    assurer = somebody()
    next_review_on = models.DateField()
    partner_email = models.EmailField(blank=True, help_text="who is asked to confirm it")
    lapsed_at = models.DateTimeField(null=True, blank=True, help_text="hidden, for nobody confirmed it")

    contacts_by = models.JSONField(
        default=list, blank=True, help_text="ids of who wrote or accepted its contacts since it was last published"
    )
    suitable_on = models.DateField(null=True, blank=True, help_text="our staff last checked that it is suitable")
    suitable_by = somebody()
    suitability_asked_on = models.DateField(
        null=True, blank=True, help_text="when our staff were told that this check is due; empty since it was done"
    )
    suitability_note = models.CharField(max_length=1000, blank=True)

    origin = models.CharField(max_length=12, choices=Origin, default=Origin.STAFF)
    fingerprint = models.CharField(max_length=64, blank=True, help_text="of its facts in the file, as last loaded")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True, help_text="by hand; a file then changes it no more")
    gone_at = models.DateTimeField(null=True, blank=True, help_text="no longer in the file")
    version = models.PositiveIntegerField(default=1)
    searched = models.CharField(max_length=700, help_text="folded words of its names")

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum_age=None) | Q(maximum_age=None) | Q(minimum_age__lte=models.F("maximum_age")),
                name="ages_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["is_public", "name", "id", "next_review_on"], name="directory_listed"),
            models.Index(fields=["next_review_on"], name="directory_due"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_contact(self) -> bool:
        """Return whether there is a contact that everybody may know."""
        contact = self.person_name or self.person_title or self.person_email or self.person_phone
        return self.person_is_public and bool(contact)

    def is_due(self, today: date) -> bool:
        """Return whether somebody has to confirm it."""
        return self.next_review_on <= today
