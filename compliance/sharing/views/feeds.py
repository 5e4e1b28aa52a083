"""/desk/sharing/feeds/…: preparing a feed, reading exactly what would leave, asking, sending, withdrawing."""

import csv
import io
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.casework.views.base import Desk, for_leads, get_post_data, go, page, run_service, unlocked
from compliance.casework.views.downloads import attachment
from compliance.hotspots.selectors import runs
from compliance.sharing import permissions
from compliance.sharing.choices import FeedKind, FeedState
from compliance.sharing.forms.feeds import AskForm, HotspotFeedForm, RecordFeedForm
from compliance.sharing.labels import describe_left_out
from compliance.sharing.models import Agreement, Feed
from compliance.sharing.rules.columns import get_agreed_columns
from compliance.sharing.rules.feed_files import ABOUT_NAME, CSV_NAME, read_zip
from compliance.sharing.selectors import feeds as selectors
from compliance.sharing.services import feeds
from compliance.sharing.services.feed_content import Selection
from compliance.sharing.views.agreements import agreement_at_hand
from portal.accounts.reauthentication import recently_authenticated
from portal.core import rate_limits
from portal.core.pdf import CannotRender
from portal.core.views import run_on_form, too_many_requests
from portal.vault.encryption import DecryptionError

ZIP = "application/zip"
MAX_ROWS_SHOWN = 200


@dataclass(frozen=True)
class Preview:
    """The bytes that would leave, read again: each file, the table of its rows, and what is said with it."""

    files: list[tuple[str, int]]
    heads: list[str]
    rows: list[list[str]]
    about: str


@for_leads
@recently_authenticated
def prepare(request: HttpRequest, desk: Desk, uuid: UUID, kind: str) -> HttpResponse:
    """Choose what goes into a feed of one kind. Nothing leaves by this."""
    agreement = agreement_at_hand(desk, uuid)
    if not get_agreed_columns(kind, agreement.columns):
        raise Http404
    form = _form(request, desk, FeedKind(kind))
    if request.method == "POST" and form.is_valid():
        if wait := rate_limits.count_and_get_wait("export", desk.user.pk):
            return too_many_requests(request, wait)
        if feed := _prepared(desk, agreement, form):
            return go("sharing:feed", feed.pk)
    return page(request, desk, "sharing/prepare.html", agreement=agreement, kind=FeedKind(kind), form=form)


def _form(request: HttpRequest, desk: Desk, kind: FeedKind) -> HotspotFeedForm | RecordFeedForm:
    if kind != FeedKind.HOTSPOTS:
        return RecordFeedForm(get_post_data(request), kind=kind, today=timezone.localdate(desk.now))
    run = runs.get_last_run()
    analyses = runs.get_analyses(run) if run else []
    known = [(one.exploitation_type, one.sector) for one in analyses if not one.is_refused]
    return HotspotFeedForm(get_post_data(request), analyses=known)


def _prepared(desk: Desk, agreement: Agreement, form: HotspotFeedForm | RecordFeedForm) -> Feed | None:
    selection: Selection = form.selection
    try:
        return run_on_form(form, feeds.prepare_feed, agreement=agreement, selection=selection, **desk.acting)
    except CannotRender:
        form.add_error(None, _("We could not create the report. Tell the people who run this website"))
        return None


@unlocked
def feed(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """A feed: exactly what leaves while it is not sent, and then who took it and what became of it."""
    row = _at_hand(desk, uuid)
    state = row.get_state(desk.now)
    may_share = permissions.can_share(desk.user)
    asks = may_share and state in {FeedState.PREPARED, FeedState.REFUSED} and feeds.needs_second_person(row)
    form = AskForm(get_post_data(request)) if asks and row.content else None
    if request.method == "POST" and form is not None and form.is_valid():
        reason = form.cleaned_data["reason"]
        if run_on_form(form, feeds.request_agreement, feed=row, reason=reason, **desk.acting):
            return go("sharing:feed", row.pk)
    needs_second = row.sent_at is None and feeds.needs_second_person(row)
    return page(
        request,
        desk,
        "sharing/feed.html",
        feed=row,
        state=state,
        preview=_preview(row, desk) if row.content else None,
        left_out=[describe_left_out(reason, number) for reason, number in row.left_out.items()],
        answers=[(answer, desk.keys.read(answer, "words")) for answer in row.answers.all()],
        form=form,
        needs_second=needs_second,
        may_send=may_share and bool(row.content) and (state == FeedState.AGREED or not needs_second),
        may_withdraw=may_share and row.withdrawn_at is None and row.deletion_confirmed_at is None,
        is_waiting=state == FeedState.WAITING,
    )


@unlocked
@require_safe
def file(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """The very file that would leave, for whoever may see the feed; it leaves nothing with the partner."""
    row = _at_hand(desk, uuid)
    if wait := rate_limits.count_and_get_wait("export", desk.user.pk):
        return too_many_requests(request, wait)
    try:
        body = feeds.preview_feed(feed=row, actor=desk.user, keys=desk.keys, at=desk.now)
    except DecryptionError as error:
        raise Http404 from error
    return attachment(body, name=row.name, content_type=ZIP)


@require_POST
@for_leads
@recently_authenticated
def send(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    row = _at_hand(desk, uuid)
    message = _("Feed sent. People at the agency can download it for 14 days.")
    run_service(request, feeds.send_feed, said=message, feed=row, **desk.acting)
    return go("sharing:feed", row.pk)


@require_POST
@for_leads
def withdraw(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    row = _at_hand(desk, uuid)
    message = _("Feed withdrawn. No one can download it now.")
    run_service(request, feeds.withdraw_feed, said=message, feed=row, actor=desk.user, at=desk.now)
    return go("sharing:feed", row.pk)


def _at_hand(desk: Desk, uuid: UUID) -> Feed:
    row = selectors.find_feed(uuid)
    if row is None or not permissions.can_see_feed(desk.user, row):
        raise Http404
    return row


def _preview(row: Feed, desk: Desk) -> Preview:
    files = read_zip(feeds.preview_feed(feed=row, actor=desk.user, keys=desk.keys, at=desk.now))
    heads, *rows = csv.reader(io.StringIO(files[CSV_NAME].decode("utf-8-sig")))
    return Preview(
        [(name, len(body)) for name, body in files.items()], heads, rows[:MAX_ROWS_SHOWN], files[ABOUT_NAME].decode()
    )
