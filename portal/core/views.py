"""Views that belong to no app, and helpers of every form view."""

import sys
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.paginator import Page, Paginator
from django.db import InterfaceError, OperationalError
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, HttpResponseServerError
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe
from django.views.generic import ListView

from portal.core import languages, rate_limits
from portal.core.concurrency import GIVES_BACK_KEY, TOO_BUSY_KEY
from portal.core.context_processors import portal
from portal.core.exceptions import ActionRefused
from portal.core.forms import errors
from portal.core.pagination import PAGE_SIZE, KeysetPaginator
from portal.core.prepared import fetch_in_order
from portal.core.resubmission import get_resubmission, set_no_store
from portal.core.types import Context

AWAY_SECONDS = 10


class InvalidFormMixin:
    """For class-based form views: a form with errors comes back with all that was typed, as 422 or 429."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return _with_refusal_status(super().form_invalid(form), [form])  # type: ignore[misc]


class PagedListView(ListView):
    """A list in pages, each in the context as `page`. A page beyond the end is the last one; letters are the first."""

    paginate_by = PAGE_SIZE
    page_context_name = "page"
    # Returns what a line shows of the rows with these keys, which the page then has instead of the queryset's rows.
    fetch_lines: Callable[[list[Any]], list[Any]] | None = None

    def get_queryset(self) -> Any:
        """Return the rows: a queryset, or anything with a length that can be cut into slices."""
        return super().get_queryset()

    @property
    def is_first_page(self) -> bool:
        """Return whether no page is named, so that get_queryset may return a FirstPage."""
        return self.page_kwarg not in self.request.GET

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Paginator, Page, Any, bool]:
        rows = (
            queryset.values_list("pk", flat=True) if self.fetch_lines and isinstance(queryset, QuerySet) else queryset
        )
        paginator = self.get_paginator(rows, page_size)
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        if self.fetch_lines:
            page.object_list = fetch_in_order(self.fetch_lines, page.object_list)
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> Context:
        context = super().get_context_data(**kwargs)
        return context | {self.page_context_name: context["page_obj"]}


class FilteredListView(PagedListView):
    """A list under a filter, which get_queryset sets as `form`; answers 422 where the filter has an error."""

    form: Form

    def get_context_data(self, **kwargs: Any) -> Context:
        return super().get_context_data(form=self.form, **kwargs)

    def render_to_response(self, context: Context, **response_kwargs: Any) -> HttpResponse:
        return super().render_to_response(context, status=200 if self.form.is_valid() else 422, **response_kwargs)


class LogView(FilteredListView):
    """A log under a filter, the newest first; its pages are turned by the key of their rows, which is `key`."""

    key: str

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Any, Any, Any, bool]:
        paginator = KeysetPaginator(queryset, page_size, key=self.key)
        query = self.request.GET
        page = paginator.get_page_at(before=query.get("before"), after=query.get("after"))
        return paginator, page, page.object_list, page.has_other_pages()


def render_form(request: HttpRequest, template: str, context: Context) -> HttpResponse:
    """Render the template; answer 422 or 429 where a form among the context has errors."""
    shown = errors.get_bound_forms(context)
    response = render(request, template, context)
    return _with_refusal_status(response, shown) if errors.get_error_summary(shown) else response


# Any: the arguments of the service.
def run_on_form[Result](form: Form, service: Callable[..., Result], **arguments: Any) -> Result | None:
    """Return what the service did; where it refuses, say so on the form and return None."""
    try:
        return service(**arguments)
    except ActionRefused as refusal:
        form.add_error(None, refusal.sentence)
        return None


def see_other(to: str, *args: Any) -> HttpResponse:
    """Redirect with 303 after a form was taken, to an address or to the page of that name."""
    return HttpResponseRedirect(resolve_url(to, *args), status=303)


def add_wait_header(response: HttpResponse, wait: int) -> HttpResponse:
    """Tell the browser when it may try again. wait: seconds, as portal.core.rate_limits returns them."""
    response.status_code = 429
    response.headers["Retry-After"] = str(wait)
    return response


def _with_refusal_status(response: HttpResponse, shown: list[Any]) -> HttpResponse:
    if wait := errors.get_wait_seconds(shown):
        return add_wait_header(response, wait)
    response.status_code = 422
    return response


# --- When something does not work -----------------------------------------------------------------------------------


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a form with more in it than Django reads: 413, and what to do about it."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024 // 1024
        return _error(request, 413, {"most": most})
    return _error(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer with the same body for what is missing, what is another's and what may not be known to exist."""
    return _error(request, 404)


