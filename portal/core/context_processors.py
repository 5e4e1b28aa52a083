"""Template context about the portal itself."""

from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest | None) -> dict[str, object]:
    return {
        "portal_name": settings.PORTAL_NAME,
        "helpline_name": settings.HELPLINE_NAME,
        "helpline_number": settings.HELPLINE_NUMBER,
        "operator": settings.OPERATOR,
        "site_url": settings.SITE_URL,
        "is_demo": settings.DEMO,
        "has_faces": bool(settings.FACE),
    }
