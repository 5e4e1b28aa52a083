"""{% load membership %}: the links that a member sees in an organisation's navigation."""

from django import template

from compliance.organisations.models import Membership
from compliance.organisations.permissions import can_manage_people

register = template.Library()


@register.filter
def manages_people(membership: Membership) -> bool:
    """Return whether the member sees the page of people."""
    return can_manage_people(membership, membership.organisation)
