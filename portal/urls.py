"""The map of addresses; decisions.md, "Addresses", is what other programs rely on."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from portal.core import views
from portal.core.mail.views import demo_mail

to_sign_in = login_not_required(RedirectView.as_view(pattern_name="account_login", query_string=True))

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error

urlpatterns = [
    path("robots.txt", login_not_required(views.robots), name="robots"),
    # Wagtail's own doors are closed: they would skip the second factor.
    path("cms/login/", to_sign_in),
    path("cms/password_reset/", to_sign_in),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("accounts/", include("portal.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("demo/mail/", demo_mail, name="demo_mail"),
    path("", include("portal.operations.urls")),
    path("dashboard/", include("portal.dashboard.urls")),
    path("", include("compliance.organisations.urls")),
    path("o/<slug:organisation>/statements/", include("compliance.statements.urls.drafts")),
    path("statements/", include("compliance.statements.urls.register")),
    *decorate_urlpatterns([path("", include(wagtail_urls))], login_not_required),
]
