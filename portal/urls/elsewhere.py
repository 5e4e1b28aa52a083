"""Addresses of other faces that pages of this one link to: portal.core.faces leads there, before any view."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from portal.core.views import not_found


def _doors(namespace: str, *doors: URLPattern) -> URLResolver:
    return path("", include((list(doors), namespace)))


# By face, what it has not itself.
DOORS: dict[str, list[URLPattern | URLResolver]] = {
    "public": [_doors("directory_staff", path("staff/directory/", not_found, name="index"))],
    "reporters": [
        path("accounts/logout/", not_found, name="account_logout"),
        _doors("dashboard", path("dashboard/", not_found, name="home")),
        _doors("directory", path("services/", not_found, name="index")),
    ],
    "cms": [
        _doors(
            "staffing",
            path("staff/people/", not_found, name="people"),
            path("staff/accounts/", not_found, name="find"),
        ),
        _doors("history", path("staff/history/", not_found, name="log")),
    ],
}
urlpatterns = DOORS.get(settings.FACE, [])
