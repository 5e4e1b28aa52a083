"""Store a supplier, its sites, and what is bought from whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from compliance.organisations.models import Organisation
from compliance.organisations.querysets import OwnedQuerySet
from compliance.suppliers.choices import Activity, SiteFunction, SupplierStatus, Tier
from portal.core.models import PublicIdModel

KEY_HELP = "the reference folded: two references with the same key are the same"
SECTOR_HELP = "code of the Section 54 sector list"
EXTRA_HELP = "columns of an upload that the portal has no field for"


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
    is_labour_provider = models.BooleanField(default=False)
    licence_number = models.CharField(max_length=50, blank=True, help_text="UK gangmaster licence")
    licence_checked_on = models.DateField(null=True, blank=True)
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
    os_id = models.CharField(max_length=15, blank=True)
    duns = models.CharField(max_length=20, blank=True)
    lei = models.CharField(max_length=20, blank=True)
    sedex_company_ref = models.CharField(max_length=40, blank=True)
    notes = models.CharField(max_length=2000, blank=True)
    extra = models.JSONField(default=dict, blank=True, help_text=EXTRA_HELP)
    likeness = models.CharField(max_length=200, blank=True, help_text="the name cleaned, for finding duplicates")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(fields=("organisation", "key"), name="one_supplier_a_reference")]
        indexes = [models.Index(fields=("organisation", "country", "likeness"), name="suppliers_like")]

    def __str__(self) -> str:
        return self.name


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

    def __str__(self) -> str:
        return self.name
