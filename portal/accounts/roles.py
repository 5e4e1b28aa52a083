"""The roles of our staff, kept as Django groups (decision 15). Only permissions.py modules read them."""

from django.db import models


class StaffRole(models.TextChoices):
    HANDLER = "handler", "Call handler"
    TRIAGE_LEAD = "triage_lead", "Triage lead"
    STATISTICIAN = "statistician", "Statistician"
    CONTENT_EDITOR = "content_editor", "Content editor"
    SITE_ADMINISTRATOR = "site_administrator", "Site administrator"
    PARTNER = "partner", "Partner agency"


def has_role(user, *roles: StaffRole) -> bool:
    """Whether an active user holds one of the roles; a superuser is a site administrator, and nothing else."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser and StaffRole.SITE_ADMINISTRATOR in roles:
        return True
    return user.groups.filter(name__in=[role.value for role in roles]).exists()
