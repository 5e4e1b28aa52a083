"""Reauthentication before an act that counts."""

import time
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.generic import View

from portal.accounts import mfa


def is_recently_authenticated(request: HttpRequest, *, within: int | None = None) -> bool:
    """Return whether the user showed their strongest kind of factor in the last few minutes, at sign-in or since.

    within: seconds, where it is not ACCOUNT_REAUTHENTICATION_TIMEOUT.
    An account with a second factor has to have shown it; a password alone does for an account that has none.
    """
    accepted = {"mfa"} if mfa.has_factor(request.user) else {"password", "mfa"}
    since = time.time() - (within or settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
    records = get_authentication_records(request, request.user)
    return any(record["method"] in accepted and record["at"] > since for record in records)


def require_recent_authentication(request: HttpRequest, *, within: int | None = None) -> None:
    """Require a recent authentication in a view that first refuses people who may never do this.

    Raises ReauthenticationRequired, as the two below do.
    """
    if not is_recently_authenticated(request, within=within):
        raise ReauthenticationRequired


def recently_authenticated(view: Callable[..., HttpResponse] | None = None, *, within: int | None = None) -> Any:
    """Decorate a view so that it asks again when the last authentication is too long ago, then comes back to the page.

    Put it on the page that holds the button as well as on what the button sends. A form that is sent too late is kept
    while the person shows who they are, and is then taken up as it was typed; files are not kept.
    """

    if view is None:
        return partial(recently_authenticated, within=within)

    @wraps(view)
    def asked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        require_recent_authentication(request, within=within)
        return view(request, *args, **kwargs)

    return asked


class RecentlyAuthenticatedMixin(View):
    """Does the same for a class-based view; put it after the fence and the permission, before the generic view."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        require_recent_authentication(request)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]
