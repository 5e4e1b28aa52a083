"""Pages of the public register: search, an organisation's years, a statement, its versions."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from threading import Lock

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from compliance.statements.groups.services import get_covering_statements
from compliance.statements.models import Publication
from compliance.statements.publication import documents
from compliance.statements.publication import selectors as publication_selectors
from compliance.statements.register import search
from compliance.statements.register import selectors as register
from compliance.statements.register import selectors as register_selectors
from compliance.statements.register.forms.search import SearchForm
from compliance.statements.register.matches import explain_matches
from compliance.statements.register.results import SearchPaginator
from compliance.statements.register.selectors import Year
from portal.core import rate_limits
from portal.core.etags import conditional_response
from portal.core.types import Context
from portal.core.views import add_wait_header

MAX_CACHED_PAGES = 256


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET or {}, last_year=timezone.localdate().year + 1)
    is_good = form.is_valid()
    params = form.params()
    context: Context = {"form": form, "params": params}
    if wait := rate_limits.get_visitor_wait("register_search", request):
        context["wait"] = rate_limits.describe_wait(wait)
        return add_wait_header(render(request, "register/index.html", context), wait)
    answer = search.answer(params, page=_page_number(request))
    explain_matches(answer.results.rows, answer.params)
    filters = form.list_filters()
    context |= {"found": answer.results, "page": answer.results, "answer": answer, "filters": filters}
    context |= {"count_label": _describe_count(answer.results.paginator), "filters_label": _describe_filters(filters)}
    response = render(request, "register/index.html", context, status=200 if is_good else 422)
    return conditional_response(request, response)


def _describe_count(paginator: SearchPaginator) -> str:
    """Return how many statements were found, in words."""
    number = {"number": intcomma(paginator.count)}
    if paginator.is_more:
        return _("More than %(number)s statements") % number
    return ngettext("%(number)s statement", "%(number)s statements", paginator.count) % number


def _describe_filters(filters: list[str]) -> str:
    return ngettext("Filters (%(count)s chosen)", "Filters (%(count)s chosen)", len(filters)) % {"count": len(filters)}


def with_hidden_notice(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Show a notice in the place of pages that were published and are hidden."""

    @wraps(view)
    def shown(request: HttpRequest, organisation: str, *args, **kwargs) -> HttpResponseBase:
        try:
            return view(request, organisation, *args, **kwargs)
        except Http404:
            if reason := register.get_hidden_notice(organisation):
                return render(request, "register/hidden.html", {"reason": reason}, status=410)
            raise

    return shown


@require_safe
@with_hidden_notice
def organisation(request: HttpRequest, organisation: str) -> HttpResponse:
    years = register.get_years(organisation)
    shown = register.get_public_organisation(organisation)
    covered = get_covering_statements(shown) if shown else []
    elsewhere = register_selectors.get_external_years(shown) if shown else []
    known = {item.year for item in (*years, *elsewhere)}
    listed = register.get_listings(shown.company_number, but=known) if shown else []
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
    return conditional_response(request, render(request, "register/organisation.html", context))


@require_safe
@with_hidden_notice
def statement(request: HttpRequest, organisation: str, year: int, number: int | None = None) -> HttpResponse:
    """Show a year's statement, or one of its versions; a withdrawn one shows its notice in place of the text."""
    # Any cookie may change the page: a notification waits in a cookie of its own, with or without a session.
    if request.COOKIES:
        page = _draw(request, organisation, year, number)
    else:
        state = register.get_page_state(organisation, year)
        if not state:
            raise Http404
        key = (state, organisation, year, number, request.get_host(), request.LANGUAGE_CODE)
        page = _kept.get(key, lambda: _draw(request, organisation, year, number))
    response = HttpResponse(page.body)
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return conditional_response(request, response, etag=page.etag, changed_at=page.changed_at)


def find_version(organisation: str, year: int, number: int | None = None) -> tuple[Year, Publication]:
    shown_year = register.get_year(organisation, year)
    publication = shown_year and (shown_year.current if number is None else shown_year.version(number))
    if not shown_year or not publication:
        raise Http404
    return shown_year, publication


@dataclass(frozen=True)
class Page:
    """A drawn page, ready to be sent."""

    body: bytes
    etag: str
    changed_at: datetime


def _draw(request: HttpRequest, organisation: str, year: int, number: int | None) -> Page:
    shown_year, publication = find_version(organisation, year, number)
    context = {"year": shown_year, "publication": publication, "is_version_page": number is not None}
    template = "register/withdrawn.html"
    if not publication.withdrawn_at:
        template = "register/statement.html"
        publication = register.get_whole(publication)
        html = publication_selectors.get_document(publication, "html")
        text, frame = html[1].decode() if html else "", documents.get_frame_context(publication)
        context |= frame | {
            "publication": publication,
            "body": text,
            # A page of an earlier release has its answers within the parts.
            "appendix": frame["appendix"] if 'id="appendix"' in text else None,
            "has_pdf": bool(publication_selectors.get_document_hash(publication, "pdf")),
            "current": shown_year.current,
            "replaced_at": shown_year.get_replaced_at(publication),
        }
    body = render(request, template, context).content
    return Page(body, hashlib.sha256(body).hexdigest()[:32], shown_year.changed_at)


def _page_number(request: HttpRequest) -> int:
    """A page that is no number is the first; one beyond the end is the last."""
    typed = request.GET.get("page", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 1


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


_kept = _Kept(MAX_CACHED_PAGES)
