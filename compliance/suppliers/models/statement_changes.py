"""What changed in the statements of suppliers, as the registry's files show it."""

from django.db import models

from compliance.organisations.models import Organisation
from compliance.organisations.querysets import OwnedQuerySet
from compliance.suppliers.choices import StatementChangeKind
from compliance.suppliers.models.supplier import Supplier


class StatementChange(models.Model):
    """One change of a supplier's statement, noticed after a file of the registry was loaded."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="statement_changes")
    kind = models.CharField(max_length=10, choices=StatementChangeKind)
    year = models.PositiveSmallIntegerField(help_text="of the statement; of one that is late, the year it is due")
    due_on = models.DateField(null=True, blank=True, help_text="of one that is late or lapsed")
    address = models.CharField(max_length=1024, blank=True)
    dated = models.DateField(help_text="the day of the registry's file")
    noticed_at = models.DateTimeField()
    mailed_on = models.DateField(null=True, blank=True, help_text="of the weekly mail that told of it")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-noticed_at", "supplier__name", "pk")
        constraints = [
            models.UniqueConstraint(fields=("supplier", "kind", "year", "dated"), name="one_change_a_file"),
        ]
        indexes = [
            models.Index(fields=("organisation", "-noticed_at"), name="suppliers_newest_change"),
            models.Index(fields=("organisation",), condition=models.Q(mailed_on=None), name="suppliers_change_to_mail"),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} {self.kind} {self.year}"
