"""{% load frame %}: the navigation of every page."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

register = template.Library()

# Doors that are built; the others stay out of the navigation (decision 32). Addresses are those of decisions.md.
DOORS = (
    ("/services/", _("Find help")),
    ("/for-business/", _("For business")),
    ("/statements/", _("Find a statement")),
    ("/guidance/", _("Guidance")),
)


@dataclass(frozen=True)
class Door:
    address: str
    name: str
    is_current: bool
    is_here: bool


@register.simple_tag(takes_context=True)
def doors(context: template.Context) -> list[Door]:
    return [_door(context, address, str(name)) for address, name in DOORS]


@register.simple_tag(takes_context=True)
def door(context: template.Context, address: str, name: str = "") -> Door:
    """One entry of a navigation, marked where the reader is in it."""
    return _door(context, address, name)


@register.simple_tag
def languages() -> list[dict[str, Any]]:
    """The languages to choose from, in their own names; none where there is only one."""
    codes = [code for code, name in settings.LANGUAGES]
    return [get_language_info(code) for code in codes] if len(codes) > 1 else []


@register.filter
def telephone(number: str) -> str:
    """The number as a tel: link wants it: 08000 121 700 becomes 08000121700."""
    return "".join(character for character in number if character.isdigit() or character == "+")


def _door(context: template.Context, address: str, name: str) -> Door:
    request = context.get("request")
    # An error page stands nowhere in the navigation: its body is the same wherever it is met.
    path = request.path if request and "is_error_page" not in context else ""
    return Door(address, name, is_current=path.startswith(address), is_here=path == address)
