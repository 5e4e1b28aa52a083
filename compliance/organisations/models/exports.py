"""Lists that somebody downloads and that are too long to be written while they wait."""

from datetime import timedelta

from django.conf import settings
from django.db import models

from compliance.organisations.choices import ExportList, ExportState
from compliance.organisations.models.organisation import Organisation
from compliance.organisations.querysets import OwnedQuerySet
from portal.core.models import PublicIdModel
from portal.files.models import StoredFile
from portal.jobs.models import LeasedJob


class Export(PublicIdModel, LeasedJob):
    """One file of a list as somebody filtered it, for that person alone. The row is the truth, the queue a wake-up.

    See docs/requirements/security.md#background-jobs.
    """

    LEASE = timedelta(minutes=2)
    BACKOFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30, choices=ExportList)
    query = models.CharField(max_length=2000, blank=True, help_text="how the list was filtered: a query string")
    state = models.CharField(max_length=10, choices=ExportState, default=ExportState.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    progress = models.PositiveIntegerField(default=0, help_text="rows written")
    total = models.PositiveIntegerField(default=0, help_text="rows there will be, about")
    has_alert_details = models.BooleanField(default=False, help_text="may hold what only some members may read")
    file = models.OneToOneField(StoredFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"{self.organisation} {self.kind} {self.asked_at:%Y-%m-%d}"

    @property
    def is_pending(self) -> bool:
        return self.state in (ExportState.WAITING, ExportState.MAKING)

    @property
    def is_available(self) -> bool:
        """Return whether the file can be downloaded."""
        return self.state == ExportState.READY and self.file_id is not None
