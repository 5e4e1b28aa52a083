"""Doors that are not open yet (decision 32): each address answers with one honest page.

What it will do, and whom to call meanwhile. Nothing here pretends: no form, no promise of a date.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

type Text = str | StrPromise


@dataclass(frozen=True)
class Door:
    """heading: also the page's title. purpose: sentences on what will be here. instead: where to go until then."""

    heading: Text
    purpose: tuple[Text, ...]
    instead: tuple[tuple[str, Text], ...] = ()
    layout: str = "layouts/public.html"


GUIDANCE = ("/guidance/", _("Read the guidance"))
REGISTER = ("/statements/", _("Search published statements"))

DOORS = {
    "training": Door(
        _("Training"),
        (_("Here you will find short courses for people at work, with a certificate at the end of each."),),
        (GUIDANCE,),
    ),
    "certificates": Door(
        _("Check a training certificate"),
        (_("Here you will check whether a certificate of a course is real, by the code printed on it."),),
        (GUIDANCE,),
    ),
    "statement_check": Door(
        _("Check a statement"),
        (
            _("Here you will paste or upload a statement and see what it covers and what it leaves out."),
            _("We will keep nothing that you give us."),
        ),
        (("/guidance/what-a-statement-is/", _("Read what a statement must say")), REGISTER),
    ),
    "statistics": Door(
        _("Statistics"),
        (_("Here you will find figures about what people tell the helpline, with a table for each chart."),),
        (REGISTER,),
    ),
}

# What a business will have below /o/<organisation>/.
BUSINESS_DOORS = {
    "training": Door(
        _("Training of your people"),
        (_("Here you will see who took which course, and remind those who have not yet."),),
    ),
}


@require_safe
def closed_door(request: HttpRequest, *, door: str) -> HttpResponse:
    return show(request, DOORS[door])


@require_safe
def closed_feed(request: HttpRequest) -> JsonResponse:
    """The directory's feed for programs: it says in its own language that there is none yet."""
    problem = {
        "type": "about:blank",
        "title": "Not implemented",
        "status": 501,
        "detail": "This installation has no directory of services yet.",
    }
    return JsonResponse(problem, status=501, content_type="application/problem+json")


def show(request: HttpRequest, door: Door, **context: object) -> HttpResponse:
    return render(request, "core/unbuilt.html", {"layout": door.layout, "door": door} | context)
