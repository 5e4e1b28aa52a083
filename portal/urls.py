"""The root URLconf; other programs rely on these addresses."""

from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, reverse_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps import views as sitemaps
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from compliance.referrals.views.packs import pack
from compliance.statements.register import api
from compliance.statements.register.sitemap import Statements
from learning.base.site_cache import cache_site
from learning.base.sitemap import PublicPages
from learning.base.views.pictures import rendition, share_picture
from learning.directory import feed
from portal.accounts.views.account import authenticate
from portal.core import placeholder_pages, views
from portal.core.csp_reports import csp_report
from portal.core.mail.views import demo_mail
from portal.core.sitemap import StaticPages

to_sign_in = login_not_required(RedirectView.as_view(pattern_name="account_login", query_string=True))
to_own_account = RedirectView.as_view(pattern_name="people:account")
to_people = RedirectView.as_view(url=reverse_lazy("staffing:people"))

# Doors of later releases: an honest page each. Take a line out when its door opens.
# See docs/requirements/experience.md#unbuilt-doors.
open_to_all = login_not_required(placeholder_pages.placeholder_view)
closed_doors = [
    path("statistics/", open_to_all, {"door": "statistics"}, name="statistics"),
]

SITEMAPS = {"doors": StaticPages, "pages": PublicPages, "statements": Statements}


def listing(view: Any) -> Any:
    """Open a view to all programs that look for pages, asked for anew each time."""
    return login_not_required(require_safe(cache_control(no_cache=True)(view)))


def published(view: Any) -> Any:
    """Open a view of our own pages to all."""
    return login_not_required(cache_site(view))


handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error

urlpatterns = [
    path(
        "sitemap.xml",
        listing(sitemaps.index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_section"},
        name="sitemap",
    ),
    path("sitemap-<slug:section>.xml", listing(sitemaps.sitemap), {"sitemaps": SITEMAPS}, name="sitemap_section"),
    path("robots.txt", login_not_required(views.robots), name="robots"),
    path("policy-report/", csp_report, name="policy_report"),
    path("for-business/", login_not_required(views.for_business), name="for_business"),
    # Wagtail's own doors are closed: they would skip the second factor.
    path("cms/login/", to_sign_in),
    path("cms/password_reset/", to_sign_in),
    path("_util/login/", to_sign_in),
    # And its pages about people: they would skip the code to a new address, the second person and the history.
    path("cms/account/", to_own_account),
    *(path(f"cms/{door}/", to_people) for door in ("users", "groups")),
    *(path(f"cms/{door}/<path:rest>", to_people) for door in ("users", "groups", "bulk/accounts/user")),
    path("cms/", include(wagtailadmin_urls)),
    # Files of the guidance are public; private ones are kept from strangers by Wagtail's collections.
    *decorate_urlpatterns([path("documents/", include(wagtaildocs_urls))], login_not_required),
    path("media/images/<str:name>", rendition, name="rendition"),
    path("media/share/<int:page>-<slug:digest>.png", share_picture, name="share_picture"),
    path("accounts/2fa/authenticate/", authenticate, name="mfa_authenticate"),
    path("accounts/", include("portal.accounts.urls")),
    path("staff/", include("portal.accounts.urls.staff")),
    path("accounts/", include("allauth.urls")),
    path("demo/mail/", demo_mail, name="demo_mail"),
    path("guidance/", include("learning.resources.urls")),
    path("", include("portal.operations.urls")),
    *closed_doors,
    path("", include("compliance.concerns.urls")),
    path("dashboard/", include("portal.dashboard.urls")),
    path("desk/", include("compliance.casework.urls.desk")),
    path("desk/", include("compliance.data_protection.urls")),
    path("desk/cases/", include("compliance.referrals.urls.cases")),
    path("desk/interpreters/", include("compliance.casework.urls.interpreters")),
    path("desk/partners/", include("compliance.referrals.urls.partners")),
    path("desk/partner/", include("compliance.referrals.urls.partner_portal")),
    path("pack/<str:secret>/", pack, name="pack"),
    path("staff/history/", include("portal.history.urls")),
    path("staff/statements/", include("compliance.statements.urls.staff")),
    path("staff/directory/", include("learning.directory.staff_urls")),
    path("staff/guidance/", include("learning.resources.staff_urls")),
    path("staff/risk/", include("compliance.suppliers.staff_urls")),
    path("", include("compliance.organisations.urls")),
    path("o/<slug:organisation>/settings/archive/", include("compliance.archive.urls")),
    path("o/<slug:organisation>/audits/", include("compliance.audits.urls.audits")),
    path("o/<slug:organisation>/actions/", include("compliance.audits.urls.actions")),
    path("o/<slug:organisation>/statements/", include("compliance.statements.urls.drafts")),
    path("o/<slug:organisation>/suppliers/uploads/", include("compliance.workbooks.urls.uploads")),
    path("o/<slug:organisation>/suppliers/", include("compliance.suppliers.urls")),
    path("o/<slug:organisation>/audits/alerts/", include("compliance.audits.urls.alerts")),
    path("o/<slug:organisation>/actions/links/", include("compliance.audits.urls.supplier_links")),
    path("o/<slug:organisation>/concerns/", include("compliance.audits.urls.concern_notes")),
    path("o/<slug:organisation>/actions/workbooks/", include("compliance.workbooks.urls.plans")),
    path("plan/", include("compliance.audits.urls.supplier_plan")),
    path("plan/<str:token>/workbook/", include("compliance.workbooks.urls.by_link")),
    path("check-a-statement/", include("compliance.statements.urls.text_checker")),
    path("statements/", include("compliance.statements.urls.register")),
    path("services/", include("learning.directory.urls")),
    path("training/", include("learning.training.urls")),
    path("api/v1/", api.urls()),
    path("api/oruk/v3/", feed.urls()),
    # A translated page is at /cy/… beside the English one.
    *i18n_patterns(*decorate_urlpatterns([path("", include(wagtail_urls))], published), prefix_default_language=False),
]
