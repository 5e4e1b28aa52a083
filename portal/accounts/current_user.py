"""The person behind a request, for pages that only signed-in people reach."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from portal.accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """The user; PermissionDenied for nobody, which LoginRequiredMiddleware has kept from coming here."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
