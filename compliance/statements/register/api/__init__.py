"""/api/v1/: the public register for programs. Read only, open to any page, the same filters as the register's page.

portal.urls adds the figures of the helpline.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from compliance.statements.register.api import organisations, statements
from compliance.statements.register.api.schemas import MAX_ROWS
from portal.core.api import urls as api_urls
from portal.core.api.described import DescribedAPI

api = DescribedAPI(
    title="Public register of modern slavery statements, and statistics of the helpline",
    version="1",
    description=(
        "Statements under section 54 of the Modern Slavery Act 2015, as approved, signed and published here. Entries "
        "from the government’s registry are left out, because it offers its own data. Codes are those of our "
        "vocabulary and are never renamed. No key is needed. Figures of the helpline are as published, with "
        "small numbers hidden or rounded."
    ),
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="api",
)
api.add_router("", statements.router)
api.add_router("", organisations.router)
api_urls.register_error_handlers(api)


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Describe what the API offers, as a plain page."""
    most = {
        "most_rows": MAX_ROWS,
        "most_searches": settings.LIMITS["api_search"][0],
        "most": settings.LIMITS["api"][0],
    }
    return render(request, "register/api.html", most | {"operations": api_urls.describe_operations(api, "/api/v1/")})


def urls() -> tuple[list[URLPattern], str, str]:
    return api_urls.api_urls(
        api,
        path("", login_not_required(docs), name="api-root"),
        path("docs", login_not_required(docs), name="docs"),
    )
