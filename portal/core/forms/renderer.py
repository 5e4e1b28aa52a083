"""The form renderer of settings.FORM_RENDERER: our templates for a form, a formset and a field; Django's for
widgets.
"""

from django.forms.renderers import TemplatesSetting


class GovukRenderer(TemplatesSetting):
    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
