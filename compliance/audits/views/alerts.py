"""/o/<organisation>/audits/alerts/…: what may mean that people are in danger, and what the business does about it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from compliance.audits import permissions
from compliance.audits.choices import AlertLevel
from compliance.audits.forms.alerts import CloseForm, EscalationForm, ReportForm
from compliance.audits.models import Alert
from compliance.audits.rules import alerts as rules
from compliance.audits.services import alerts
from compliance.audits.views.base import ReaderMixin
from compliance.organisations.models import Membership
from compliance.organisations.permissions import can_see_alert_details
from compliance.organisations.tenancy import get_membership, get_row, get_rows
from compliance.organisations.views.base import get_post_data, page_context
from compliance.suppliers.selectors.owners import get_owner
from portal.core.exceptions import ActionRefused
from portal.core.types import Context
from portal.core.views import PagedListView, render_form
from portal.reference.audits import issues

MAX_ALERTS_SHOWN = 10


class Index(ReaderMixin, PagedListView):
    """Open alerts, or with ?show=closed closed ones; members without the right see how many A there are."""

    template_name = "audits/alerts/list.html"

    def get_queryset(self) -> QuerySet[Alert]:
        self.sees_details = can_see_alert_details(self.membership)
        self.shows_closed = self.request.GET.get("show") == "closed"
        self.alerts = get_rows(Alert, self.organisation).filter(closed_at__isnull=not self.shows_closed)
        visible_alerts = self.alerts if self.sees_details else self.alerts.exclude(level=AlertLevel.A)
        return visible_alerts.select_related("acknowledged_by", "site__supplier", "sent_by").order_by(
            "level", "-raised_at"
        )

    def get_context_data(self, **kwargs: Any) -> Context:
        context = super().get_context_data(
            hidden=0 if self.sees_details else self.alerts.filter(level=AlertLevel.A).count(),
            shows_closed=self.shows_closed,
            sees_details=self.sees_details,
            leads=[] if self.sees_details else _get_lead_names(self.membership),
            can_choose=permissions.can_choose_escalation(self.membership),
            **kwargs,
        )
        return context | {"entries": [_describe_alert(alert) for alert in context["page"]]}


def notice(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show the interruption: what not to do, whom to call, and what was found. Acknowledging it leads on to `next`."""
    me = get_membership(request, organisation)
    if not can_see_alert_details(me):
        raise Http404
    organisation_alerts = get_rows(Alert, me.organisation)
    unread_alerts = alerts.filter_unread(organisation_alerts)
    if request.method == "POST":
        return _acknowledged_response(request, me, unread_alerts.filter(uuid__in=_parse_uuids(request)))
    shown = unread_alerts.select_related("site__supplier", "sent_by").order_by("raised_at")
    shown_alerts = list(shown[:MAX_ALERTS_SHOWN])
    if not shown_alerts:
        return redirect(_get_next_url(request, organisation))
    alerts.record_view(alerts=shown_alerts, actor=me.user, at=timezone.now())
    context = page_context(
        me,
        entries=[_describe_alert(alert) for alert in shown_alerts],
        more=unread_alerts.count() - len(shown_alerts),
        next=_get_next_url(request, organisation),
    )
    return render(request, "audits/alerts/notice.html", context)


def _acknowledged_response(request: HttpRequest, me: Membership, unread_alerts) -> HttpResponse:
    number = alerts.acknowledge(alerts=unread_alerts, actor=me.user, at=timezone.now())
    if number:
        sentence = ngettext("You have taken on %(n)d alert.", "You have taken on %(n)d alerts.", number) % {"n": number}
        messages.success(request, sentence)
    return redirect(_get_next_url(request, me.organisation.slug))


