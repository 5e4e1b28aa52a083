"""Codes that rows carry. Those of closed lists are of portal.reference's helpline vocabulary, and the tests compare."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """What the person reads of where it stands, and nothing more."""

    RECEIVED = "received", _("Received")
    LOOKED_AT = "looked_at", _("Being looked at")
    UNDER_WAY = "under_way", _("Action under way")
    CLOSED = "closed", _("Closed")


class Channel(TextChoices):
    WEBFORM = "webform", _("Online report form")
    PORTAL_BUSINESS = "portal_business", _("Signed-in business account on this portal")
    PHONE = "phone", _("Phone call")


class Level(TextChoices):
    P1 = "p1", _("Immediate")
    P2 = "p2", _("Urgent")
    P3 = "p3", _("Standard")
    P4 = "p4", _("Advice")


class IdentityMode(TextChoices):
    NAMED_SHARE = "named_share", _("Named, details may be shared")
    CONFIDENTIAL = "confidential", _("Confidential")
    ANONYMOUS = "anonymous", _("Anonymous")


class Author(TextChoices):
    """Who wrote a message."""

    REPORTER = "reporter", _("The person who told us")
    HELPLINE = "helpline", _("The helpline")


class Scan(TextChoices):
    """What the scanner said of a file."""

    CLEAN = "clean", _("Checked")
    NOT_SCANNED = "not_scanned", _("Not checked for viruses")


class FileRole(TextChoices):
    """cleaned: without hidden details. original: kept as evidence, by choice. uncleaned: could not be cleaned."""

    CLEANED = "cleaned", _("Cleaned copy")
    ORIGINAL = "original", _("Original")
    UNCLEANED = "uncleaned", _("Could not be cleaned")
