"""The page after signing in: reads much, writes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.accounts.visitors import signed_in
from portal.dashboard import overview


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    user, today = signed_in(request), timezone.localdate()
    memberships = overview.memberships_of(user)
    staff = overview.staff_links(user, today=today)
    if staff.reads_figures_only and not memberships:
        return redirect("/desk/overview/")
    return render(
        request,
        "dashboard/home.html",
        {
            "rows": overview.organisations_of(memberships, today=today),
            "closed": overview.closed_of(memberships),
            "today": today,
            "invitations": overview.invitations_for(user, now=timezone.now()),
            "staff": staff,
        },
    )