@require_safe
def alert(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Show one alert and what can be done about it."""
    me, current = _get_alert(request, organisation, uuid)
    alerts.record_view(alerts=[current], actor=me.user, at=timezone.now())
    is_own = current.closing_asked_by_id == me.user_id
    alone = is_own and permissions.can_close_alone(me, current, at=timezone.now())
    is_waiting = current.closing_asked_at is not None and current.closed_at is None
    context = page_context(
        me,
        entry=_describe_alert(current),
        owner=get_owner(current.site.supplier) if current.site else None,
        can_handle=permissions.can_handle_alert(me, current),
        is_waiting=is_waiting,
        can_confirm=is_waiting and (not is_own or alone),
        others=alerts.get_possible_confirmers(current, me) if is_waiting and is_own and not alone else [],
        members=get_rows(Membership, me.organisation).active().count() if is_waiting and is_own else 0,
        alone_at=current.closing_asked_at + rules.SINGLE_PERSON_AFTER if current.closing_asked_at else None,
    )
    return render(request, "audits/alerts/alert.html", context)


@require_POST
def acknowledge(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Acknowledge one alert."""
    me, current = _get_handled_alert(request, organisation, uuid)
    alerts.acknowledge(alerts=get_rows(Alert, me.organisation).filter(pk=current.pk), actor=me.user, at=timezone.now())
    return redirect("alerts:alert", organisation, uuid)


def report(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Record that the helpline was told; nothing is sent."""
    me, current = _get_handled_alert(request, organisation, uuid)
    today = timezone.localdate()
    form = ReportForm(get_post_data(request), today=today, initial={"reported_on": today})
    if request.method == "POST" and form.is_valid():
        answer = _reporting_result(request, _("Recorded: you told them."))
        return answer(alerts.report, alert=current, actor=me.user, at=timezone.now(), **form.cleaned_data)
    return render_form(
        request, "audits/alerts/report.html", page_context(me, entry=_describe_alert(current), form=form)
    )


@require_POST
def take_back_report(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Undo a recorded report."""
    me, current = _get_handled_alert(request, organisation, uuid)
    answer = _reporting_result(request, _("Removed: you have not told them."))
    return answer(alerts.withdraw_report, alert=current, actor=me.user, at=timezone.now())


def close(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Set the reason to close; for an A-alert a second person then confirms."""
    me, current = _get_handled_alert(request, organisation, uuid)
    form = CloseForm(get_post_data(request))
    if request.method == "POST" and form.is_valid():
        is_a = current.level == AlertLevel.A
        answer = _reporting_result(
            request, _("A second person must now confirm.") if is_a else _("The alert is closed.")
        )
        return answer(alerts.request_closing, alert=current, actor=me.user, at=timezone.now(), **form.cleaned_data)
    return render_form(request, "audits/alerts/close.html", page_context(me, entry=_describe_alert(current), form=form))


@require_POST
def confirm(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Confirm as the second person that the alert is closed."""
    me, current = _get_handled_alert(request, organisation, uuid)
    answer = _reporting_result(request, _("The alert is closed."))
    return answer(alerts.confirm_closing, alert=current, membership=me, at=timezone.now())


@require_POST
def keep_open(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Reject the request to close the alert."""
    me, current = _get_handled_alert(request, organisation, uuid)
    answer = _reporting_result(request, _("The alert stays open."))
    return answer(alerts.keep_open, alert=current, actor=me.user, at=timezone.now())


def escalation(request: HttpRequest, organisation: str) -> HttpResponse:
    """Choose whether the helpline's duty lead is notified of an unread alert."""
    me = get_membership(request, organisation)
    if not permissions.can_choose_escalation(me):
        raise PermissionDenied
    is_notified = alerts.is_helpline_notified(me.organisation)
    form = EscalationForm(get_post_data(request), initial={"tells_helpline": "yes" if is_notified else "no"})
    if request.method == "POST" and form.is_valid():
        alerts.set_escalation(organisation=me.organisation, actor=me.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Your choice is saved."))
        return redirect("alerts:list", organisation)
    context = page_context(me, form=form, is_possible=bool(settings.HELPLINE_DUTY_EMAIL))
    return render_form(request, "audits/alerts/escalation.html", context)


# --- What they share -----------------------------------------------------------------------------------------------


def _get_alert(request: HttpRequest, slug: str, uuid: UUID) -> tuple[Membership, Alert]:
    """Return membership and alert. Raises Http404 for an alert that the member may not know of."""
    me = get_membership(request, slug)
    current = get_row(Alert, me.organisation, uuid)
    if not permissions.can_see_alert(me, current):
        raise Http404
    return me, current


def _get_handled_alert(request: HttpRequest, slug: str, uuid: UUID) -> tuple[Membership, Alert]:
    me, current = _get_alert(request, slug, uuid)
    if not permissions.can_handle_alert(me, current):
        raise PermissionDenied
    return me, current


def _reporting_result(request: HttpRequest, sentence: str):
    """Call a service, report its result or its refusal, and return to the alert."""

    def answer(service, *, alert: Alert, **kwargs: Any) -> HttpResponse:
        try:
            service(alert=alert, **kwargs)
        except ActionRefused as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, sentence)
        return redirect("alerts:alert", request.resolver_match.kwargs["organisation"], alert.uuid)

    return answer


@dataclass(frozen=True, slots=True)
class AlertLine:
    """An alert as the pages show it. look_by: the last day on which it is looked at in time."""

    alert: Alert
    title: str
    is_a: bool
    look_by: date
    is_late: bool


def _describe_alert(alert: Alert) -> AlertLine:
    issue = issues().get(alert.issue_code)
    today = timezone.localdate()
    look_by = rules.review_due_on(timezone.localdate(alert.raised_at))
    return AlertLine(
        alert=alert,
        title=_(issue.title) if issue else _("A finding that needs attention"),
        is_a=alert.level == AlertLevel.A,
        look_by=look_by,
        is_late=alert.acknowledged_at is None and alert.closed_at is None and look_by < today,
    )


def _get_lead_names(me: Membership) -> list[str]:
    members = get_rows(Membership, me.organisation).active().select_related("user", "organisation")
    return [str(member.user) for member in members if can_see_alert_details(member)]


def _parse_uuids(request: HttpRequest) -> list[UUID]:
    uuids = []
    for value in request.POST.getlist("alert")[:MAX_ALERTS_SHOWN]:
        try:
            uuids.append(UUID(value))
        except ValueError:
            continue
    return uuids


def _get_next_url(request: HttpRequest, slug: str) -> str:
    """Return the page that the person was on the way to, within the same organisation."""
    next_url = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(next_url, allowed_hosts=None)
    return next_url if is_ours and next_url.startswith(f"/o/{slug}/") else reverse("alerts:list", args=[slug])
