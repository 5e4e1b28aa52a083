"""Pages of the public register: search, an organisation's years, a statement, its versions."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from threading import Lock
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from compliance.statements import documents, register, search
from compliance.statements.forms.search import SearchForm
from compliance.statements.models import Publication
from compliance.statements.register import Year
from compliance.statements.services import earlier
from compliance.statements.services.members import covering
from portal.core import rate_limits
from portal.core.etags import conditional
from portal.core.views import told_to_wait

PAGES_KEPT = 256


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET or {}, last_year=timezone.localdate().year + 1)
    is_good = form.is_valid()
    context: dict[str, Any] = {"form": form, "params": form.params()}
    if wait := rate_limits.wait_of_visitor("search", request):
        context["wait"] = rate_limits.in_words(wait)
        return told_to_wait(render(request, "register/index.html", context), wait)
    found = search.find_everywhere(form.params(), page=_page_number(request))
    context |= {"found": found, "page": found}
    response = render(request, "register/index.html", context, status=200 if is_good else 422)
    return conditional(request, response)


def noticed(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A notice in the place of pages that were published and are hidden."""

    @wraps(view)
    def shown(request: HttpRequest, organisation: str, *args, **kwargs) -> HttpResponseBase:
        try:
            return view(request, organisation, *args, **kwargs)
        except Http404:
            if reason := register.why_hidden(organisation):
                return render(request, "register/hidden.html", {"reason": reason}, status=410)
            raise

    return shown


@require_safe
@noticed
def organisation(request: HttpRequest, organisation: str) -> HttpResponse:
    years = register.years_of(organisation)
    shown = register.shown_organisation(organisation)
    covered = covering(shown) if shown else []
    elsewhere = earlier.shown(shown) if shown else []
    known = {one.year for one in (*years, *elsewhere)}
    listed = register.listed_elsewhere(shown.company_number, but=known) if shown else []
    if not (years or covered or elsewhere or listed):
        raise Http404
    name, number = (
        (years[0].organisation_name, years[0].company_number) if years else (shown.name, shown.company_number)
    )
    context = {
        "years": years,
        "covered": covered,
        "shown": shown,
        "elsewhere": elsewhere,
        "listed": listed,
        "name": name,
        "number": number,
    }
    return conditional(request, render(request, "register/organisation.html", context))


@require_safe
@noticed
def statement(request: HttpRequest, organisation: str, year: int, number: int | None = None) -> HttpResponse:
    """A year's statement, or one of its versions; a withdrawn one shows its notice in place of the text."""
    # Any cookie may change the page: a notification waits in a cookie of its own, with or without a session.
    if request.COOKIES:
        page = _draw(request, organisation, year, number)
    else:
        state = register.state_of(organisation, year)
        if not state:
            raise Http404
        key = (state, organisation, year, number, request.get_host(), request.LANGUAGE_CODE)
        page = _kept.get(key, lambda: _draw(request, organisation, year, number))
    response = HttpResponse(page.body)
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return conditional(request, response, etag=page.etag, changed_at=page.changed_at)


def find_version(organisation: str, year: int, number: int | None = None) -> tuple[Year, Publication]:
    found = register.year_of(organisation, year)
    publication = found and (found.current if number is None else found.version(number))
    if not found or not publication:
        raise Http404
    return found, publication


@dataclass(frozen=True)
class Page:
    """A drawn page, ready to be sent."""

    body: bytes
    etag: str
    changed_at: datetime


def _draw(request: HttpRequest, organisation: str, year: int, number: int | None) -> Page:
    found, publication = find_version(organisation, year, number)
    context = {"year": found, "publication": publication, "is_version_page": number is not None}
    template = "register/withdrawn.html"
    if not publication.withdrawn_at:
        template = "register/statement.html"
        publication = register.whole(publication)
        kept = register.document(publication, "html")
        context |= documents.context_around(publication) | {
            "publication": publication,
            "body": kept[1].decode() if kept else "",
            "has_pdf": bool(register.document_hash(publication, "pdf")),
            "current": found.current,
        }
    body = render(request, template, context).content
    return Page(body, hashlib.sha256(body).hexdigest()[:32], found.changed_at)


def _page_number(request: HttpRequest) -> int:
    """A page that is no number is the first; one beyond the end is the last."""
    given = request.GET.get("page", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 1


class _Kept:
    """The pages last shown to visitors without a cookie, in this process. A page's state is its key, so that what is
    kept is never older than what is true."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.pages: OrderedDict[tuple, Page] = OrderedDict()
        self.lock = Lock()

    def get(self, key: tuple, draw: Callable[[], Page]) -> Page:
        with self.lock:
            if key in self.pages:
                self.pages.move_to_end(key)
                return self.pages[key]
        page = draw()
        with self.lock:
            self.pages[key] = page
            while len(self.pages) > self.most:
                self.pages.popitem(last=False)
        return page


_kept = _Kept(PAGES_KEPT)
