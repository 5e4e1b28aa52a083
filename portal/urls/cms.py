"""The editors' pages, and those of our staff about what businesses publish."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, reverse_lazy
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls

to_sign_in = login_not_required(RedirectView.as_view(pattern_name="account_login", query_string=True))
to_own_account = RedirectView.as_view(pattern_name="people:account")
to_people = RedirectView.as_view(url=reverse_lazy("staffing:people"))

urlpatterns = [
    # Wagtail's own doors are closed: they would skip the second factor.
    path("cms/login/", to_sign_in),
    path("cms/password_reset/", to_sign_in),
    path("_util/login/", to_sign_in),
    # And its pages about people: they would skip the code to a new address, the second person and the history.
    path("cms/account/", to_own_account),
    *(path(f"cms/{door}/", to_people) for door in ("users", "groups")),
    *(path(f"cms/{door}/<path:rest>", to_people) for door in ("users", "groups", "bulk/accounts/user")),
    path("cms/", include(wagtailadmin_urls)),
    path("staff/statements/", include("compliance.statements.urls.staff")),
    path("staff/directory/", include("learning.directory.staff_urls")),
    path("staff/guidance/", include("learning.resources.staff_urls")),
    path("staff/jobs/", include("portal.operations.staff_urls")),
    path("staff/risk/", include("compliance.suppliers.staff_urls")),
]
