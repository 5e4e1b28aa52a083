"""The pages for developers: what both APIs offer, with examples, and a way to try them in the browser.

See docs/requirements/experience.md#developers.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from compliance.statements.register.api import api as register_api
from learning.directory.feed import PREFIX as DIRECTORY_PREFIX
from learning.directory.feed import api as directory_api
from portal.core.api.urls import describe_operations

REGISTER_PREFIX = "/api/v1/"


@dataclass(frozen=True)
class Example:
    """A request that works as it is written, and the names at the top of its answer. A test sends each one."""

    title: str | Promise
    path: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """A change of an API that a program may notice."""

    day: date
    text: str | Promise


EXAMPLES = (
    Example(
        _("Statements that cover training, the newest first"),
        "/api/v1/statements?area=training&sort=newest&size=5",
        ("count", "is_more", "page", "pages", "licence", "statements"),
    ),
    Example(
        _("What was published since a moment you know"),
        "/api/v1/statements?modified_after=2026-01-01T00:00:00Z",
        ("count", "is_more", "page", "pages", "licence", "statements"),
    ),
    Example(
        _("Organisations by name or company number"),
        "/api/v1/organisations?q=alder",
        ("count", "is_more", "page", "pages", "licence", "organisations"),
    ),
    Example(_("Every release of the helpline’s figures"), "/api/v1/statistics/releases/", ("threshold", "releases")),
    Example(
        _("Services that changed since a moment you know"),
        "/api/oruk/v3/services?modified_after=2026-01-01T00:00:00Z&per_page=5",
        ("total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"),
    ),
)
# Whole lists in one file.
DOWNLOADS = (
    (_("All statements published here, as CSV"), "/statements/statements.csv"),
    (_("All statements published here, as JSON"), "/statements/statements.json"),
    (_("Figures of the helpline, as JSON"), "/api/v1/statistics/releases/"),
)
CHANGES = (
    Change(
        date(2026, 11, 29),
        _("Lists of organisations and figures can also be limited to what changed."),
    ),
    Change(date(2026, 11, 29), _("The list of statements can be limited to what changed since a moment.")),
    Change(date(2026, 11, 29), _("A parameter that an address does not have answers 400. It was ignored before.")),
    Change(date(2026, 11, 28), _("Figures of the helpline are at /api/v1/statistics/releases/.")),
)


@login_not_required
@require_safe
def show_developers(request: HttpRequest) -> HttpResponse:
    """Describe the APIs in plain HTML, which needs no script."""
    context = {
        "site": settings.SITE_URL,
        "examples": EXAMPLES,
        "downloads": DOWNLOADS,
        "changes": CHANGES,
        "most": settings.LIMITS["api"][0],
        "most_searches": settings.LIMITS["api_search"][0],
    }
    return render(request, "operations/developers.html", context)


@login_not_required
@require_safe
def show_explorer(request: HttpRequest) -> HttpResponse:
    """List every operation of both APIs; a script offers to send requests from the page."""
    operations = describe_operations(register_api, REGISTER_PREFIX)
    operations += describe_operations(directory_api, DIRECTORY_PREFIX)
    return render(request, "operations/api_explorer.html", {"operations": operations})
