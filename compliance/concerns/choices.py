"""The codes of rows. Those of closed lists come from portal.reference's helpline vocabulary, and the tests compare."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """The progress of a concern as the reporter reads it, and nothing more."""

    RECEIVED = "received", _("Received")
    LOOKED_AT = "looked_at", _("Being looked at")
    UNDER_WAY = "under_way", _("Action under way")
    CLOSED = "closed", _("Closed")


class Channel(TextChoices):
    """The way in which a concern came."""

    WEBFORM = "webform", _("Online report form")
    PORTAL_BUSINESS = "portal_business", _("Business account")
    PHONE = "phone", _("Phone call")


class Level(TextChoices):
    """The urgency of a concern."""

    P1 = "p1", _("Immediate")
    P2 = "p2", _("Urgent")
    P3 = "p3", _("Standard")
    P4 = "p4", _("Advice")


class IdentityMode(TextChoices):
    """The reporter's choice about their name."""

    NAMED_SHARE = "named_share", _("Named, details may be shared")
    CONFIDENTIAL = "confidential", _("Confidential")
    ANONYMOUS = "anonymous", _("Anonymous")
    NOT_ASKED = "not_asked", _("Not asked")


class Author(TextChoices):
    """The author of a message."""

    REPORTER = "reporter", _("The person who told us")
    HELPLINE = "helpline", _("The helpline")


class Scan(TextChoices):
    """The result of the virus scan of a file."""

    CLEAN = "clean", _("Checked")
    NOT_SCANNED = "not_scanned", _("Not checked for viruses")


class FileRole(TextChoices):
    """The role of a file. cleaned: without hidden details. original: kept as evidence, by choice. uncleaned: could not
    be cleaned.
    """

    CLEANED = "cleaned", _("Cleaned copy")
    ORIGINAL = "original", _("Original")
    UNCLEANED = "uncleaned", _("Could not be cleaned")
