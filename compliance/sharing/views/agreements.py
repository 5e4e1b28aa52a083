"""/desk/sharing/: agreements with partners, and the log of every feed under them."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.casework.choices import ApprovalState
from compliance.casework.views.base import Desk, for_leads, get_post_data, go, page, run_service, unlocked
from compliance.referrals.services import partners
from compliance.sharing import permissions
from compliance.sharing.choices import AgreementState, FeedKind, FeedState
from compliance.sharing.forms.agreements import AgreementForm, describe_nations
from compliance.sharing.gateways import get_gateways
from compliance.sharing.labels import label_column
from compliance.sharing.models import Agreement, Feed
from compliance.sharing.rules.columns import get_agreed_columns
from compliance.sharing.selectors import feeds as selectors
from compliance.sharing.services import agreements
from portal.accounts.reauthentication import recently_authenticated
from portal.core.views import run_on_form


@for_leads
@require_safe
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    today = timezone.localdate(desk.now)
    listed = [(row, row.get_state(today), row.review_on <= today) for row in selectors.get_agreements()]
    return page(request, desk, "sharing/index.html", agreements=listed, feeds=_with_states(selectors.get_feeds(), desk))


@for_leads
@recently_authenticated
def add(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A new agreement; a second person decides on it."""
    offered = [partner for partner in partners.get_partners() if partner.ended_at is None]
    today = timezone.localdate(desk.now)
    form = AgreementForm(get_post_data(request), partners=offered, today=today, initial={"starts_on": today})
    if request.method == "POST" and form.is_valid():
        chosen = next(partner for partner in offered if str(partner.pk) == form.cleaned_data["partner"])
        facts = {"partner": chosen, "facts": form.facts, "reason": form.cleaned_data["reason"]}
        if agreement := run_on_form(form, agreements.propose_agreement, **facts, **desk.acting):
            messages.success(request, _("We have asked a second person to approve this agreement."))
            return go("sharing:agreement", agreement.pk)
    listed = get_gateways()
    return page(
        request,
        desk,
        "sharing/add.html",
        form=form,
        kinds=FeedKind.values,
        gateways=listed,
        is_review_due=listed.is_review_due(today),
    )


@unlocked
@require_safe
def agreement(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """One agreement: its terms, what may go under it, and what went."""
    row = agreement_at_hand(desk, uuid)
    today = timezone.localdate(desk.now)
    state = row.get_state(today)
    approval = row.approval
    known = get_gateways().gateways
    return page(
        request,
        desk,
        "sharing/agreement.html",
        agreement=row,
        state=state,
        is_review_due=row.review_on <= today,
        gateways=[(known[code], describe_nations(known[code].nations)) for code in row.gateways if code in known],
        kinds=[
            (kind, [label_column(column) for column in columns])
            for kind in FeedKind
            if (columns := get_agreed_columns(kind, row.columns))
        ],
        feeds=_with_states(selectors.get_feeds(row), desk),
        may_share=permissions.can_share(desk.user),
        is_live=state == AgreementState.LIVE,
        may_start=bool(approval and approval.state == ApprovalState.APPROVED and not row.agreed_at),
        may_revoke=state in {AgreementState.LIVE, AgreementState.NOT_STARTED, AgreementState.PROPOSED},
    )


@require_POST
@for_leads
@recently_authenticated
def start(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    row = agreement_at_hand(desk, uuid)
    message = _("The agreement is live. Feeds can be shared under it.")
    run_service(request, agreements.start_agreement, said=message, agreement=row, actor=desk.user, at=desk.now)
    return go("sharing:agreement", row.pk)


@require_POST
@for_leads
def revoke(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    row = agreement_at_hand(desk, uuid)
    message = _("Agreement revoked. Feeds sent under it can no longer be downloaded.")
    run_service(request, agreements.revoke_agreement, said=message, agreement=row, actor=desk.user, at=desk.now)
    return go("sharing:agreement", row.pk)


def agreement_at_hand(desk: Desk, uuid: UUID) -> Agreement:
    """The agreement of the address; 404 where it is not there or not for this person."""
    row = selectors.find_agreement(uuid)
    if row is None or not permissions.can_see_agreement(desk.user, row):
        raise Http404
    return row


def _with_states(feeds: Sequence[Feed], desk: Desk) -> list[tuple[Feed, FeedState]]:
    return [(feed, feed.get_state(desk.now)) for feed in feeds]
