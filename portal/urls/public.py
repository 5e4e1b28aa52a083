"""What everybody reads, and where businesses work."""

from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail import urls as wagtail_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from compliance.statements.register import api
from compliance.statements.register.sitemap import Statements
from compliance.statistics.api import router as figures
from learning.base.site_cache import cache_site
from learning.base.sitemap import PublicPages
from learning.base.views.documents import send_as_download
from learning.base.views.pictures import rendition, share_picture
from learning.directory import feed
from portal.core import views
from portal.core.sitemap import StaticPages

api.api.add_router("/statistics", figures)

SITEMAPS = {"doors": StaticPages, "pages": PublicPages, "statements": Statements}


def listing(view: Any) -> Any:
    """Open a view to all programs that look for pages, asked for anew each time."""
    return login_not_required(require_safe(cache_control(no_cache=True)(view)))


def published(view: Any) -> Any:
    """Open a view of our own pages to all."""
    return login_not_required(cache_site(view))


of_an_organisation = [
    path("settings/archive/", include("compliance.archive.urls")),
    path("audits/", include("compliance.audits.urls.audits")),
    path("actions/", include("compliance.audits.urls.actions")),
    path("statements/", include("compliance.statements.urls.drafts")),
    path("suppliers/uploads/", include("compliance.workbooks.urls.uploads")),
    path("suppliers/", include("compliance.suppliers.urls")),
    path("audits/alerts/", include("compliance.audits.urls.alerts")),
    path("actions/links/", include("compliance.audits.urls.supplier_links")),
    path("concerns/", include("compliance.audits.urls.concern_notes")),
    path("actions/questionnaires/", include("compliance.audits.urls.questionnaires")),
    path("actions/workbooks/", include("compliance.workbooks.urls.plans")),
]

urlpatterns = [
    path(
        "sitemap.xml",
        listing(sitemaps.index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_section"},
        name="sitemap",
    ),
    path("sitemap-<slug:section>.xml", listing(sitemaps.sitemap), {"sitemaps": SITEMAPS}, name="sitemap_section"),
    path("for-business/", login_not_required(views.for_business), name="for_business"),
    # Files of the guidance are public; private ones are kept from strangers by Wagtail's collections.
    *decorate_urlpatterns([path("documents/", include(wagtaildocs_urls))], send_as_download),
    path("media/images/<str:name>", rendition, name="rendition"),
    path("media/share/<int:page>-<slug:digest>.png", share_picture, name="share_picture"),
    path("", include("portal.operations.urls.developers")),
    path("guidance/", include("learning.resources.urls")),
    path("search/", include("portal.site_search.urls")),
    path("o/<slug:organisation>/", include(of_an_organisation)),
    path("", include("compliance.organisations.urls")),
    path("plan/", include("compliance.audits.urls.supplier_plan")),
    path("plan/<str:token>/workbook/", include("compliance.workbooks.urls.by_link")),
    path("check-a-statement/", include("compliance.statements.urls.text_checker")),
    path("statements/", include("compliance.statements.urls.register")),
    path("statistics/", include("compliance.statistics.urls.public")),
    path("services/", include("learning.directory.urls")),
    path("training/", include("learning.training.urls")),
    path("api/v1/", api.urls()),
    path("api/oruk/v3/", feed.urls()),
    # A translated page is at /cy/… beside the English one.
    *i18n_patterns(*decorate_urlpatterns([path("", include(wagtail_urls))], published), prefix_default_language=False),
]
