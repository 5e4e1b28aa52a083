"""The page after signing in: reads much, writes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.accounts.current_user import get_current_user
from portal.dashboard import selectors


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    user, today = get_current_user(request), timezone.localdate()
    memberships = selectors.get_memberships(user)
    staff = selectors.get_staff_links(user, today=today)
    if staff.reads_figures_only and not memberships:
        return redirect("/desk/overview/")
    return render(
        request,
        "dashboard/home.html",
        {
            "rows": selectors.get_organisation_rows(memberships, today=today),
            "closed": selectors.get_closed_organisations(memberships),
            "today": today,
            "invitations": selectors.get_invitations(user, now=timezone.now()),
            "staff": staff,
        },
    )
