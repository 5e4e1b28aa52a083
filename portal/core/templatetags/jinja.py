"""{% load jinja %}: a part of a page that Jinja draws, with the variables that are there."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from portal.core.jinja import draw

register = template.Library()


@register.simple_tag(takes_context=True)
def include_jinja(context: template.Context, name: str, **values: Any) -> SafeString:  # Any: what a page may show
    """Draw the template with all variables of the page, and these."""
    return draw(name, {key: value for layer in context.dicts for key, value in layer.items()} | values)
