"""/o/<organisation>/settings/archive/: download everything of an organisation; close it and reopen it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.archive import selectors
from compliance.archive.choices import PENDING_STATES
from compliance.archive.forms import CloseForm
from compliance.archive.models import Archive
from compliance.archive.permissions import can_take_archive
from compliance.archive.services import closing_obstacles, downloads, export_job
from compliance.organisations.models import Membership
from compliance.organisations.permissions import can_close, can_read_activity
from compliance.organisations.services import closing
from compliance.organisations.tenancy import OrganisationMixin, get_membership_even_if_closed, get_row
from compliance.organisations.views.base import get_post_data, get_user, page_context
from portal.accounts.reauthentication import require_recent_authentication
from portal.core import rate_limits
from portal.core.exceptions import ActionRefused
from portal.core.fernet import DecryptionError
from portal.core.views import PagedListView, render_form, see_other, too_many_requests


def home(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show what an archive will contain and the progress of the last one. A POST requests one."""
    me = _get_administrator(request, organisation)
    current = me.organisation
    if request.method == "POST":
        if wait := rate_limits.count_and_get_wait("export", me.user_id):
            return too_many_requests(request, wait)
        export_job.request_export(organisation=current, by=get_user(request), at=timezone.now())
        return see_other("archive:home", current.slug)
    archive, now = downloads.latest_archive(current), timezone.now()
    context = page_context(
        me,
        counts=selectors.count_contents(current),
        archive=archive,
        is_owed=archive is not None and archive.state in PENDING_STATES,
        is_there=archive is not None and archive.is_available(now),
        may_close=can_close(me, current),
    )
    return render(request, "archive/home.html", context)


@require_safe
def download(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponseBase:
    """Send the archive."""
    me = _get_administrator(request, organisation)
    archive, now = get_row(Archive, me.organisation, uuid), timezone.now()
    if not archive.is_available(now):
        raise Http404
    if request.method == "GET" and (wait := rate_limits.count_and_get_wait("export", me.user_id)):
        return too_many_requests(request, wait)
    try:
        pieces = downloads.get_chunks(archive)
    except (FileNotFoundError, DecryptionError):
        messages.error(request, _("We can no longer read this archive. Make another one."))
        return redirect("archive:home", me.organisation.slug)
    response: HttpResponseBase = HttpResponse()
    if request.method == "GET":
        downloads.record_download(archive, by=get_user(request), at=now)
        response = StreamingHttpResponse(pieces)
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Length"] = str(archive.size)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="archive-{me.organisation.slug}-{timezone.localdate(archive.made_at)}.zip"'
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def close(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show what stays, what is deleted and when; ask for the name; close the organisation."""
    me = _get_administrator(request, organisation)
    current = me.organisation
    if current.is_closed:
        return redirect("archive:home", current.slug)
    form = CloseForm(get_post_data(request), organisation=current)
    if request.method == "POST" and form.is_valid():
        try:
            closing_obstacles.close(organisation=current, actor=get_user(request), at=timezone.now())
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("%(name)s is closed. We have emailed its administrators.") % {"name": current.name}
            )
            return see_other("archive:home", current.slug)
    now = timezone.now()
    context = page_context(
        me,
        form=form,
        obstacles=closing_obstacles.get_closing_obstacles(current),
        counts=selectors.count_contents(current),
        last_day=timezone.localdate(now + closing.REOPENING_PERIOD),
    )
    return render_form(request, "archive/close.html", context)


@require_POST
def reopen(request: HttpRequest, organisation: str) -> HttpResponse:
    """Open a closed organisation again."""
    me = _get_administrator(request, organisation)
    try:
        closing.reopen(organisation=me.organisation, actor=get_user(request), at=timezone.now())
    except ActionRefused as refused:
        messages.error(request, str(refused))
        return see_other("archive:home", organisation)
    messages.success(request, _("%(name)s has been reopened.") % {"name": me.organisation.name})
    return see_other("organisations:home", organisation)


class EarlierHistory(OrganisationMixin, PagedListView):
    """The lines of history from another portal."""

    template_name = "archive/before.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_read_activity(self.membership):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:  # Any: list[Entry]; the base class promises a QuerySet
        return selectors.get_earlier_entries(self.organisation)


def _get_administrator(request: HttpRequest, slug: str) -> Membership:
    """Return the membership, also in a closed organisation. Another member may know of the page: 403."""
    me = get_membership_even_if_closed(request, slug)
    if not can_take_archive(me):
        if me.organisation.is_closed:
            raise Http404
        raise PermissionDenied
    require_recent_authentication(request)
    return me
