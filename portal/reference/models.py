"""Editions that our staff uploaded; a table without one is used as it came with the portal."""

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
