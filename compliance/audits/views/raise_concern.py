"""/o/<organisation>/concerns/raise/…: start a concern for the helpline from a row of the register."""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from compliance.audits import permissions
from compliance.audits.models import Alert
from compliance.audits.selectors import querysets
from compliance.audits.services import raise_concern
from compliance.organisations.models import Membership
from compliance.organisations.tenancy import get_membership, get_row
from compliance.organisations.views.base import page_context
from compliance.suppliers.models import Supplier
from portal.core import cookies
from portal.core.views import see_other


@require_POST
def from_nothing(request: HttpRequest, organisation: str) -> HttpResponse:
    """Start an empty concern."""
    me = get_membership(request, organisation)
    return _start_draft(request, me, {})


@require_POST
def from_finding(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Start a concern from a finding, for members who may read its details."""
    me = get_membership(request, organisation)
    finding = querysets.get_findings(me.organisation).filter(uuid=uuid).first()
    if finding is None or not permissions.can_see_details(me, has_alert=finding.has_alert):
        raise Http404
    return _start_draft(request, me, raise_concern.answers_from_finding(finding))


@require_POST
def from_alert(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Start a concern from an alert."""
    me = get_membership(request, organisation)
    alert = get_row(Alert, me.organisation, uuid)
    if not permissions.can_see_alert(me, alert):
        raise Http404
    return _start_draft(request, me, raise_concern.answers_from_alert(alert))


@require_POST
def from_supplier(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Start a concern about a supplier."""
    me = get_membership(request, organisation)
    return _start_draft(request, me, raise_concern.answers_from_supplier(get_row(Supplier, me.organisation, uuid)))


def _start_draft(request: HttpRequest, me: Membership, answers: Mapping[str, str]) -> HttpResponse:
    """Start a draft with these answers; an unsent one of this browser is never replaced unasked.

    Where reporters have a host of their own, no cookie reaches it: nothing is begun, and the page shows what to copy.
    """
    if settings.FACE:
        context = page_context(me) | {"texts": raise_concern.list_texts(answers)}
        return render(request, "audits/raise_elsewhere.html", context)
    now, cookie = timezone.now(), request.COOKIES.get(settings.DRAFT_COOKIE_NAME, "")
    if raise_concern.has_unsent_draft(cookie, now=now):
        if "instead" not in request.POST:
            return render(request, "audits/raise_instead.html", page_context(me), status=409)
        raise_concern.discard_draft(cookie, now=now)
    return cookies.set_cookie(
        see_other("concerns:danger"), settings.DRAFT_COOKIE_NAME, raise_concern.start_draft(answers, now=now)
    )
