"""Kinds of feeds, and where an agreement or a feed stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FeedKind(models.TextChoices):
    HOTSPOTS = "hotspots", _("Hotspots")
    OPERATIONAL = "operational", _("Intelligence reports")
    LABOUR_SITES = "labour_sites", _("Sites for labour enforcement")


class AgreementState(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for a second person")
    NOT_STARTED = "not_started", _("Agreed, not started")
    LIVE = "live", _("Live")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")


class FeedState(models.TextChoices):
    PREPARED = "prepared", _("Prepared, not sent")
    WAITING = "waiting", _("Waiting for a second person")
    AGREED = "agreed", _("Agreed, not sent")
    REFUSED = "refused", _("Refused by the second person")
    SENT = "sent", _("Sent, not downloaded")
    DOWNLOADED = "downloaded", _("Downloaded")
    DELETED = "deleted", _("Deletion confirmed")
    EXPIRED = "expired", _("Expired, never downloaded")
    WITHDRAWN = "withdrawn", _("Withdrawn")
