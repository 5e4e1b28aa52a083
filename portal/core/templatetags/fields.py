"""{% load fields %}: form fields and the error summary, for the rare page where `{{ form }}` is not enough."""

from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from portal.core.forms import errors, field_cache, rendering

register = template.Library()


@register.simple_tag
def govuk_field(field: BoundField, **options: Any) -> SafeString:
    """Render one field. heading="l" makes its label the page's h1; caption, hide_label and size are as in
    rendering.get_field_context.
    """
    return field_cache.get_or_draw(field, options)


@register.filter
def visible_fields(form: Any) -> list[BoundField]:
    """Return the fields of the form that stand by themselves: rendering.get_visible_fields."""
    return rendering.get_visible_fields(form)


@register.simple_tag(takes_context=True)
def form_errors(context: template.Context) -> list[tuple[str, str]]:
    """Return every error of every form on the page, for its summary. The layouts call it; a page need not."""
    return errors.get_error_summary(errors.get_bound_forms(context.flatten()))
