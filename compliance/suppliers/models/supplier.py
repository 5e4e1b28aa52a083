"""Store a supplier, its sites, and what is bought from whom."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from compliance.organisations.models import Organisation
from compliance.organisations.querysets import OwnedQuerySet
from compliance.suppliers.choices import UNKNOWN_TIER_RANK, Activity, Band, SiteFunction, SupplierStatus, Tier
from compliance.suppliers.rules.registry_names import split_refused_keys
from portal.core.models import PublicIdModel

KEY_HELP = "the reference folded: two references with the same key are the same"
SECTOR_HELP = "code of the Section 54 sector list"
EXTRA_HELP = "columns of an upload that the portal has no field for"


def _coalesce(field: str, output: models.Field, default: Any) -> models.GeneratedField:  # Any: a value of the field
    """Return a column that repeats a field, with a value where there is none."""
    value = Value(default, output_field=output)
    return models.GeneratedField(expression=Coalesce(field, value), output_field=output, db_persist=True)


class Supplier(PublicIdModel):
    """Store a legal entity that sells to the business, or to another of its suppliers.

    Never matched across businesses.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="suppliers")
    supplier_ref = models.CharField(max_length=64)
    key = models.CharField(max_length=64, help_text=KEY_HELP)
    name = models.CharField(max_length=200)
    trading_name = models.CharField(max_length=200, blank=True)
    company_number = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2, or XK")
    status = models.CharField(max_length=12, choices=SupplierStatus, default=SupplierStatus.ACTIVE)
    category = models.CharField(max_length=80, blank=True, help_text="the business's own, like Packaging")
    is_over_turnover = models.BooleanField(null=True, blank=True, help_text="turnover of £36 million or more")
    is_labour_provider = models.BooleanField(default=False)
    licence_number = models.CharField(max_length=50, blank=True, help_text="UK gangmaster licence")
    licence_checked_on = models.DateField(null=True, blank=True)
    registry_key = models.CharField(
        max_length=160,
        blank=True,
        help_text="cleaned name in the statement registry that a person said is this supplier",
    )
    registry_refused_keys = models.TextField(
        blank=True,
        help_text="cleaned names in the registry that a person said are other companies, a line end around each",
    )
    # A worker writes these (services/registry_matches.py).
    registry_like_key = models.CharField(
        max_length=160, blank=True, help_text="cleaned name in the registry that is near; nobody has answered yet"
    )
    registry_searched_as = models.CharField(
        max_length=500, blank=True, help_text="the edition and the names that registry_like_key was searched with"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="who looks after it and is told of what its audits find; nobody: the administrators",
    )
    contact_name = models.CharField(max_length=100, blank=True)
    contact_email = models.EmailField(blank=True)
    language = models.CharField(max_length=10, blank=True, help_text="of what we send it; empty: English")
    os_id = models.CharField(max_length=15, blank=True)
    duns = models.CharField(max_length=20, blank=True)
    lei = models.CharField(max_length=20, blank=True)
    sedex_company_ref = models.CharField(max_length=40, blank=True)
    notes = models.CharField(max_length=2000, blank=True)
    extra = models.JSONField(default=dict, blank=True, help_text=EXTRA_HELP)
    likeness = models.CharField(max_length=200, blank=True, help_text="the name cleaned, for finding duplicates")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    # The database writes these (triggers.py), for the list to sort and filter by.
    tier_day = models.DateField(default=timezone.localdate, editable=False, help_text="on which tier_rank was so")
    tier_rank = models.PositiveSmallIntegerField(default=UNKNOWN_TIER_RANK, editable=False, help_text="the nearest")
    tier_until = models.DateField(
        null=True, editable=False, help_text="the next end of a relation: from then on tier_rank may be another"
    )
    annual_spend_pence = models.BigIntegerField(
        null=True, editable=False, help_text="what the business itself buys from it, of relations on tier_day"
    )
    residual = models.FloatField(null=True, editable=False, help_text="the highest of its current scores")
    band = models.CharField(max_length=10, choices=Band, blank=True, editable=False, help_text="of that score")
    last_audit_on = models.DateField(null=True, editable=False, help_text="of all its sites")
    open_actions = models.PositiveIntegerField(default=0, editable=False, help_text="at all its sites")
    # What is not known sorts last, whichever way.
    falling_risk = _coalesce("residual", models.FloatField(), -1.0)
    rising_risk = _coalesce("residual", models.FloatField(), 101.0)
    falling_spend = _coalesce("annual_spend_pence", models.BigIntegerField(), -1)
    latest_audit = _coalesce("last_audit_on", models.DateField(), date.min)
    earliest_audit = _coalesce("last_audit_on", models.DateField(), date.max)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(fields=("organisation", "key"), name="one_supplier_a_reference")]
        indexes = [
            models.Index(fields=("organisation", "country", "likeness"), name="suppliers_like"),
            # The list in its first order, and its count without those that have ended.
            models.Index(fields=("organisation", "name", "id", "status"), name="suppliers_by_name"),
            *(
                models.Index(fields=("organisation", first, "name", "id"), name=f"suppliers_by_{name}")
                for name, first in (
                    ("country", "country"),
                    ("tier", "tier_rank"),
                    ("falling_risk", "-falling_risk"),
                    ("rising_risk", "rising_risk"),
                    ("earliest_audit", "earliest_audit"),
                    ("latest_audit", "-latest_audit"),
                    ("actions", "-open_actions"),
                    ("spend", "-falling_spend"),
                    ("category", "category"),
                )
            ),
            models.Index(
                fields=("organisation", "tier_until"),
                condition=Q(tier_until__isnull=False),
                name="suppliers_tier_until",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def list_refused_keys(self) -> list[str]:
        """Return the cleaned names in the registry that a person said are other companies."""
        return split_refused_keys(self.registry_refused_keys)

    def refuse_registry_key(self, key: str) -> None:
        """Add a cleaned name that is another company's; one that was refused before stays once."""
        if key not in self.list_refused_keys():
            self.registry_refused_keys = f"{self.registry_refused_keys or '\n'}{key}\n"


class SupplyRelation(models.Model):
    """Store what is bought, and through whom. The tier is the relation's: one supplier may be in two tiers."""

    organisation_path = "supplier__organisation"

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="relations")
    buys_from = models.ForeignKey(
        Supplier, null=True, blank=True, on_delete=models.CASCADE, related_name="sells_on", help_text="empty: us"
    )
    tier = models.PositiveSmallIntegerField(choices=Tier, default=Tier.UNKNOWN)
    products = models.JSONField(default=list, blank=True, help_text="at most 20 texts of 100 characters")
    products_key = models.CharField(max_length=64, help_text="SHA-256 of the folded products in order")
    sector = models.CharField(max_length=50, blank=True, help_text=SECTOR_HELP)
    activity = models.CharField(max_length=30, choices=Activity, blank=True)
    annual_spend_pence = models.BigIntegerField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("supplier", "buys_from", "products_key"), name="one_relation_a_product_set"
            ),
            models.UniqueConstraint(
                fields=("supplier", "products_key"), condition=Q(buys_from=None), name="one_direct_relation"
            ),
            models.CheckConstraint(
                condition=Q(buys_from=None) | ~Q(buys_from=models.F("supplier")), name="nobody_buys_from_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier}: {', '.join(self.products)}"


class Site(PublicIdModel):
    """Store one place where people work. Audits are of sites. Its organisation is its supplier's, kept for the key."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="sites")
    site_ref = models.CharField(max_length=64)
    key = models.CharField(max_length=64, help_text=KEY_HELP)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    town = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2, or XK")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    function = models.CharField(max_length=40, choices=SiteFunction, blank=True)
    sector = models.CharField(max_length=50, blank=True, help_text=SECTOR_HELP)
    activity = models.CharField(max_length=30, choices=Activity, blank=True)
    recruits_from_abroad = models.BooleanField(null=True, blank=True)
    pays_by_piece_or_cash = models.BooleanField(null=True, blank=True)
    labour_providers = models.ManyToManyField(Supplier, blank=True, related_name="serves")
    os_id = models.CharField(max_length=15, blank=True)
    sedex_site_ref = models.CharField(max_length=40, blank=True)
    extra = models.JSONField(default=dict, blank=True, help_text=EXTRA_HELP)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(fields=("organisation", "key"), name="one_site_a_reference"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="both_or_no_coordinates",
            ),
        ]
        indexes = [models.Index(fields=("organisation", "country"), name="suppliers_site_country")]

    def __str__(self) -> str:
        return self.name
