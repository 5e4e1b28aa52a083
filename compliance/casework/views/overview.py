"""/desk/overview/: the home page of helpline managers and statisticians. It opens no case and needs no key."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from compliance.casework import permissions
from compliance.casework.selectors.monthly_statistics import get_months_for, get_running_month
from compliance.casework.selectors.overview import get_overview
from portal.accounts.current_user import get_current_user


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    if not permissions.can_read_overview(request.user):
        raise Http404
    user, now = get_current_user(request), timezone.now()
    roles, today = permissions.get_statistics_roles(user), timezone.localdate(now)
    shows_small_numbers, shows_running_month = (
        permissions.shows_small_numbers(roles),
        permissions.shows_running_month(roles),
    )
    months = get_months_for(today, shows_running_month=shows_running_month)
    context = {
        "overview": get_overview(user=user, now=now, months=months, shows_small_numbers=shows_small_numbers),
        "months": months[:2],
        "running_month": get_running_month(today),
        "shows_running_month": shows_running_month,
        "shows_small_numbers": shows_small_numbers,
        "checked_at": timezone.localtime(now),
    }
    return render(request, "casework/figures/overview.html", context)
