"""An organisation and its state: confirmed or not, taken down or not, in a group or not."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from compliance.organisations.choices import DateOrder, GroupRole, LegalForm, ProofMethod, TurnoverBand
from compliance.organisations.querysets import OwnedQuerySet
from compliance.organisations.rules.names import lookalike_key
from portal.core.models import PublicIdModel

REOPENING_PERIOD = timedelta(days=30)
SLUG_HELP = "made from the name; never reused, and never changed after the first confirmation"


class OrganisationQuerySet(models.QuerySet):
    """Queries of organisations."""

    def open(self) -> "OrganisationQuerySet":
        """Return the organisations that have not left the portal."""
        return self.filter(closed_at=None)

    def confirmed(self) -> "OrganisationQuerySet":
        """Return the organisations that have proved who they are."""
        return self.exclude(confirmed_at=None)

    def public(self) -> "OrganisationQuerySet":
        """Return the organisations whose pages the public may see: confirmed, and not taken down."""
        return self.confirmed().filter(taken_down_at=None)


class Organisation(PublicIdModel):
    """A business, charity or public body. Unconfirmed until it proves control of its name.

    A confirmed organisation that changes its name or number keeps the confirmed ones until the wanted ones are
    confirmed too, so that nobody can put on another's name.

    See docs/requirements/statements.md#verified-organisations.
    """

    name = models.CharField(max_length=160)
    likeness = models.CharField(
        max_length=160, db_index=True, editable=False, help_text="equal for names that a reader takes for the same"
    )
    slug = models.SlugField(max_length=80, unique=True, help_text=SLUG_HELP)
    legal_form = models.CharField(max_length=30, choices=LegalForm)
    company_number = models.CharField(
        max_length=8, blank=True, db_index=True, help_text="8 characters; kept by one confirmed organisation only"
    )
    wanted_name = models.CharField(max_length=160, blank=True, help_text="waits for a new confirmation")
    wanted_company_number = models.CharField(max_length=8, blank=True, help_text="waits for a new confirmation")
    address = models.CharField(max_length=500, blank=True)
    country = models.CharField(max_length=2, default="GB", help_text="ISO 3166-1 alpha-2")
    website = models.URLField(max_length=1024, blank=True)
    sectors = models.JSONField(default=list, blank=True, help_text="codes of the Section 54 sector list")
    sectors_other = models.CharField(max_length=128, blank=True)
    turnover_band = models.CharField(max_length=20, choices=TurnoverBand, blank=True)
    year_end_on = models.DateField(null=True, blank=True, help_text="end of the latest or current financial year")
    group_role = models.CharField(max_length=15, choices=GroupRole, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="subsidiaries")
    date_order = models.CharField(max_length=11, choices=DateOrder, default=DateOrder.DAY_FIRST)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=10, choices=ProofMethod, blank=True)
    confirmed_domain = models.CharField(max_length=253, blank=True)
    taken_down_at = models.DateTimeField(null=True, blank=True)
    taken_down_reason = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(
        null=True, blank=True, db_index=True, help_text="an administrator closed it; what was published stays public"
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    emptied_at = models.DateTimeField(null=True, blank=True, help_text="what was not published was removed")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                fields=("company_number",),
                condition=Q(confirmed_at__isnull=False, closed_at=None) & ~Q(company_number=""),
                name="one_confirmed_organisation_a_company_number",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.likeness = lookalike_key(self.name)
        if kwargs.get("update_fields") is not None and "name" in kwargs["update_fields"]:
            kwargs["update_fields"] = {*kwargs["update_fields"], "likeness"}
        super().save(*args, **kwargs)

    @property
    def is_confirmed(self) -> bool:
        """Return whether the organisation has proved who it is."""
        return self.confirmed_at is not None

    @property
    def is_taken_down(self) -> bool:
        """Return whether our staff took its public pages down."""
        return self.taken_down_at is not None

    @property
    def is_public(self) -> bool:
        """Return whether its pages may be shown to everybody."""
        return self.is_confirmed and not self.is_taken_down

    @property
    def is_closed(self) -> bool:
        """Return whether it left the portal: its members cannot enter, and nobody is written to on its behalf."""
        return self.closed_at is not None

    @property
    def emptied_on(self) -> datetime | None:
        """Return when unpublished rows may be removed; until then the closing can be undone. None while it is open."""
        return self.closed_at + REOPENING_PERIOD if self.closed_at else None

    @property
    def is_month_first(self) -> bool:
        """Return whether dates in its files begin with the month."""
        return self.date_order == DateOrder.MONTH_FIRST

    @property
    def needs_confirmation(self) -> bool:
        """Return whether it is unconfirmed, or wants another name or number than the confirmed one."""
        return not self.is_confirmed or bool(self.wanted_name or self.wanted_company_number)

    @property
    def name_to_confirm(self) -> str:
        """Return the name that a proof would confirm."""
        return self.wanted_name or self.name

    @property
    def number_to_confirm(self) -> str:
        """Return the company number that a proof would confirm."""
        return self.wanted_company_number or self.company_number


class GroupRequest(PublicIdModel):
    """A parent's request to the organisation of a company number to become its subsidiary.

    It is kept by the number alone until it is answered, so that asking never tells who is on the portal.
    """

    parent = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="group_requests")
    company_number = models.CharField(max_length=8, db_index=True)
    subsidiary = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    is_accepted = models.BooleanField(null=True)

    organisation_path = "parent"
    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("parent", "company_number"), condition=Q(decided_at=None), name="one_open_group_request"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parent} asks {self.company_number}"
