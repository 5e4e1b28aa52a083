"""The page after signing in: reads much, writes nothing."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.accounts.current_user import get_current_user
from portal.accounts.roles import is_staff_account
from portal.dashboard.selectors import home as selectors


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    user, today = get_current_user(request), timezone.localdate()
    memberships = selectors.get_memberships(user)
    if settings.FACE == "public" and is_staff_account(user):
        # Our staff work at a host of their own, where they sign in anew.
        return redirect(settings.FACE_URLS["desk"] + request.path)
    staff = selectors.get_staff_links(user, today=today)
    if staff.reads_figures_only and not memberships:
        return redirect("/desk/overview/")
    if selectors.is_learner_only(user, memberships, staff, now=timezone.now()):
        return redirect("organisations:own_courses")
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
