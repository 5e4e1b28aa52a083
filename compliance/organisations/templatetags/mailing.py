"""{% load mailing %}: what a mail may say of an organisation to somebody who is not in it."""

from django import template
from django.utils.translation import gettext as _

from compliance.organisations.models import Organisation
from compliance.organisations.rules.names import looks_like_message

register = template.Library()


@register.filter
def name_in_mail(organisation: Organisation) -> str:
    """Its name; while nobody has confirmed it, neutral words where the name could be a message of its own."""
    if organisation.is_confirmed or not looks_like_message(organisation.name):
        return organisation.name
    return _("an organisation")
