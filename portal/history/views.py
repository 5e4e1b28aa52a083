"""/staff/history/: the log of the whole portal for site administrators; their own acts for other staff."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.history import selectors
from portal.history.forms import EntryFilter
from portal.history.permissions import can_read_everything, can_read_own_acts, can_verify
from portal.history.services import record
from portal.history.verification import verify_log

PAGE_SIZE = 50


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    if not can_read_own_acts(request.user):
        raise Http404
    reads_all = can_read_everything(request.user)
    form = EntryFilter(
        request.GET, entries=selectors.all_entries() if reads_all else selectors.entries_by_person(request.user)
    )
    page = Paginator(form.get_entries(), PAGE_SIZE).get_page(request.GET.get("page"))
    if reads_all:
        record(request.user, "history.log.read", data={"page": page.number, "narrowed_by": form.describe()})
    context = {
        "form": form,
        "page": page,
        "heading": _("History") if reads_all else _("What you did"),
        "can_verify": can_verify(request.user),
    }
    return render(request, "history/log.html", context, status=200 if form.is_valid() else 422)


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    if not can_verify(request.user):
        raise Http404
    verdict = verify_log()
    record(request.user, "history.log.verified", data={"whole": verdict.is_whole, "count": verdict.count})
    return render(request, "history/verdict.html", {"verdict": verdict})
