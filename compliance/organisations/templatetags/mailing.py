"""{% load mailing %}: the name of an organisation in a mail to somebody who is not its member."""

from django import template
from django.utils.translation import gettext as _

from compliance.organisations.models import Organisation
from compliance.organisations.rules.names import looks_like_message

register = template.Library()


@register.filter
def name_in_mail(organisation: Organisation) -> str:
    """Return the name, or neutral words where it is unconfirmed and could be a message of its own."""
    if organisation.is_confirmed or not looks_like_message(organisation.name):
        return organisation.name
    return _("an organisation")
