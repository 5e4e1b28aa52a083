"""Files of the public register: a statement as PDF and as data, a search result as CSV and as JSON."""

import json
from collections.abc import Callable, Iterator
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from compliance.statements import documents, exports, register
from compliance.statements.forms.search import SearchForm
from compliance.statements.models import Publication
from compliance.statements.views.register import find_version, noticed
from portal.core import rate_limits
from portal.core.api.responses import as_json, problem
from portal.core.etags import conditional
from portal.core.lanes import Busy
from portal.core.streaming import stream
from portal.core.views import too_busy, too_many_requests

JSON = "application/json; charset=utf-8"


@require_safe
@noticed
def pdf(request: HttpRequest, organisation: str, year: int, number: int | None = None) -> HttpResponseBase:
    found, publication = find_version(organisation, year, number)
    if publication.withdrawn_at:
        return render(request, "register/withdrawn.html", {"year": found, "publication": publication}, status=410)
    if etag := register.document_hash(publication, "pdf"):
        early = conditional(request, HttpResponse(), etag=etag, changed_at=publication.published_at)
        if early.status_code != 200:
            return early
    made = register.document(publication, "pdf")
    if made is None:
        context = {"publication": publication, "needs_attention": register.pdf_needs_attention(publication)}
        return render(request, "register/pdf_waiting.html", context, status=202)
    response = HttpResponse(made[1], content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{_file_name(publication)}.pdf"'
    return conditional(request, response, etag=made[0], changed_at=publication.published_at)


@require_safe
@noticed
def figure(request: HttpRequest, organisation: str, year: int, number: int, figure: int) -> HttpResponseBase:
    """A picture of a published version. It never changes; of a withdrawn statement there is none."""
    _found, publication = find_version(organisation, year, number)
    made = None if publication.withdrawn_at else register.figure(publication, figure)
    if made is None:
        raise Http404
    sha256, content_type, body = made
    response = HttpResponse(body, content_type=content_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return conditional(request, response, etag=sha256, changed_at=publication.published_at)


@require_safe
def data(request: HttpRequest, organisation: str, year: int, number: int | None = None) -> HttpResponseBase:
    try:
        found, publication = find_version(organisation, year, number)
    except Http404:
        if reason := register.why_hidden(organisation):
            return open_to_all(problem(request, reason, status=410))
        raise
    body = as_json(documents.whole_data(publication, found))
    response = HttpResponse(body, content_type=JSON, status=410 if publication.withdrawn_at else 200)
    return open_to_all(conditional(request, response, changed_at=found.changed_at))


def searching(view: Callable[[HttpRequest, SearchForm], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """A file of what was searched for: counted as the search page is, and sent there when it was not understood."""

    @require_safe
    @wraps(view)
    def searched(request: HttpRequest) -> HttpResponseBase:
        if wait := rate_limits.wait_of_visitor("search", request):
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
    """A page of statements at a time: whoever reads slowly holds no connection to the database meanwhile."""
    pages = exports.pages(form.params())
    return _download(stream(exports.csv_pages(pages), content_type="text/csv; charset=utf-8"), "csv")


@searching
def result_json(request: HttpRequest, form: SearchForm) -> HttpResponseBase:
    pages = exports.pages(form.params())
    return open_to_all(_download(stream(_json_pages(pages), content_type=JSON), "json"))


def _to_the_page(request: HttpRequest) -> HttpResponseBase:
    return redirect(f"{reverse('register:index')}?{request.GET.urlencode()}")


def _json_pages(pages: Iterator[list[Publication]]) -> Iterator[str]:
    yield f'{{"licence": {json.dumps(documents.LICENCE)}, "statements": [\n'
    separator = ""
    for page in pages:
        lines = (json.dumps(exports.summary(publication), ensure_ascii=False) for publication in page)
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
    """Public data: a page of anybody may read it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
