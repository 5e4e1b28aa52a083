"""Signing in, and one's own account."""

from django.urls import include, path

from portal.accounts.views.account import authenticate
from portal.core.mail.views import demo_mail

urlpatterns = [
    path("accounts/2fa/authenticate/", authenticate, name="mfa_authenticate"),
    path("accounts/", include("portal.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("demo/mail/", demo_mail, name="demo_mail"),
    path("dashboard/", include("portal.dashboard.urls")),
]
