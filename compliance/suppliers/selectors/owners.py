"""Find who looks after a supplier: a colleague who may act, or else the administrators.

See docs/requirements/suppliers.md#alert-mails.
"""

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from compliance.organisations.choices import WRITER_ROLES, Role
from compliance.organisations.models import Membership, Organisation
from compliance.suppliers.models import Supplier
from portal.accounts.models import User

type Owner = tuple[int, int]


def get_owner_candidates(organisations: Iterable[Organisation | int]) -> QuerySet[Membership]:
    """Return members who may act on what is found: those who keep the register, and safeguarding leads."""
    return get_all_owner_candidates().filter(organisation__in=organisations)


def get_all_owner_candidates() -> QuerySet[Membership]:
    """Return the same of all organisations."""
    return Membership.objects.active().filter(Q(role__in=WRITER_ROLES) | Q(is_safeguarding_lead=True))


def matches_owner_candidates(member: Membership) -> bool:
    """Return whether get_owner_candidates finds this active member."""
    return member.role in WRITER_ROLES or member.is_safeguarding_lead


def get_possible_owners(organisations: Iterable[Organisation | int]) -> frozenset[Owner]:
    """Return organisation and user, by primary key, of everybody who can be an owner today."""
    return frozenset(get_owner_candidates(organisations).order_by().values_list("organisation", "user"))


def get_owner(supplier: Supplier) -> User | None:
    """Return who looks after the supplier today; somebody who left, or may no longer act, does not."""
    if supplier.owner_id is None:
        return None
    member = get_owner_candidates([supplier.organisation]).filter(user=supplier.owner_id).select_related("user").first()
    return member.user if member else None


def get_members_to_notify(organisation: Organisation, owners: Collection[int | None]) -> QuerySet[Membership]:
    """Return whom to notify about suppliers of these owners.

    They are the owners, and the administrators where one of the suppliers has no owner who can act.
    """
    members = get_owner_candidates([organisation])
    known = set(members.filter(user__in=[owner for owner in owners if owner]).values_list("user", flat=True))
    fallback = Q(role=Role.ADMINISTRATOR) if set(owners) - known else Q(pk=None)
    return members.filter(Q(user__in=known) | fallback)
