"""Read the people of an organisation."""

from django.db.models import QuerySet

from compliance.organisations.models import Membership
from portal.core.prepared import prepared


@prepared
def fetch_members(organisation: int) -> QuerySet[Membership]:
    """Return everybody who is in the organisation today, each with the user."""
    return Membership.objects.active().for_organisation(organisation).select_related("user")
