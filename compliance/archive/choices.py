"""Where an archive stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ArchiveState(models.TextChoices):
    WAITING = "waiting", _("Waiting for its turn")
    MAKING = "making", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be made")


PENDING_STATES = frozenset({ArchiveState.WAITING, ArchiveState.MAKING})
