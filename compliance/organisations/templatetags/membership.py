"""{% load membership %}: the navigation of an organisation, as a member sees it."""

from typing import Any

from django import template

from compliance.organisations.permissions import can_manage_people

register = template.Library()

# What the entries of the navigation lead to, below the address of the organisation.
DOORS = (
    "statements/", "suppliers/", "audits/", "actions/", "concerns/", "training/", "people/", "activity/", "settings/",
)  # fmt: skip


@register.simple_tag(takes_context=True)
def organisation_menu(context: template.Context) -> dict[str, Any]:
    """Return what the navigation of the page's organisation depends on.

    current: the entry that the page belongs to, "" for the overview, or None; is_current_page: whether it is that page.
    """
    organisation, membership = context["organisation"], context["membership"]
    root = f"/o/{organisation.slug}/"
    request = None if "is_error_page" in context else context.get("request")
    path = request.path if request else ""
    below = path.removeprefix(root) if path.startswith(root) else None
    current = "" if below == "" else next((door for door in DOORS if below and below.startswith(door)), None)
    return {
        "name": organisation.name,
        "root": root,
        "current": current,
        "is_current_page": current is not None and below == current,
        "manages_people": can_manage_people(membership, organisation),
    }
