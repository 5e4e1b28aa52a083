"""/o/<organisation>/settings/archive/: everything of an organisation, to take along; closing, and taking that back."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.archive import selectors
from compliance.archive.choices import OWED
from compliance.archive.forms import CloseForm
from compliance.archive.models import Archive
from compliance.archive.permissions import can_take_archive
from compliance.archive.services import downloads, export_job, leaving
from compliance.organisations.models import Membership
from compliance.organisations.permissions import can_close, can_read_activity
from compliance.organisations.services import closing
from compliance.organisations.tenancy import membership_of, membership_though_closed, row
from compliance.organisations.views.base import page_of, person, posted
from portal.accounts.reauthentication import demand_recent
from portal.core import rate_limits
from portal.core.exceptions import ActionRefused
from portal.core.fernet import CannotOpen
from portal.core.views import render_form, see_other, too_many_requests

LINES_A_PAGE = 50


def home(request: HttpRequest, organisation: str) -> HttpResponse:
    """What an archive will contain, and how far the last one is. POST asks for one."""
    me = _administrator(request, organisation)
    own = me.organisation
    if request.method == "POST":
        if wait := rate_limits.wait("export", me.user_id):
            return too_many_requests(request, wait)
        export_job.request_export(organisation=own, by=person(request), at=timezone.now())
        return see_other("archive:home", own.slug)
    archive, now = downloads.latest_archive(own), timezone.now()
    context = page_of(
        me,
        counts=selectors.counts(own),
        archive=archive,
        is_owed=archive is not None and archive.state in OWED,
        is_there=archive is not None and archive.is_there(now),
        may_close=can_close(me, own),
    )
    return render(request, "archive/home.html", context)


@require_safe
def download(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponseBase:
    me = _administrator(request, organisation)
    archive, now = row(Archive, me.organisation, uuid), timezone.now()
    if not archive.is_there(now):
        raise Http404
    if request.method == "GET" and (wait := rate_limits.wait("export", me.user_id)):
        return too_many_requests(request, wait)
    try:
        pieces = downloads.get_chunks(archive)
    except (FileNotFoundError, CannotOpen):
        messages.error(request, _("This archive cannot be read any more. Have another made."))
        return redirect("archive:home", me.organisation.slug)
    response: HttpResponseBase = HttpResponse()
    if request.method == "GET":
        downloads.record_download(archive, by=person(request), at=now)
        response = StreamingHttpResponse(pieces)
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Length"] = str(archive.size)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="archive-{me.organisation.slug}-{timezone.localdate(archive.made_at)}.zip"'
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def close(request: HttpRequest, organisation: str) -> HttpResponse:
    """Says what stays, what goes and when; asks for the name."""
    me = _administrator(request, organisation)
    own = me.organisation
    if own.is_closed:
        return redirect("archive:home", own.slug)
    form = CloseForm(posted(request), organisation=own)
    if request.method == "POST" and form.is_valid():
        try:
            leaving.close(organisation=own, actor=person(request), at=timezone.now())
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(name)s is closed. Its administrators get a mail.") % {"name": own.name})
            return see_other("archive:home", own.slug)
    now = timezone.now()
    context = page_of(
        me,
        form=form,
        obstacles=leaving.obstacles(own),
        counts=selectors.counts(own),
        last_day=timezone.localdate(now + closing.TAKEN_BACK_WITHIN),
    )
    return render_form(request, "archive/close.html", context)


@require_POST
def take_back(request: HttpRequest, organisation: str) -> HttpResponse:
    me = _administrator(request, organisation)
    try:
        closing.take_back(organisation=me.organisation, actor=person(request), at=timezone.now())
    except ActionRefused as refused:
        messages.error(request, str(refused))
        return see_other("archive:home", organisation)
    messages.success(request, _("%(name)s is open again.") % {"name": me.organisation.name})
    return see_other("organisations:home", organisation)


@require_safe
def before(request: HttpRequest, organisation: str) -> HttpResponse:
    """The lines of history that it brought from another portal."""
    me = membership_of(request, organisation)
    if not can_read_activity(me):
        raise PermissionDenied
    lines = selectors.earlier_lines(me.organisation)
    page = Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "archive/before.html", page_of(me, page=page))


def _administrator(request: HttpRequest, slug: str) -> Membership:
    """Of an organisation that is closed, too. A member who is none may know of the page: 403."""
    me = membership_though_closed(request, slug)
    if not can_take_archive(me):
        if me.organisation.is_closed:
            raise Http404
        raise PermissionDenied
    demand_recent(request)
    return me
