"""The form renderer of settings.FORM_RENDERER: our templates for a form, a formset and a field; Django's for
widgets.
"""

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.safestring import SafeString

from portal.core import jinja
from portal.core.forms import field_cache


class GovukRenderer(TemplatesSetting):
    """Draws our templates and Django's with Jinja; what Wagtail and allauth bring, with Django's engine."""

    form_template_name = "forms/form.jinja"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.jinja"

    def get_template(self, template_name: str) -> Any:  # Any: a template of either back end
        return get_template(template_name, using=jinja.get_engine(template_name))

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString | str:
        if template_name == self.field_template_name:
            return field_cache.get_or_draw(context["field"], {})
        return super().render(template_name, context, request)
