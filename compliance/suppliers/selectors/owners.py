"""Who looks after a supplier: a colleague who may act, or else the administrators (suppliers 4)."""

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from compliance.organisations.choices import WRITER_ROLES, Role
from compliance.organisations.models import Membership, Organisation
from compliance.suppliers.models import Supplier
from portal.accounts.models import User

type Owner = tuple[int, int]


def get_owner_candidates(organisations: Iterable[Organisation | int]) -> QuerySet[Membership]:
    """Members who may act on what is found: who keep the register, and safeguarding leads."""
    may_act = Q(role__in=WRITER_ROLES) | Q(is_safeguarding_lead=True)
    return Membership.objects.active().filter(may_act, organisation__in=organisations)


def get_possible_owners(organisations: Iterable[Organisation | int]) -> frozenset[Owner]:
    """Organisation and person of everybody who can be an owner today."""
    return frozenset(get_owner_candidates(organisations).order_by().values_list("organisation", "user"))


def get_owner(supplier: Supplier) -> User | None:
    """Who looks after it today; one who left, or may not act any more, does not."""
    member = get_owner_candidates([supplier.organisation]).filter(user=supplier.owner_id).select_related("user").first()
    return member.user if member else None


def get_members_to_notify(organisation: Organisation, owners: Collection[int | None]) -> QuerySet[Membership]:
    """Whom to tell of suppliers with these owners: them, and the administrators where one of them has none."""
    able = get_owner_candidates([organisation])
    known = set(able.filter(user__in=[owner for owner in owners if owner]).values_list("user", flat=True))
    instead = Q(role=Role.ADMINISTRATOR) if set(owners) - known else Q(pk=None)
    return able.filter(Q(user__in=known) | instead)
