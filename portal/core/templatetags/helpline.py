"""{% load helpline %}: when the helpline is there and how soon it reads, as its operator has set it, or nothing."""

from django import template
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()


@register.simple_tag
def helpline_hours() -> str:
    """Return the opening hours as a sentence; empty where the operator has set none."""
    hours = settings.HELPLINE_HOURS
    return _("Opening hours: %(hours)s.") % {"hours": hours} if hours else ""


@register.simple_tag
def read_within(level: str) -> str:
    """Return how soon a person reads a concern of the level, as a sentence; empty where no time is set."""
    number, unit = settings.HELPLINE_READS_WITHIN.get(level, (0, ""))
    sentences = {
        "minutes": ngettext(
            "Someone will read it within %(n)d minute.", "Someone will read it within %(n)d minutes.", number
        ),
        "hours": ngettext(
            "Someone will read it within %(n)d hour.", "Someone will read it within %(n)d hours.", number
        ),
        "working days": ngettext(
            "Someone will read it within %(n)d working day.", "Someone will read it within %(n)d working days.", number
        ),
    }
    return sentences[unit] % {"n": number} if unit else ""
