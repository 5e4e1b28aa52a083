"""{% load archive %}: whether an organisation brought history from another portal."""

from django import template

from compliance.archive import selectors
from compliance.organisations.models import Organisation

register = template.Library()


@register.filter
def has_earlier_history(organisation: Organisation) -> bool:
    """Return whether there is history from another portal."""
    return selectors.has_earlier_history(organisation)
