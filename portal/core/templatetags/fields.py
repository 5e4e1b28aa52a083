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
    """Render one field. heading="l" makes its label the page's h1; caption, hide_label and size are as in
    rendering.get_field_context.
    """
    return mark_safe(render_to_string("forms/field.html", {"field": field, "options": options}))  # noqa: S308


@register.inclusion_tag("forms/field_body.html")
def draw_field(field: BoundField, options: dict | None = None) -> dict[str, Any]:
    return rendering.get_field_context(field, **(options or {}))


@register.simple_tag
def visible_fields(form: Any) -> list[BoundField]:
    return rendering.get_visible_fields(form)


@register.inclusion_tag("components/error_summary.html", takes_context=True)
def error_summary(context: template.Context) -> dict[str, Any]:
    """Render every error of every form on the page. The layouts call it; a page need not."""
    return {"lines": errors.get_error_summary(errors.get_bound_forms(context.flatten()))}


@register.simple_tag(takes_context=True)
def error_prefix(context: template.Context) -> str:
    """Return the word "Error: " before the title of a page with errors."""
    return gettext("Error: ") if errors.get_error_summary(errors.get_bound_forms(context.flatten())) else ""
