"""{% load phone_help %}: the languages in which a page says which number to call."""

from django import template

from compliance.concerns.phone_help import Shown, shown_languages

register = template.Library()


@register.simple_tag
def phone_help_languages() -> list[Shown]:
    """Return those that may be shown; none where nobody has reviewed one, but in a demo all."""
    return shown_languages()
