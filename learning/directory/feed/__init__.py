"""/api/oruk/v3/: the directory for other programs, as the Open Referral UK profile 3.0 has it.

See docs/requirements/directory.md#open-referral-feed.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from learning.directory.feed.paging import PAGE_SCOPE
from learning.directory.feed.routes import organizations, places, services
from learning.directory.feed.routes import taxonomies as taxonomy_routes
from learning.directory.feed.schemas import MAX_ROWS, About
from portal.core.api import urls as api_urls
from portal.core.api.described import DescribedAPI
from portal.core.api.responses import api_response

PREFIX = "/api/oruk/v3/"
PROFILE = "https://open-referral-uk-profile.readthedocs.io/en/latest/"

api = DescribedAPI(
    title="Directory of services",
    version="3.0",
    description=(
        "Services for people in modern slavery and those who help them, in Open Referral UK 3.0 with HSDS 3.0 fields. "
        "We leave out refuges and staff-only lines. You do not need a key."
    ),
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="oruk",
)
for router in (services.router, places.router, taxonomy_routes.router, organizations.router):
    api.add_router("", router)
api_urls.register_error_handlers(api)


@api.get("/", response=About, summary="What this API is", operation_id="getAPIMetaInformation", url_name="api-root")
def about(request: HttpRequest) -> HttpResponseBase:
    description = settings.SITE_URL + reverse("oruk:openapi-json")
    return api_response(request, {"version": "HSDS-UK-3.0", "profile": PROFILE, "openapi_url": description})


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    most = {
        "most_rows": MAX_ROWS,
        "most_searches": settings.LIMITS["api_search"][0],
        "most": settings.LIMITS["api"][0],
    }
    return render(request, "directory/api.html", most | {"operations": api_urls.describe_operations(api, PREFIX)})


def urls() -> tuple[list[URLPattern], str, str]:
    # The standard lets a program send these to every list, also where they change nothing.
    return api_urls.api_urls(api, path("docs", login_not_required(docs), name="docs"), shared=PAGE_SCOPE)
