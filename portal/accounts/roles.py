"""The roles of our staff, kept as Django groups. Only permissions.py modules read them.

See docs/requirements/security.md#staff-roles.
"""

from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.accounts.remembered import recall
from portal.core.prepared import prepared


class StaffRole(models.TextChoices):
    HANDLER = "handler", _("Call handler")
    TRIAGE_LEAD = "triage_lead", _("Triage lead")
    STATISTICIAN = "statistician", _("Statistician")
    HELPLINE_MANAGER = "helpline_manager", _("Helpline manager")
    CONTENT_EDITOR = "content_editor", _("Content editor")
    SITE_ADMINISTRATOR = "site_administrator", _("Site administrator")
    PARTNER = "partner", _("Partner agency")


# Roles that may read what people tell the helpline: a second person confirms them.
# See docs/requirements/security.md#desk-roles-confirmed.
DESK_ROLES = frozenset({StaffRole.HANDLER, StaffRole.TRIAGE_LEAD})


def has_role(user, *roles: StaffRole) -> bool:
    """Return whether an active user holds one of the roles; a superuser is a site administrator, and nothing else."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser and StaffRole.SITE_ADMINISTRATOR in roles:
        return True
    return not get_roles(user).isdisjoint(roles)


def is_staff_account(user) -> bool:
    """Return whether the account holds any role of our staff; active or not, it is then no account of a business."""
    return user.is_superuser or bool(get_roles(user))


def get_roles(user) -> frozenset[str]:
    """Return the values of all roles of our staff that an account holds, active or not, in one query."""
    return recall(user, "roles", lambda: frozenset(_fetch_roles(user.pk)))


@prepared
def _fetch_roles(user: int) -> QuerySet[Any]:  # Any: names
    return Group.objects.filter(user=user, name__in=StaffRole.values).order_by().values_list("name", flat=True)
