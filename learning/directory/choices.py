"""States that the directory decides by. Codes are those of the helpline's vocabulary, where it has the list.

Longer lists (needs, audiences, languages) are data of portal.reference and are kept as codes.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """The status of a service. The space in the last one is in the standard."""

    ACTIVE = "active", _("Active")
    INACTIVE = "inactive", _("Not running")
    DEFUNCT = "defunct", _("Permanently closed")
    CLOSED_FOR_NOW = "temporarily closed", _("Temporarily closed")


# Those that people find; the others are kept for staff.
RUNNING = frozenset({Status.ACTIVE, Status.CLOSED_FOR_NOW})


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Everyone")
    STAFF_ONLY = "staff_only", _("Staff only")
    HIDDEN = "hidden", _("Hidden")


class PhoneKind(models.TextChoices):
    """The kinds of phones of HSDS."""

    VOICE = "voice", _("Call")
    TEXT = "text", _("Text message")
    TEXTPHONE = "textphone", _("Textphone")


class LocationKind(models.TextChoices):
    PHYSICAL = "physical", _("A place people can visit")
    POSTAL = "postal", _("Postal address")
    VIRTUAL = "virtual", _("By phone or online")


class FacetKind(models.TextChoices):
    """What a service is found by, apart from its hours and its words."""

    NEED = "need", _("Need")
    AUDIENCE = "audience", _("Who it is for")
    LANGUAGE = "language", _("Language")
    AREA = "area", _("Area")


# The facet of a service that has interpreters.
ANY_LANGUAGE = "any"


class Origin(models.TextChoices):
    """Who brought the entry. Only those of the file go when they are in it no more."""

    FILE = "file", _("Services file")
    STAFF = "staff", _("Staff")
    APPLICATION = "application", _("The organisation itself")


class Act(models.TextChoices):
    """What a second person is asked to agree to, of a phone number."""

    ADD = "add", _("Add number")
    CHANGE = "change", _("Change number")
    REMOVE = "remove", _("Remove number")


class Outcome(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")


class Word(models.TextChoices):
    """What a partner says of its own entry."""

    RIGHT = "right", _("Everything is correct")
    CHANGED = "changed", _("Something is different")
