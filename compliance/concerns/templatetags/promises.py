"""{% load promises %}: what we promise reporters, for pages outside their journey such as the privacy notice."""

from django import template
from django.utils.functional import Promise

from compliance.concerns import promise_labels
from compliance.concerns.rules import promises as rules
from portal.core.types import Context

register = template.Library()


@register.simple_tag
def sharing_promises() -> Context:
    """Return the input of `concerns/_sharing.html` for readers who have told us nothing."""
    return promise_labels.sharing(rules.Reporter())


@register.simple_tag
def promise(code: str) -> str | Promise:
    """Return the sentence of one promise. Raises KeyError for a code that is no promise."""
    return promise_labels.PROMISES[code]
