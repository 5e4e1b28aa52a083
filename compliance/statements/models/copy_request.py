"""Who asked in writing for a copy of a statement."""

from datetime import date

from django.conf import settings
from django.db import models

from compliance.organisations.models import Organisation
from compliance.organisations.querysets import OwnedQuerySet
from compliance.statements.rules.financial_year import copy_due_on
from portal.core.models import PublicIdModel


class CopyRequest(PublicIdModel):
    """Somebody asked in writing for a copy of the statement of a business without a website (s.54(8))."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="copy_requests")
    received_on = models.DateField()
    asked_by = models.CharField(max_length=160, blank=True, help_text="who asked; private")
    email = models.EmailField(blank=True, help_text="where the copy can be mailed to; private")
    sent_on = models.DateField(null=True, blank=True)
    is_mailed = models.BooleanField(default=False, help_text="whether this portal mailed it")
    reminded_at = models.DateTimeField(null=True, blank=True, help_text="when its last day was told")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-received_on", "-pk")

    def __str__(self) -> str:
        return f"Request of {self.received_on} for a copy"

    @property
    def due_on(self) -> date:
        return copy_due_on(self.received_on)
