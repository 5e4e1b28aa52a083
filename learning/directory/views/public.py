"""/services/: finding help, for everybody. Nothing of what is asked is kept, in no row, log or address."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from learning.directory import uk_map
from learning.directory.forms.search import LinkedForm, SearchForm
from learning.directory.models import Service
from learning.directory.selectors.cards import ServiceCard, find_card_by_slug
from learning.directory.selectors.geocoding import TOWNS_ATTRIBUTION
from learning.directory.selectors.search import search
from portal.core import rate_limits
from portal.core.types import Context
from portal.core.views import add_wait_header, render_form
from portal.reference import localities, places


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    is_sent = request.method == "POST"
    form = SearchForm(request.POST) if is_sent else LinkedForm(request.GET)
    context: Context = {"form": form, "is_narrowed": is_sent or bool(form.kept())}
    context["attribution"] = f"{places.attribution()} {localities.attribution()}"
    if is_sent and (wait := rate_limits.get_visitor_wait("directory_search", request)):
        form.is_valid()
        context |= _first_help() | {"wait": rate_limits.describe_wait(wait)}
        return add_wait_header(render(request, "directory/index.html", context), wait)
    if form.is_valid() and not form.is_unsure:
        context |= _results(form, _page_number(request))
    else:
        context |= _first_help()
    if form.meant.is_postcode:
        context["postcode_attribution"] = TOWNS_ATTRIBUTION
    return render_form(request, "directory/index.html", context)


def _first_help() -> Context:
    """Return what helps wherever somebody is, for a page that cannot say more yet."""
    now = timezone.now()
    results = search(today=timezone.localdate(now), size=1)
    return {"pinned": [_get_line(row, now) for row in results.pinned]}


def _results(form: SearchForm, page: int) -> Context:
    now = timezone.now()
    open_at = now if form.cleaned_data["open_now"] else None
    results = search(**form.asked(), at=open_at, page=page, today=timezone.localdate(now))
    here = places.get_council(form.code)
    services = [row.service for row in (*results.pinned, *results.rows, *results.always, *results.nearest)]
    return {
        "found": results,
        "map": uk_map.draw_map(services, here=here),
        "here": here,
        "pinned": [_get_line(row, now) for row in results.pinned],
        "aside": [_get_line(row, now) for row in results.aside],
        "cards": [_get_line(row, now) for row in results.rows],
        "always": [_get_line(row, now) for row in results.always],
        "nearest": [_get_line(row, now) for row in results.nearest],
        "next": results.number + 1,
        "previous": results.number - 1,
    }


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service in a list."""

    row: ServiceCard
    service: Service
    is_open: bool | None


def _get_line(card: ServiceCard, now: datetime) -> ServiceLine:
    return ServiceLine(card, card.service, card.is_open(now))


@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    card = find_card_by_slug(slug)
    if card is None:
        raise Http404
    now = timezone.now()
    context = {
        "row": card,
        "service": card.service,
        "is_open": card.is_open(now),
        "places": card.places,
        "is_late": card.is_late(timezone.localdate(now)),
    }
    return render(request, "directory/service.html", context)


def _page_number(request: HttpRequest) -> int:
    """Return the page number; one that is no number is the first, one beyond the end is the last."""
    number = (request.POST if request.method == "POST" else request.GET).get("page", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
