"""Archives that administrators asked for, and history that an organisation brought from another portal."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from compliance.archive.choices import PENDING_STATES, ArchiveState
from compliance.organisations.models import Organisation
from compliance.organisations.querysets import OwnedQuerySet
from portal.core.models import PublicIdModel
from portal.jobs.models import LeasedJob


class Archive(PublicIdModel, LeasedJob):
    """Everything of an organisation in one ZIP file, for the administrator who asked.

    The row is the truth. Its bytes lie sealed under stored_as, until they are let go.

    See docs/requirements/security.md#background-jobs.
    """

    LEASE = timedelta(minutes=2)
    BACKOFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=ArchiveState, default=ArchiveState.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()
    progress = models.PositiveIntegerField(default=0, help_text="entries written")
    total = models.PositiveIntegerField(default=0, help_text="entries there will be, about")
    made_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    stored_as = models.UUIDField(null=True, blank=True)
    size = models.PositiveBigIntegerField(default=0, help_text="bytes of the ZIP file")
    sha256 = models.CharField(max_length=64, blank=True)
    missing = models.PositiveIntegerField(default=0, help_text="files that could not be read, which the README names")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("organisation",), condition=Q(state__in=sorted(PENDING_STATES)), name="one_archive_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.asked_at:%Y-%m-%d}"

    def is_available(self, at: datetime) -> bool:
        """Return whether the file can be downloaded at that time."""
        return self.state == ArchiveState.READY and self.expires_at is not None and at < self.expires_at


class EarlierHistory(models.Model):
    """History that an organisation brought from another portal: to read, not part of this portal's chain.

    chain: as portal.history.exports.export_chain made it there (docs/history.md).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(help_text="1 is the earliest")
    portal = models.CharField(max_length=200, help_text="the address of the portal it came from")
    brought_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, help_text="of the archive")
    chain = models.JSONField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        verbose_name_plural = "earlier histories"
        constraints = [models.UniqueConstraint(fields=("organisation", "number"), name="one_earlier_history_a_number")]

    def __str__(self) -> str:
        return f"{self.organisation} at {self.portal}"
