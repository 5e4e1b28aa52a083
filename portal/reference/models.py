"""Uploaded editions of tables; a table without one is used as it came with the portal."""

from django.db import models
from django.db.models import Q

from portal.core.models import PublicIdModel


class Edition(PublicIdModel):
    """One edition of one table of portal.reference.editions. It is looked at first, and switched to afterwards.

    uploaded_by is the person's name at that time: this room knows no accounts.
    """

    table = models.CharField(max_length=40)
    edition = models.CharField(max_length=100, help_text="as its publisher calls it")
    dated_on = models.DateField(help_text="published on, or the last day its figures speak of")
    rows = models.JSONField()
    reason = models.CharField(max_length=500)
    uploaded_by = models.CharField(max_length=254)
    uploaded_at = models.DateTimeField()
    is_current = models.BooleanField(default=False)
    switched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-uploaded_at",)
        constraints = [
            models.UniqueConstraint(fields=("table",), condition=Q(is_current=True), name="one_current_edition")
        ]

    def __str__(self) -> str:
        return f"{self.table}: {self.edition}"


class IndexValue(PublicIdModel):
    """What our staff read of a country in the Global Slavery Index, whose table we may not copy.

    typed_by is the person's name at that time, as in Edition.

    See docs/requirements/suppliers.md#risk-data.
    """

    iso2 = models.CharField(max_length=2, unique=True)
    per_thousand = models.DecimalField(max_digits=5, decimal_places=1, help_text="people in modern slavery, estimated")
    source = models.CharField(max_length=200, help_text="edition and page")
    dated_on = models.DateField(help_text="when that was published")
    typed_by = models.CharField(max_length=254)
    typed_at = models.DateTimeField()

    class Meta:
        ordering = ("iso2",)
        constraints = [
            models.CheckConstraint(
                condition=Q(per_thousand__gte=0) & Q(per_thousand__lte=1000), name="a_share_of_a_thousand"
            )
        ]

    def __str__(self) -> str:
        return f"{self.iso2}: {self.per_thousand} of 1,000"
