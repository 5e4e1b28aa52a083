"""The signed-in user of a request, typed, for views that only signed-in people reach."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from portal.accounts.models import User


def get_current_user(request: HttpRequest) -> User:
    """Return the user. Raises PermissionDenied for nobody, which LoginRequiredMiddleware has kept from coming here."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
