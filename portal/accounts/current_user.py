"""The signed-in user of a request, typed, for views that only signed-in people reach."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from portal.accounts.models import User

# Whoever asks for a page.
type Visitor = User | AnonymousUser
# Whoever does something that is recorded: a user, or a word for somebody who has no account, such as "system".
type Actor = User | str


def get_current_user(request: HttpRequest) -> User:
    """Return the user. Raises PermissionDenied for nobody, which LoginRequiredMiddleware has kept from coming here."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
