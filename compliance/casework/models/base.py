"""What the rows of casework share: a random id, and who keeps the key that their sealed columns open with.

Clear are only the coded facts, the states and the deadlines that the desk must queue and count. All
else is a SealedField under the data key of the row's keeper: a case, a contact without one, or a person's own row.

See docs/requirements/security.md#clear-columns.
"""

from typing import Any

from django.conf import settings
from django.db import models

from portal.vault.models import DataKey, RandomIdModel


class SealedRow(RandomIdModel):
    class Meta:
        abstract = True

    @property
    def keeper(self) -> Any:
        """The row whose data key opens this one; its uuid is the case of every vault place of the row."""
        return self


class CaseRow(SealedRow):
    """A row of one case, under the case's key."""

    case = models.ForeignKey("casework.Case", on_delete=models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def keeper(self) -> Any:
        return self.case


def own_key() -> models.OneToOneField:
    """Once the key is erased the row is what its clear columns say, and no more: coded facts outlive the words."""
    return models.OneToOneField(DataKey, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")


def somebody(**options: Any) -> models.ForeignKey:
    """A person of our staff. The row stays when the account goes."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", **options
    )


def code(length: int = 40, **options: Any) -> models.CharField:
    """A code of a closed list; empty where it is not known yet."""
    return models.CharField(max_length=length, blank=True, **options)


def codes(help_text: str = "") -> models.JSONField:
    return models.JSONField(default=list, blank=True, help_text=help_text)
