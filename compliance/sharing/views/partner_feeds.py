"""/desk/partner/feeds/…: the feeds to an agency, for its people: take once, confirm deletion, say what came of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.casework.views.base import get_post_data, go, run_service
from compliance.casework.views.downloads import attachment
from compliance.referrals.forms.partners import PassphraseForm
from compliance.referrals.models import Partner
from compliance.referrals.views.partner_portal import for_agencies, open_with_passphrase
from compliance.sharing.forms.feeds import FeedAnswerForm
from compliance.sharing.labels import label_column
from compliance.sharing.models import Feed
from compliance.sharing.selectors import feeds as selectors
from compliance.sharing.services import partner_feeds
from portal.accounts.current_user import get_current_user
from portal.core.types import Context
from portal.core.views import render_form, run_on_form

ZIP = "application/zip"


@for_agencies
@require_safe
def table(request: HttpRequest, agency: Partner) -> HttpResponse:
    now = timezone.now()
    rows = [(feed, feed.get_state(now)) for feed in selectors.get_feeds_for(agency)]
    return render(request, "casework/sharing/partner_table.html", {"agency": agency, "feeds": rows})


@for_agencies
@require_safe
def feed(request: HttpRequest, agency: Partner, uuid: UUID) -> HttpResponse:
    row = _at_hand(agency, uuid)
    return render(request, "casework/sharing/partner_feed.html", _context(request, agency, row, PassphraseForm()))


@for_agencies
@require_POST
def download(request: HttpRequest, agency: Partner, uuid: UUID) -> HttpResponse:
    """The file itself, opened with the agency's passphrase."""
    row, form = _at_hand(agency, uuid), PassphraseForm(request.POST)
    if form.is_valid() and (body := open_with_passphrase(request, agency, form, partner_feeds.download_feed, feed=row)):
        return attachment(body, name=row.name, content_type=ZIP)
    return render_form(request, "casework/sharing/partner_feed.html", _context(request, agency, row, form))


@for_agencies
@require_POST
def confirm(request: HttpRequest, agency: Partner, uuid: UUID) -> HttpResponse:
    row = _at_hand(agency, uuid)
    run_service(
        request,
        partner_feeds.confirm_deletion,
        said=_("Thank you. The helpline can see that you have deleted every copy."),
        feed=row,
        actor=get_current_user(request),
        at=timezone.now(),
    )
    return go("feeds:feed", row.pk)


@for_agencies
def answer(request: HttpRequest, agency: Partner, uuid: UUID) -> HttpResponse:
    row, form = _at_hand(agency, uuid), FeedAnswerForm(get_post_data(request))
    if request.method == "POST" and form.is_valid():
        acting = {"actor": get_current_user(request), "at": timezone.now()}
        if run_on_form(form, partner_feeds.save_answer, feed=row, **form.cleaned_data, **acting):
            messages.success(request, _("The helpline can see your answer."))
            return go("feeds:feed", row.pk)
    return render_form(request, "casework/sharing/partner_answer.html", {"agency": agency, "feed": row, "form": form})


def _at_hand(agency: Partner, uuid: UUID) -> Feed:
    row = selectors.find_feed_for(agency, uuid)
    if row is None:
        raise Http404
    return row


# Any: a form of Django.
def _context(request: HttpRequest, agency: Partner, row: Feed, form: Any) -> Context:
    now, user = timezone.now(), get_current_user(request)
    taken = [one for one in row.downloads.all() if one.by_id == user.pk]
    is_open = bool(row.package) and row.agreement.is_live(timezone.localdate(now))
    return {
        "agency": agency,
        "feed": row,
        "form": form,
        "state": row.get_state(now),
        "columns": [label_column(column) for column in row.columns],
        "taken": taken[0] if taken else None,
        "may_download": is_open and not taken and row.expires_at is not None and row.expires_at > now,
        "may_confirm": bool(row.downloads.all()) and row.deletion_confirmed_at is None,
        "is_late": bool(row.delete_by and row.delete_by < timezone.localdate(now)),
    }
