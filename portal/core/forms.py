"""How every Django form is drawn: as GOV.UK fields, once, in templates/forms/."""

from django.forms.renderers import TemplatesSetting


class GovukRenderer(TemplatesSetting):
    pass
