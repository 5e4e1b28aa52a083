"""The page after signing in: reads much, writes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.dashboard import overview


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "dashboard/home.html",
        {
            "rows": overview.organisations_of(request.user, today=timezone.localdate()),
            "invitations": overview.invitations_for(request.user, now=timezone.now()),
            "staff": overview.staff_links(request.user),
        },
    )
