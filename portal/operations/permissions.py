"""Decide who may see and try again what the background jobs could not do, and who may read how the portal does.

See docs/requirements/security.md#role-matrix, docs/requirements/security.md#health.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from portal.accounts.roles import StaffRole, has_role

LOOPBACK = {"127.0.0.1", "::1"}
FORWARDING_HEADERS = ("X-Forwarded-For", "Forwarded", "X-Real-IP")


def can_retry_jobs(user: Any) -> bool:
    """Return whether the user may see the jobs that were put aside, and try one again."""
    return has_role(user, StaffRole.SITE_ADMINISTRATOR)


def can_monitor(request: HttpRequest) -> bool:
    """Return whether a program may read health and figures: it has the operator's token, or, where the operator
    allows it, asks on the machine itself. What a proxy passes on comes from outside.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if settings.MONITORING_TOKEN and scheme.lower() == "bearer":
        return constant_time_compare(token.strip(), settings.MONITORING_TOKEN)
    is_passed_on = any(name in request.headers for name in FORWARDING_HEADERS)
    return settings.LOOPBACK_MONITORING and not is_passed_on and request.META.get("REMOTE_ADDR") in LOOPBACK
