"""{% load statements %}: codes of the vocabulary as words."""

from django import template

from compliance.statements.choices import AmendmentKind

register = template.Library()


@register.filter
def amendment(kind: str) -> str:
    return str(dict(AmendmentKind.choices).get(kind, kind))
