"""/pack/<secret>/: where a first responder takes a pack, once. Whoever has the address is whom it was given to."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from compliance.casework.views.downloads import attachment
from compliance.referrals.services.nrm import handover


@login_not_required
def pack(request: HttpRequest, secret: str) -> HttpResponse:
    """Looking uses nothing up: programs that read mail open addresses. The button does."""
    now = timezone.now()
    if request.method != "POST":
        if not handover.is_link_open(secret, now=now):
            return _gone(request)
        return render(request, "casework/nrm/take.html")
    try:
        handed = handover.open_link(secret, now=now)
    except handover.LinkGone:
        return _gone(request)
    return attachment(handed.body, name=handed.name, content_type="application/zip")


def _gone(request: HttpRequest) -> HttpResponse:
    """Used, too old, or never there: told alike."""
    return render(request, "casework/nrm/gone.html", status=404)
