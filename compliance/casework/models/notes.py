"""What somebody wrote down: about a case, or for the next shift."""

from django.db import models

from compliance.casework.choices import NoteKind
from compliance.casework.models.base import CaseRow, SealedRow, own_key, somebody
from portal.vault.fields import SealedField


class Note(CaseRow):
    """A decision is never changed: triggers.py has the database refuse it."""

    kind = models.CharField(max_length=12, choices=NoteKind)
    by = somebody()
    at = models.DateTimeField()
    text = SealedField()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.case} {self.get_kind_display()}"


class HandoverNote(SealedRow):
    """What one shift tells the next, shown on the queue."""

    data_key = own_key()
    by = somebody()
    at = models.DateTimeField()
    text = SealedField()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.at:%d %B %Y %H:%M}"
