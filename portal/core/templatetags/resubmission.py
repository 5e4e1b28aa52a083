"""{% load resubmission %}: a button that sends a form again which could not be taken just now."""

from django import template

from portal.core.resubmission import get_resubmission
from portal.core.types import Context

register = template.Library()


@register.inclusion_tag("errors/_send_again.html", takes_context=True)
def send_again(context: template.Context) -> Context:
    return {"resubmission": context.get("resubmission") or get_resubmission(context.get("request"))}
