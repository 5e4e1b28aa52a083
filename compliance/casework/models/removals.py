"""What was done to a case and can be undone for a while: removing something from it, and merging it into another."""

from django.db import models

from compliance.casework.choices import Removable
from compliance.casework.models.base import CaseRow, somebody
from compliance.casework.models.case import Case
from portal.vault.fields import SealedField


class Removal(CaseRow):
    """Something that was removed, as it was: restored by whoever may change the case, or erased by the sweep.

    content: the removed rows as Django's serializer writes them; their own sealed columns stay sealed in it.
    keys: data keys of the names in it. stored_as: the stored bytes of a file.
    """

    what = models.CharField(max_length=10, choices=Removable)
    by = somebody()
    at = models.DateTimeField()
    keys = models.JSONField(default=list, blank=True)
    stored_as = models.CharField(max_length=100, blank=True)
    content = SealedField()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.case} {self.get_what_display()}"


class CaseMerge(CaseRow):
    """That a case was merged into another one, and how to undo it while nothing new has happened in either.

    before: JSON of what both cases were before, and what both held right after it.
    """

    into = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="merges_here")
    by = somebody()
    at = models.DateTimeField()
    undone_by = somebody()
    undone_at = models.DateTimeField(null=True, blank=True)
    before = SealedField()

    class Meta:
        ordering = ("-at",)
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=models.Q(undone_at=None), name="one_merge_of_a_case_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.into}"
