"""{% load desk_frame %}: the desk's frame around pages that a locked desk opens too, and the menu of the figures."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework import permissions
from compliance.casework.selectors.desk_header import get_desk_header
from compliance.casework.views.notices import Notices, get_notices
from portal.accounts.current_user import get_current_user
from portal.accounts.roles import StaffRole
from portal.vault import cookie

register = template.Library()

# What the entries of the desk's navigation lead to, and where the pages of each begin.
MENU: dict[str, tuple[str, ...]] = {"/desk/": ()} | {
    f"/desk/{name}/": (f"/desk/{name}/",)
    for name in ("calls", "find", "approvals", "interpreters", "shift", "requests", "figures", "lead")
}
MENU["/desk/figures/"] += ("/desk/statistics/", "/desk/hotspots/")


@dataclass(frozen=True)
class DeskFrame:
    """Who is at the desk, as its parts ask. is_locked: the ways into the desk show, acts and alarms do not."""

    is_lead: bool
    is_locked: bool
    notices: Notices | None = None


class Door(NamedTuple):
    address: str
    name: str
    current: str


@register.simple_tag(takes_context=True)
def desk_frame(context: template.Context) -> DeskFrame | None:
    """Return the frame for whoever works at the desk; None for everybody else. It is worked out once a request."""
    request: HttpRequest = context["request"]
    if not hasattr(request, "_desk_frame"):
        request._desk_frame = _get_frame(request)  # type: ignore[attr-defined]
    return request._desk_frame  # type: ignore[attr-defined, no-any-return]


@register.simple_tag(takes_context=True)
def desk_menu(context: template.Context) -> dict[str, Any]:
    """Return what the desk's navigation depends on.

    current: the address of the entry that the page belongs to, or empty; is_current_page: whether it is that page.
    """
    path = "" if "is_error_page" in context else context["request"].path
    current = next((address for address, within in MENU.items() if path == address or path.startswith(within)), "")
    return {"current": current, "is_current_page": path == current}


@register.simple_tag(takes_context=True)
def figures_doors(context: template.Context) -> list[Door]:
    """Return the pages of figures that the person may open, as the tabs above each of them."""
    request: HttpRequest = context["request"]
    roles = permissions.get_statistics_roles(request.user)
    pages = [("duties:figures", _("Monthly figures")), ("hotspots:index", _("Hotspots"))]
    if roles - {StaffRole.HANDLER.value}:
        pages.insert(1, ("release_desk:index", _("Published figures")))
    if roles and not permissions.is_at_desk(roles):
        pages.insert(0, ("duties:overview", _("Overview")))
    return [_make_door(request.path, reverse(name), label) for name, label in pages] if roles else []


def _make_door(path: str, address: str, name: str) -> Door:
    return Door(address, name, "page" if path == address else "true" if path.startswith(address) else "")


def _get_frame(request: HttpRequest) -> DeskFrame | None:
    roles = permissions.get_desk_roles(request.user)
    if not roles:
        return None
    now, is_lead = timezone.now(), permissions.has_lead_role(roles)
    if cookie.get_unlocked_keys(request, now=now) is None:
        return DeskFrame(is_lead, is_locked=True)
    header = get_desk_header(user=get_current_user(request), now=now, is_lead=is_lead)
    return DeskFrame(is_lead, is_locked=False, notices=get_notices(header))
