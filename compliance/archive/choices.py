"""The states of an archive."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ArchiveState(models.TextChoices):
    """The state of an archive; PENDING_STATES names those that a worker still has to finish."""

    WAITING = "waiting", _("Waiting to start")
    MAKING = "making", _("In progress")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be made")


PENDING_STATES = frozenset({ArchiveState.WAITING, ArchiveState.MAKING})
