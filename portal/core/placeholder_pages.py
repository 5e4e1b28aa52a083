"""Pages of features that are not built yet: each address answers with one honest page.

What it will do, and whom to call meanwhile. Nothing here pretends: no form, no promise of a date.

See docs/requirements/experience.md#unbuilt-doors.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

type Text = str | StrPromise


@dataclass(frozen=True)
class PlaceholderPage:
    """heading: also the page's title. purpose: sentences on what will be here. instead: where to go until then."""

    heading: Text
    purpose: tuple[Text, ...]
    instead: tuple[tuple[str, Text], ...] = ()
    layout: str = "layouts/public.html"


REGISTER = ("/statements/", _("Search published statements"))

PLACEHOLDER_PAGES = {
    "statistics": PlaceholderPage(
        _("Statistics"),
        (_("Here you will find figures about what people tell the helpline, with a table for each chart."),),
        (REGISTER,),
    ),
}


@require_safe
def placeholder_view(request: HttpRequest, *, door: str) -> HttpResponse:
    return render_placeholder(request, PLACEHOLDER_PAGES[door])


def render_placeholder(request: HttpRequest, door: PlaceholderPage, **context: object) -> HttpResponse:
    return render(request, "core/unbuilt.html", {"layout": door.layout, "door": door} | context)
