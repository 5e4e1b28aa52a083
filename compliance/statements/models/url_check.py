"""Whether the page of a statement on the organisation's own website opens."""

from datetime import timedelta

from django.db import models

from compliance.organisations.querysets import OwnedQuerySet
from compliance.statements.models.draft import Statement
from portal.jobs.models import LeasedJob


class UrlCheck(LeasedJob):
    """Whether the statement's address on the organisation's own website opens.

    The look is a job; this row is its truth: lease, attempts, next time. Of the page nothing is kept.

    See docs/requirements/security.md#url-fetching, docs/requirements/security.md#background-jobs.
    """

    LEASE = timedelta(minutes=2)
    BACKOFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))

    organisation_path = "statement__organisation"

    statement = models.OneToOneField(Statement, on_delete=models.CASCADE, related_name="url_check")
    url = models.URLField(max_length=1024)
    is_waiting = models.BooleanField(default=True)
    is_yearly = models.BooleanField(default=False, help_text="whether a year had gone by, and nobody asked")
    asked_at = models.DateTimeField()
    opened = models.BooleanField(null=True, help_text="what the last look found; empty when nobody could look")
    finding = models.CharField(max_length=500, blank=True, help_text="why it did not open, in a sentence")
    looked_at = models.DateTimeField(null=True, blank=True)
    homepage_links = models.BooleanField(null=True, help_text="whether the homepage links to it; empty: not seen")
    homepage_finding = models.CharField(max_length=500, blank=True, help_text="why no link was found, in a sentence")

    objects = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Page of {self.statement}"
