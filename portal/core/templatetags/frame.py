"""{% load frame %}: the navigation of every page."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.core import languages

register = template.Library()

# Doors that are built; the others stay out of the navigation (docs/requirements/experience.md#unbuilt-doors).
DOORS = (
    ("/services/", _("Find help")),
    ("/for-business/", _("For business")),
    ("/statements/", _("Find a statement")),
    ("/guidance/", _("Guidance")),
    ("/training/", _("Training")),
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


@dataclass(frozen=True)
class Choice:
    """A language to choose: its code, its own name, and the address of the page in it."""

    code: str
    name: str
    address: str
    is_current: bool


@register.simple_tag(takes_context=True)
def language_choices(context: template.Context) -> list[Choice]:
    """The languages in which this page can be read; none where it is only one."""
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
    """The number as a tel: link wants it: 08000 121 700 becomes 08000121700."""
    return "".join(character for character in number if character.isdigit() or character == "+")


def _door(context: template.Context, address: str, name: str) -> Door:
    request = context.get("request")
    # An error page stands nowhere in the navigation: its body is the same wherever it is met.
    path = request.path if request and "is_error_page" not in context else ""
    return Door(address, name, is_current=path.startswith(address), is_here=path == address)
