"""Files of the public register: a statement as PDF and as data, a search result as CSV and as JSON."""

import json
from collections.abc import Callable, Iterator
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from compliance.statements.models import Publication
from compliance.statements.publication import selectors as publication_selectors
from compliance.statements.register import data_file, exports
from compliance.statements.register import selectors as register
from compliance.statements.register.forms.search import SearchForm
from compliance.statements.register.views.register import find_version, with_hidden_notice
from portal.core import rate_limits
from portal.core.api.responses import problem_response, to_json_bytes
from portal.core.etags import conditional_response
from portal.core.lanes import Busy
from portal.core.streaming import stream_response
from portal.core.views import too_busy, too_many_requests

JSON = "application/json; charset=utf-8"


@require_safe
@with_hidden_notice
def pdf(request: HttpRequest, organisation: str, year: int, number: int | None = None) -> HttpResponseBase:
    shown_year, publication = find_version(organisation, year, number)
    if publication.withdrawn_at:
        return render(request, "register/withdrawn.html", {"year": shown_year, "publication": publication}, status=410)
    if etag := publication_selectors.get_document_hash(publication, "pdf"):
        early = conditional_response(request, HttpResponse(), etag=etag, changed_at=publication.published_at)
        if early.status_code != 200:
            return early
    document = publication_selectors.get_document(publication, "pdf")
    if document is None:
        context = {
            "publication": publication,
            "needs_attention": publication_selectors.pdf_needs_attention(publication),
        }
        return render(request, "register/pdf_waiting.html", context, status=202)
    response = HttpResponse(document[1], content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{_file_name(publication)}.pdf"'
    return conditional_response(request, response, etag=document[0], changed_at=publication.published_at)


@require_safe
@with_hidden_notice
def figure(request: HttpRequest, organisation: str, year: int, number: int, figure: int) -> HttpResponseBase:
    """Send a picture of a published version. It never changes; of a withdrawn statement there is none."""
    _found, publication = find_version(organisation, year, number)
    document = None if publication.withdrawn_at else publication_selectors.get_figure(publication, figure)
    if document is None:
        raise Http404
    sha256, content_type, body = document
    response = HttpResponse(body, content_type=content_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return conditional_response(request, response, etag=sha256, changed_at=publication.published_at)


@require_safe
def data(request: HttpRequest, organisation: str, year: int, number: int | None = None) -> HttpResponseBase:
    try:
        shown_year, publication = find_version(organisation, year, number)
    except Http404:
        if reason := register.get_hidden_notice(organisation):
            return open_to_all(problem_response(request, reason, status=410))
        raise
    body = to_json_bytes(data_file.get_data_file(publication, shown_year))
    response = HttpResponse(body, content_type=JSON, status=410 if publication.withdrawn_at else 200)
    return open_to_all(conditional_response(request, response, changed_at=shown_year.changed_at))


def searching(view: Callable[[HttpRequest, SearchForm], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Limit a file of search results like the search page, and redirect there when the search was not understood."""

    @require_safe
    @wraps(view)
    def searched(request: HttpRequest) -> HttpResponseBase:
        if wait := rate_limits.get_visitor_wait("register_search", request):
            return too_many_requests(request, wait)
        form = SearchForm(request.GET or {}, last_year=timezone.localdate().year + 1)
        # A file with all statements would look like the answer to a question that was not understood.
        if not form.is_valid():
            return _to_the_page(request)
        try:
            return view(request, form)
        except Busy:
            return too_busy(request)

    return searched


@searching
def result_csv(request: HttpRequest, form: SearchForm) -> HttpResponseBase:
    """Send a page of statements at a time: a slow reader holds no connection to the database meanwhile."""
    pages = exports.pages(form.params())
    return _download(stream_response(exports.csv_pages(pages), content_type="text/csv; charset=utf-8"), "csv")


@searching
def result_json(request: HttpRequest, form: SearchForm) -> HttpResponseBase:
    pages = exports.pages(form.params())
    return open_to_all(_download(stream_response(_json_pages(pages), content_type=JSON), "json"))


def _to_the_page(request: HttpRequest) -> HttpResponseBase:
    return redirect(f"{reverse('register:index')}?{request.GET.urlencode()}")


def _json_pages(pages: Iterator[list[exports.Summary]]) -> Iterator[str]:
    yield f'{{"licence": {json.dumps(exports.LIST_LICENCE)}, "statements": [\n'
    separator = ""
    for page in pages:
        lines = (json.dumps(row, ensure_ascii=False) for row in page)
        if text := ",\n".join(lines):
            yield separator + text
            separator = ",\n"
    yield "\n]}\n"


def _download(response: StreamingHttpResponse, kind: str) -> StreamingHttpResponse:
    name = f"statements-{timezone.localdate().isoformat()}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _file_name(publication: Publication) -> str:
    return f"{publication.organisation_slug}-modern-slavery-statement-{publication.year}-v{publication.number}"


def open_to_all(response: HttpResponseBase) -> HttpResponseBase:
    """Mark public data, which a page of anybody may read."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
