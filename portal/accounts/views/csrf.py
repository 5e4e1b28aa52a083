"""A form whose token against forgery is no longer the browser's: somebody signed out or in again in another tab."""

import re

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portal.accounts import pending_forms
from portal.accounts.current_user import get_current_user
from portal.accounts.middleware import requires_sign_in
from portal.core import views
from portal.core.concurrency import TOO_BUSY_KEY
from portal.core.resubmission import is_of_other_site
from portal.core.views import see_other

LETTER = re.compile(r"[^\W\d_]")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Give back what was typed to the account on whose page the form was; do nothing else with the form.

    Whoever is signed in as somebody else only reads it, to copy: it is in the page before them already.
    """
    is_ours = TOO_BUSY_KEY not in request.META and not is_of_other_site(request) and _requires_sign_in(request)
    owner, now = pending_forms.get_owner(request) if is_ours else None, timezone.now()
    if owner is None:
        return views.csrf_failure(request, reason)
    if not request.user.is_authenticated:
        return pending_forms.request_sign_in(request, user=owner, why="closed", now=now)
    if owner != str(get_current_user(request).uuid):
        typed = [value for _name, value in pending_forms.get_typed(request)]
        return views.csrf_failure(request, reason, typed=[value for value in typed if LETTER.search(value)])
    page = pending_forms.get_form_page(request)
    if not pending_forms.save_form(request, user=owner, page=page, now=now):
        return views.csrf_failure(request, reason)
    return see_other(page)


def _requires_sign_in(request: HttpRequest) -> bool:
    """Return whether the form was for somebody signed in: on a reporter's page nobody is ever asked to sign in."""
    return request.resolver_match is not None and requires_sign_in(request.resolver_match.func)
