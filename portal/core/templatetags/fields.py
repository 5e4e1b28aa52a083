"""{% load fields %}: form fields and the error summary, for the rare page where `{{ form }}` is not enough."""

from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from portal.core.forms import errors, rendering

register = template.Library()


@register.simple_tag
def govuk_field(field: BoundField, **options: Any) -> SafeString:
    """One field. heading="l" makes its label the page's h1; caption, hide_label and size are as in drawing.describe."""
    return mark_safe(render_to_string("forms/field.html", {"field": field, "options": options}))  # noqa: S308


@register.inclusion_tag("forms/field_body.html")
def draw_field(field: BoundField, options: dict | None = None) -> dict[str, Any]:
    return rendering.describe(field, **(options or {}))


@register.simple_tag
def visible_fields(form: Any) -> list[BoundField]:
    return rendering.visible_fields(form)


@register.inclusion_tag("components/error_summary.html", takes_context=True)
def error_summary(context: template.Context) -> dict[str, Any]:
    """Every error of every form on the page. The layouts call it; a page need not."""
    return {"lines": errors.summary(errors.forms_in(context.flatten()))}


@register.simple_tag(takes_context=True)
def error_prefix(context: template.Context) -> str:
    """The word "Error: " before the title of a page with errors."""
    return gettext("Error: ") if errors.summary(errors.forms_in(context.flatten())) else ""
