"""The page after signing in: reads much, writes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.accounts.current_user import signed_in
from portal.dashboard import selectors


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    user, today = signed_in(request), timezone.localdate()
    memberships = selectors.memberships_of(user)
    staff = selectors.staff_links(user, today=today)
    if staff.reads_figures_only and not memberships:
        return redirect("/desk/overview/")
    return render(
        request,
        "dashboard/home.html",
        {
            "rows": selectors.organisations_of(memberships, today=today),
            "closed": selectors.closed_of(memberships),
            "today": today,
            "invitations": selectors.invitations_for(user, now=timezone.now()),
            "staff": staff,
        },
    )
