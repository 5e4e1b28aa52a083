"""/desk/figures/: the internal month, on a page and as a workbook. Coded facts only, so the desk may be locked."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from compliance.casework import permissions
from compliance.casework.forms.monthly_statistics import MonthForm
from compliance.casework.selectors import monthly_statistics as reading
from compliance.casework.services import monthly_statistics
from portal.accounts.current_user import get_current_user
from portal.core import rate_limits
from portal.core.views import render_form, too_many_requests

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def for_readers_of_figures(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a page to those who read figures, and pass it their roles; to everybody else it is not there."""

    @wraps(view)
    def check(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        roles = permissions.get_statistics_roles(request.user)
        if not roles:
            raise Http404
        return view(request, roles, *args, **kwargs)

    return check


def _month(request: HttpRequest, roles: frozenset[str]) -> tuple[MonthForm, reading.Month]:
    form = MonthForm(
        request.GET if "month" in request.GET else None,
        today=timezone.localdate(),
        shows_running_month=permissions.shows_running_month(roles),
    )
    return form, form.chosen()


@for_readers_of_figures
@require_safe
def index(request: HttpRequest, roles: frozenset[str]) -> HttpResponse:
    form, month = _month(request, roles)
    if not form.is_bound:
        form.initial = {"month": month.code}
    shows_small_numbers = permissions.shows_small_numbers(roles)
    context = {
        "form": form,
        "month": month,
        "tables": reading.get_tables_for(month, get_current_user(request), shows_small_numbers=shows_small_numbers),
        "shows_small_numbers": shows_small_numbers,
        "is_at_desk": permissions.is_at_desk(roles),
        "shows_running_month": permissions.shows_running_month(roles),
        "running_month": reading.get_running_month(timezone.localdate()),
        "newest": next(iter(form.offered.values())),
    }
    return render_form(request, "casework/figures/index.html", context)


@for_readers_of_figures
@require_safe
def workbook(request: HttpRequest, roles: frozenset[str]) -> HttpResponse:
    user = get_current_user(request)
    if wait := rate_limits.count_and_get_wait("export", user.pk):
        return too_many_requests(request, wait)
    _form, month = _month(request, roles)
    shows_small_numbers = permissions.shows_small_numbers(roles)
    content = monthly_statistics.build_workbook(
        month=month, by=user, at=timezone.now(), shows_small_numbers=shows_small_numbers
    )
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="helpline-{month.code}.xlsx"'
    return response
