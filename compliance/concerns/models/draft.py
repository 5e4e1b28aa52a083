"""Unsent drafts and current visits: rows that live for minutes and that only a cookie can open."""

from uuid import uuid4

from django.db import models

from compliance.concerns.models.concern import Concern, Receipt
from portal.vault.fields import SealedField
from portal.vault.models import RandomIdModel


class Draft(RandomIdModel):
    """A draft. uuid: half of the cookie; the other half is the key of `blob`, which is stored nowhere.

    receipt: the code of the concern that was sent from here, until the person has it (15 minutes at most).
    """

    submit_token = models.UUIDField(unique=True, default=uuid4)
    blob = SealedField(default=bytes)
    last_action_at = models.DateTimeField()
    receipt = SealedField(default=bytes)
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Draft {self.uuid}"


class Visit(RandomIdModel):
    """A reporter who returned with a code. The concern's data key is encrypted under the key in their cookie."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="+")
    receipt = models.ForeignKey(Receipt, on_delete=models.CASCADE, related_name="+")
    wrapped = SealedField()
    begun_at = models.DateTimeField()
    last_action_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Visit {self.uuid}"
