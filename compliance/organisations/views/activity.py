"""/o/<organisation>/activity/: who did what in this organisation, to read and to download."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.core.exceptions import ReauthenticationRequired
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from compliance.organisations.models import Membership
from compliance.organisations.permissions import can_export_activity, can_read_activity
from compliance.organisations.tenancy import OrganisationMixin, get_membership
from portal.accounts.reauthentication import is_recently_authenticated
from portal.core import rate_limits
from portal.core.csv_cells import csv_lines
from portal.core.types import Context
from portal.core.views import LogView, too_many_requests
from portal.history import exports, selectors
from portal.history.forms import EntryFilter
from portal.history.models import Entry
from portal.history.services import record


def _filter(request: HttpRequest, scope: UUID) -> EntryFilter:
    return EntryFilter(request.GET, entries=selectors.entries_for_scope(scope), where={"scope": scope})


class ActivityView(OrganisationMixin, LogView):
    """The lines of history that the filter selects, 50 a page."""

    template_name = "organisations/activity.html"
    # Not seq, which tells how much goes on elsewhere.
    key = "scope_seq"
    http_method_names = ("get", "head", "options")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_read_activity(self.membership):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Entry]:
        self.form = _filter(self.request, self.organisation.uuid)
        return self.form.get_entries()

    def get_context_data(self, **kwargs: Any) -> Context:
        return super().get_context_data(can_export=can_export_activity(self.membership), **kwargs)


def _record_export(membership: Membership, kind: str, count: int, narrowed_by: str = "") -> None:
    organisation = membership.organisation
    facts = {"format": kind, "count": count, "narrowed_by": narrowed_by}
    record(membership.user, "history.log.exported", organisation, facts, scope=organisation.uuid)


def export_view(view: Callable[[HttpRequest, Membership], HttpResponse]) -> Callable[..., HttpResponse]:
    """Let only administrators download the log, once they confirm who they are.

    See docs/requirements/security.md#history-readers, docs/requirements/security.md#reauthentication.
    """

    @require_safe
    def checked(request: HttpRequest, organisation: str) -> HttpResponse:
        membership = get_membership(request, organisation)
        if not can_export_activity(membership):
            raise PermissionDenied
        if not is_recently_authenticated(request):
            raise ReauthenticationRequired
        if request.method == "GET" and (wait := rate_limits.count_and_get_wait("export", membership.user_id)):
            return too_many_requests(request, wait)
        response = view(request, membership)
        response.headers["Cache-Control"] = "no-store"
        return response

    return checked


@export_view
def activity_csv(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Send the lines that the page shows under the same filter."""
    organisation = membership.organisation
    form = _filter(request, organisation.uuid)
    entries = form.get_entries()
    rows = exports.export_rows(entries, by=membership.user, at=timezone.now(), narrowed_by=form.describe())
    lines = list(csv_lines(rows))
    _record_export(membership, "CSV", entries.count(), form.describe())
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="activity-{organisation.slug}.csv"'
    return response


@export_view
def activity_json(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Send the whole log with its chain, because a part of it could not be verified."""
    organisation = membership.organisation
    chain = exports.export_chain(organisation.uuid, by=membership.user, at=timezone.now())
    _record_export(membership, "JSON", chain["count"])
    response = JsonResponse(chain, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="activity-{organisation.slug}.json"'
    return response
