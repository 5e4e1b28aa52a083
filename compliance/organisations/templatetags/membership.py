"""{% load membership %}: what a member may see in the navigation of an organisation."""

from django import template

from compliance.organisations.models import Membership
from compliance.organisations.permissions import can_manage_people

register = template.Library()


@register.filter
def manages_people(membership: Membership) -> bool:
    return can_manage_people(membership, membership.organisation)
