"""What is looked after around publication: whether the own website's page opens, and who asked for a copy."""

from datetime import date

from django.conf import settings
from django.db import models

from compliance.organisations.models import Organisation
from compliance.organisations.owned import OwnedQuerySet
from compliance.statements.models.draft import Statement
from compliance.statements.rules.period import copy_due_on
from portal.core.leases import LeasedModel
from portal.core.models import PublicIdModel


class UrlCheck(LeasedModel):
    """Whether the statement's address on the organisation's own website opens (security 3.13).

    The look is a job; this row is its truth: lease, attempts, next time (security 4.3). Of the page nothing is kept.
    """

    organisation_path = "statement__organisation"

    statement = models.OneToOneField(Statement, on_delete=models.CASCADE, related_name="url_check")
    url = models.URLField(max_length=1024)
    is_waiting = models.BooleanField(default=True)
    is_yearly = models.BooleanField(default=False, help_text="whether a year had gone by, and nobody asked")
    asked_at = models.DateTimeField()
    attempt = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    opened = models.BooleanField(null=True, help_text="what the last look found; empty when nobody could look")
    finding = models.CharField(max_length=500, blank=True, help_text="why it did not open, in a sentence")
    looked_at = models.DateTimeField(null=True, blank=True)
    homepage_links = models.BooleanField(null=True, help_text="whether the homepage links to it; empty: not seen")
    homepage_finding = models.CharField(max_length=500, blank=True, help_text="why no link was found, in a sentence")

    objects = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Page of {self.statement}"


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
