"""{% load form_drafts %}: {% autosave %} inside a form of the desk keeps what is typed into it."""

from typing import Any

from django import template
from django.template import Context

register = template.Library()


@register.inclusion_tag("casework/_autosave.html", takes_context=True)
def autosave(context: Context, part: Any = "") -> dict[str, str]:
    """part: tells several forms of one page apart. On a page outside the desk's frame nothing is kept."""
    page = context.get("autosave")
    return page.draw(str(part)) if page else {}
