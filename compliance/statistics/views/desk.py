"""/desk/statistics/: figures are prepared, looked at and decided on. No page here opens a case or needs a key."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.statistics import permissions
from compliance.statistics.choices import State
from compliance.statistics.forms import CorrectForm, DecideForm, PhoneFiguresForm, PrepareForm, StopForm, WordsForm
from compliance.statistics.labels import label_period
from compliance.statistics.models import Release
from compliance.statistics.selectors import preparation as pages
from compliance.statistics.selectors import releases
from compliance.statistics.selectors.month import get_month_page
from compliance.statistics.services import decisions, phone_figures
from compliance.statistics.services.preparation_job import request_preparation
from portal.accounts.current_user import get_current_user
from portal.accounts.reauthentication import require_recent_authentication
from portal.core.views import render_form, run_on_form, see_other

PAGE_SIZE = 50


def for_readers_of_releases(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a page to those who prepare, decide or answer for figures; to everybody else it is not there."""

    @wraps(view)
    def check(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not permissions.can_read_releases(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return check


@for_readers_of_releases
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "page": Paginator(pages.get_releases(), PAGE_SIZE).get_page(request.GET.get("page")),
        "waiting": pages.get_waiting(),
        "preparations": pages.get_preparations(now),
        "announced": releases.get_announced(now),
        "may_prepare": permissions.can_prepare_release(request.user),
        "may_save_phone_figures": permissions.can_save_phone_figures(request.user),
        "may_read_month": permissions.can_read_month(request.user),
    }
    return render_form(request, "statistics/desk/index.html", context)


@for_readers_of_releases
def prepare(request: HttpRequest) -> HttpResponse:
    """Freeze and count a period."""
    if not permissions.can_prepare_release(request.user):
        raise PermissionDenied
    form = PrepareForm(_get_post_data(request), periods=pages.get_offered_periods(timezone.now()))
    if request.method == "POST" and form.is_valid() and _prepare(request, form, **form.cleaned_data):
        return see_other("release_desk:index")
    return render_form(request, "statistics/desk/prepare.html", {"form": form})


@for_readers_of_releases
def release(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One release: what it was made from, what is hidden, and the decision on it."""
    found = _find(uuid)
    may_decide = permissions.can_decide_release(request.user, found)
    may_stop = permissions.can_stop_release(request.user, found)
    if may_decide or may_stop:
        require_recent_authentication(request)
    form = _get_decision_form(request, may_decide=may_decide, may_stop=may_stop)
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid() and _decide(request, found, form):
            return see_other("release_desk:release", uuid)
    context = {
        "release": found,
        "tables": pages.get_tables(found),
        "exposed": pages.get_exposed(found),
        "previous": pages.get_previous(found),
        "form": form,
        "may_write": found.is_draft and permissions.can_prepare_release(request.user),
        "may_correct": _can_be_corrected(found) and permissions.can_prepare_release(request.user),
        "is_own": found.prepared_by_id == request.user.pk,
    }
    return render_form(request, "statistics/desk/release.html", context)


@for_readers_of_releases
@require_safe
def table(request: HttpRequest, uuid: UUID, table: str) -> HttpResponse:
    found = _find(uuid)
    preview = pages.get_preview(found, table)
    if preview is None:
        raise Http404
    return render_form(request, "statistics/desk/table.html", {"release": found, "table": preview})


@for_readers_of_releases
def words(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The headline and the commentary, while nobody has decided."""
    found = _find(uuid)
    if not permissions.can_prepare_release(request.user):
        raise PermissionDenied
    form = WordsForm(_get_post_data(request), initial={"headline": found.headline, "commentary": found.commentary})
    if request.method == "POST" and form.is_valid():
        acting = {"actor": get_current_user(request), "at": timezone.now()}
        if run_on_form(form, decisions.save_words, release=found, **form.cleaned_data, **acting):
            return see_other("release_desk:release", uuid)
    return render_form(request, "statistics/desk/words.html", {"form": form, "release": found})


@for_readers_of_releases
def correct(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Count a published quarter or year anew; what it corrects stays readable."""
    found = _find(uuid)
    if not permissions.can_prepare_release(request.user):
        raise PermissionDenied
    if not _can_be_corrected(found):
        raise Http404
    initial = {"headline": found.headline, "commentary": found.commentary}
    form = CorrectForm(_get_post_data(request), initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and _prepare(request, form, period=found.period, **form.cleaned_data)
    ):
        return see_other("release_desk:index")
    return render_form(request, "statistics/desk/correct.html", {"form": form, "release": found})


@for_readers_of_releases
def phone(request: HttpRequest) -> HttpResponse:
    """What the telephone provider reports, month by month."""
    now, may_save = timezone.now(), permissions.can_save_phone_figures(request.user)
    form = PhoneFiguresForm(_get_post_data(request), months=pages.get_phone_months(now)) if may_save else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            phone_figures.save_phone_figures(**form.cleaned_data, actor=get_current_user(request), at=now)
            messages.success(request, _("Telephone figures saved."))
            return see_other("release_desk:phone")
    return render_form(request, "statistics/desk/phone.html", {"form": form, "rows": pages.get_phone_figures()})


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """A month beside the year before, with small numbers, for those who answer for the helpline."""
    if not permissions.can_read_month(request.user):
        raise Http404
    page = get_month_page(user=get_current_user(request), now=timezone.now())
    return render_form(request, "statistics/desk/month.html", {"month": page})


def _find(uuid: UUID) -> Release:
    found = pages.find_release(uuid)
    if found is None:
        raise Http404
    return found


def _can_be_corrected(found: Release) -> bool:
    newest = releases.find_release(found.period)
    return found.state == State.PUBLISHED and found.kind != "month" and newest == found


def _get_post_data(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _get_decision_form(request: HttpRequest, *, may_decide: bool, may_stop: bool) -> Form | None:
    if may_decide:
        return DecideForm(_get_post_data(request))
    return StopForm(_get_post_data(request)) if may_stop else None


def _decide(request: HttpRequest, found: Release, form: Form) -> bool:
    acting = {"release": found, "actor": get_current_user(request), "at": timezone.now()}
    if form.cleaned_data.get("is_yes"):
        approved = run_on_form(form, decisions.approve_release, **acting)
        if approved is not None:
            when = date_format(timezone.localtime(approved.scheduled_for), "j F Y, H:i")
            messages.success(request, _("Figures approved. They will be published on %(when)s.") % {"when": when})
        return approved is not None
    refused = run_on_form(form, decisions.refuse_release, reason=form.cleaned_data["reason"], **acting)
    if refused is not None:
        messages.success(request, _("Figures refused. The statistician will see your reason."))
    return refused is not None


# Any: what the forms hold, handed on by name.
def _prepare(request: HttpRequest, form: Form, **cleaned: Any) -> bool:
    asked = run_on_form(form, request_preparation, actor=get_current_user(request), at=timezone.now(), **cleaned)
    if asked is not None:
        period = label_period(asked.period)
        messages.success(request, _("We are preparing the figures for %(period)s.") % {"period": period})
    return asked is not None