def too_many_requests(request: HttpRequest, wait: int) -> HttpResponse:
    """Answer 429. wait: seconds. The address of the link back keeps what was asked."""
    with translation.override(languages.get_chosen_language(request)):
        text = rate_limits.describe_wait(wait)
    response = _error(request, 429, {"wait": text, "address": request.get_full_path()})
    return add_wait_header(set_no_store(response), wait)


def csrf_failure(request: HttpRequest, reason: str = "", typed: Sequence[str] = ()) -> HttpResponse:
    """Answer 403. typed: what the form held, where its sender may read it again and copy it."""
    if TOO_BUSY_KEY in request.META:
        return too_busy(request)
    return set_no_store(_error(request, 403, {"typed": typed}, name="403_csrf"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Render the 500 page without the visitor and the database: one of them may be what failed.

    503 where it is the database that is away or too busy: the same request works again soon.
    """
    is_away = isinstance(sys.exception(), OperationalError | InterfaceError)
    resubmission = get_resubmission(request) if is_away else None
    facts = {**portal(request), "is_error_page": True, "layout": _layout(request), "resubmission": resubmission}
    page = render_to_string(f"errors/{503 if is_away else 500}.html", facts)
    if is_away:
        return set_no_store(HttpResponse(page, status=503, headers={"Retry-After": str(AWAY_SECONDS)}))
    return HttpResponseServerError(page)


def too_busy(request: HttpRequest) -> HttpResponse:
    """Answer 503, and when to try again: too many people use this part of the site. Asks no database.

    A small form is given back, so that one press sends it again; of any other nothing was read.
    """
    resubmission = get_resubmission(request) if request.META.get(GIVES_BACK_KEY) else None
    with translation.override(languages.get_chosen_language(request)):
        facts = {**portal(request), "is_error_page": True, "layout": _layout(request), "resubmission": resubmission}
        page = render_to_string("errors/503_busy.html", facts)
    return set_no_store(HttpResponse(page, status=503, headers={"Retry-After": str(AWAY_SECONDS)}))


def _layout(request: HttpRequest) -> str:
    """The way out stays at the top of a reporter's page, also where it holds what they typed a moment ago."""
    return f"layouts/{'reporter' if request.path.startswith(settings.ANONYMOUS_PATHS) else 'public'}.html"


def _error(request: HttpRequest, status: int, facts: dict[str, object] | None = None, name: str = "") -> HttpResponse:
    """Render an error page in the reader's own language wherever it happens: all words of these pages are
    translated.
    """
    with translation.override(languages.get_chosen_language(request)):
        return render(request, f"errors/{name or status}.html", {"is_error_page": True, **(facts or {})}, status=status)


# --- Pages of the frame ---------------------------------------------------------------------------------------------


@require_safe
def for_business(request: HttpRequest) -> HttpResponse:
    return render(request, "core/for_business.html")


# --- For programs ---------------------------------------------------------------------------------------------------


NOT_TO_BE_FOUND = (
    "/accounts/", "/cms/", "/dashboard/", "/desk/", "/guidance/feedback/", "/guidance/mail/", "/o/", "/pack/", "/plan/",
    "/r/", "/services/entry/", "/staff/",
)  # fmt: skip


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *"]
    lines += [f"Disallow: {path}" for path in NOT_TO_BE_FOUND]
    lines.append(f"Sitemap: {settings.SITE_URL}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
