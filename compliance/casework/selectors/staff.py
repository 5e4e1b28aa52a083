"""Who works at the desk."""

from portal.accounts.models import User
from portal.accounts.roles import DESK_ROLES, StaffRole


def get_staff() -> list[User]:
    users = User.objects.filter(is_active=True, groups__name__in=DESK_ROLES).distinct()
    return list(users.order_by("first_name", "email"))


def get_staff_choices() -> list[tuple[str, str]]:
    return [(str(person.uuid), str(person)) for person in get_staff()]


def find_staff(uuid: str) -> User | None:
    """Return the person; None for nobody, and for somebody who works here no more."""
    return next((person for person in get_staff() if str(person.uuid) == uuid), None)


def get_leads() -> list[User]:
    leads = User.objects.filter(is_active=True, groups__name=StaffRole.TRIAGE_LEAD).distinct()
    return list(leads.order_by("first_name", "email"))
