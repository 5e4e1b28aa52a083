"""Asking again who is there, before an act that counts."""

import time
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.generic import View

from portal.accounts import mfa


def is_recent(request: HttpRequest, *, within: int | None = None) -> bool:
    """Whether the user showed their strongest kind of factor in the last few minutes, at sign-in or since.

    within: seconds, where it is not ACCOUNT_REAUTHENTICATION_TIMEOUT.
    An account with a second factor has to have shown it; a password alone does for an account that has none.
    """
    accepted = {"mfa"} if mfa.has_factor(request.user) else {"password", "mfa"}
    since = time.time() - (within or settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
    records = get_authentication_records(request, request.user)
    return any(record["method"] in accepted and record["at"] > since for record in records)


def demand_recent(request: HttpRequest, *, within: int | None = None) -> None:
    """For a view that first refuses whoever may never do this. Raises ReauthenticationRequired, as the two below do."""
    if not is_recent(request, within=within):
        raise ReauthenticationRequired


def recently_authenticated(view: Callable[..., HttpResponse] | None = None, *, within: int | None = None) -> Any:
    """Ask again when it is too long ago, and come back to the same page. within: seconds, as of is_recent.

    Put it on the page that holds the button as well as on what the button sends. A form that is sent too late is kept
    while the person shows who they are, and is then taken up as it was typed; files are not kept.
    """

    if view is None:
        return partial(recently_authenticated, within=within)

    @wraps(view)
    def asked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        demand_recent(request, within=within)
        return view(request, *args, **kwargs)

    return asked


class RecentlyAuthenticatedMixin(View):
    """The same for a class-based view; put it after the fence and the permission, before the generic view."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        demand_recent(request)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]
