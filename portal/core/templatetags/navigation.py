"""{% load navigation %}: the navigation of every page."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from portal.core import languages

register = template.Library()

# What the entries of the menu lead to; none begins another.
DOORS = (
    "/report/", "/search/", "/services/", "/for-business/", "/statements/", "/guidance/", "/training/", "/statistics/",
    "/dashboard/", "/accounts/login/",
)  # fmt: skip


@register.simple_tag(takes_context=True)
def menu(context: template.Context) -> dict[str, Any]:
    """Return what the menu depends on.

    current: the address of the entry that the page belongs to, or empty; is_current_page: whether it is that page.
    """
    request = None if "is_error_page" in context else context.get("request")
    path = request.path if request else ""
    current = next((address for address in DOORS if path.startswith(address)), "")
    user = context.get("user")
    return {
        "current": current,
        "is_current_page": bool(path) and path == current,
        "is_signed_in": bool(user and user.is_authenticated),
    }


@dataclass(frozen=True)
class Choice:
    """A language to choose: its code, its own name, and the address of the page in it."""

    code: str
    name: str
    address: str
    is_current: bool


@register.simple_tag(takes_context=True)
def language_choices(context: template.Context) -> list[Choice]:
    """Return the languages in which this page can be read; none where it is only one."""
    request = context.get("request")
    if request is None or "is_error_page" in context:
        return []
    places = context.get("translations") or _same_page(request)
    names = dict(settings.LANGUAGES)
    choices = [
        Choice(code, names[code], f"{places[code]}?{languages.PARAMETER}={code}", code == get_language())
        for code in languages.offered_languages()
        if code in places
    ]
    return choices if len(choices) > 1 else []


def _same_page(request: HttpRequest) -> dict[str, str]:
    """Address by language, for pages that have one address whatever they speak."""
    return (
        dict.fromkeys(languages.offered_languages(), request.path) if languages.is_translated_path(request.path) else {}
    )


@register.filter
def telephone(number: str) -> str:
    """Return the number as a tel: link wants it: 08000 121 700 becomes 08000121700."""
    return "".join(character for character in number if character.isdigit() or character == "+")
