"""/services/: finding help, for everybody. Nothing of what is asked is kept, in no row, log or address."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from learning.directory import uk_map
from learning.directory.forms.search import LinkedForm, SearchForm
from learning.directory.selectors.cards import Shown, find_by_slug
from learning.directory.selectors.geocoding import ATTRIBUTION
from learning.directory.selectors.search import search
from portal.core import rate_limits
from portal.core.views import render_form, told_to_wait
from portal.reference import localities, places


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    is_sent = request.method == "POST"
    form = SearchForm(request.POST) if is_sent else LinkedForm(request.GET)
    context: dict[str, Any] = {"form": form, "is_narrowed": is_sent or bool(form.kept())}
    context["attribution"] = f"{places.attribution()} {localities.attribution()}"
    if is_sent and (wait := rate_limits.wait_of_visitor("directory_search", request)):
        form.is_valid()
        context |= _first_help() | {"wait": rate_limits.in_words(wait)}
        return told_to_wait(render(request, "directory/index.html", context), wait)
    if form.is_valid() and not form.is_unsure:
        context |= _results(form, _page_number(request))
    else:
        context |= _first_help()
    if form.meant.is_postcode:
        context["postcode_attribution"] = ATTRIBUTION
    return render_form(request, "directory/index.html", context)


def _first_help() -> dict[str, Any]:
    """What helps wherever somebody is, for a page that cannot say more yet."""
    now = timezone.now()
    found = search(today=timezone.localdate(now), size=1)
    return {"pinned": [_card(row, now) for row in found.pinned]}


def _results(form: SearchForm, page: int) -> dict[str, Any]:
    now = timezone.now()
    open_at = now if form.cleaned_data["open_now"] else None
    found = search(**form.asked(), at=open_at, page=page, today=timezone.localdate(now))
    here = places.council(form.code)
    services = [row.service for row in (*found.pinned, *found.rows, *found.always, *found.nearest)]
    return {
        "found": found,
        "map": uk_map.draw(services, here=here),
        "here": here,
        "pinned": [_card(row, now) for row in found.pinned],
        "aside": [_card(row, now) for row in found.aside],
        "cards": [_card(row, now) for row in found.rows],
        "always": [_card(row, now) for row in found.always],
        "nearest": [_card(row, now) for row in found.nearest],
        "next": found.number + 1,
        "previous": found.number - 1,
    }


def _card(row: Shown, now: Any) -> dict[str, Any]:
    return {"row": row, "service": row.service, "is_open": row.is_open(now)}


@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    found = find_by_slug(slug)
    if found is None:
        raise Http404
    now = timezone.now()
    context = _card(found, now) | {"places": found.places, "is_late": found.is_late(timezone.localdate(now))}
    return render(request, "directory/service.html", context)


def _page_number(request: HttpRequest) -> int:
    """A page that is no number is the first; one beyond the end is the last."""
    given = (request.POST if request.method == "POST" else request.GET).get("page", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 1
