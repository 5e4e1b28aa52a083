"""/staff/history/: the log of the whole portal for site administrators; their own acts for other staff."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.core.types import Context
from portal.core.views import LogView
from portal.history import selectors
from portal.history.forms import EntryFilter
from portal.history.models import Entry
from portal.history.permissions import can_read_everything, can_read_own_acts, can_verify
from portal.history.services import record
from portal.history.verification import verify_log


class Log(LogView):
    """The lines that the reader may see, of the whole portal or of their own acts."""

    template_name = "history/log.html"
    key = "seq"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_read_own_acts(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Entry]:
        user = self.request.user
        self.reads_all = can_read_everything(user)
        entries = selectors.all_entries() if self.reads_all else selectors.entries_by_person(user)
        where = {} if self.reads_all else {"actor_id": user.pk}
        self.form = EntryFilter(self.request.GET, entries=entries, where=where)
        return self.form.get_entries()

    def get_context_data(self, **kwargs: Any) -> Context:
        context = super().get_context_data(can_verify=can_verify(self.request.user), **kwargs)
        if self.reads_all:
            facts = {"below": self.request.GET.get("before", "")[:20], "narrowed_by": self.form.describe()}
            record(self.request.user, "history.log.read", data=facts)
        return context | {"heading": _("Activity") if self.reads_all else _("Your activity")}


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    if not can_verify(request.user):
        raise Http404
    verdict = verify_log()
    record(request.user, "history.log.verified", data={"whole": verdict.is_whole, "count": verdict.count})
    return render(request, "history/verdict.html", {"verdict": verdict})
