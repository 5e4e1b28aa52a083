"""{% load rulesets %}: the name of a ruleset, whose code is kept with what it decided."""

from django import template
from django.utils.translation import gettext_lazy

NAMES = {
    "s54-2015-guidance-2025": gettext_lazy("the Modern Slavery Act 2015 and the guidance of March 2025"),
}
register = template.Library()


@register.filter
def ruleset_name(code: str) -> str:
    """Return what a ruleset follows, in words; the code of one that has no name here."""
    return str(NAMES.get(code, code))
