"""Who works at the desk."""

from portal.accounts.models import User
from portal.accounts.roles import DESK_ROLES, StaffRole


def people() -> list[User]:
    found = User.objects.filter(is_active=True, groups__name__in=DESK_ROLES).distinct()
    return list(found.order_by("first_name", "email"))


def choices() -> list[tuple[str, str]]:
    return [(str(person.uuid), str(person)) for person in people()]


def find(uuid: str) -> User | None:
    """None for nobody, and for somebody who works here no more."""
    return next((person for person in people() if str(person.uuid) == uuid), None)


def leads() -> list[User]:
    leads = User.objects.filter(is_active=True, groups__name=StaffRole.TRIAGE_LEAD).distinct()
    return list(leads.order_by("first_name", "email"))
