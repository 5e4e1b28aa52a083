"""{% load resubmission %}: a button that sends a form again which could not be taken just now."""

from typing import Any

from django import template

from portal.core.resubmission import get_resubmission

register = template.Library()


@register.inclusion_tag("errors/_send_again.html", takes_context=True)
def send_again(context: template.Context) -> dict[str, Any]:
    return {"resubmission": context.get("resubmission") or get_resubmission(context.get("request"))}
