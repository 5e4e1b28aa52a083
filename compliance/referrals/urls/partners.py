"""/desk/partners/…, for leads."""

from django.urls import path

from compliance.referrals.views import partners

app_name = "partners"

urlpatterns = [
    path("", partners.table, name="table"),
    path("add/", partners.add, name="add"),
    path("<uuid:uuid>/", partners.partner, name="partner"),
    path("<uuid:uuid>/begin/", partners.begin, name="begin"),
    path("<uuid:uuid>/end/", partners.end, name="end"),
    path("<uuid:uuid>/people/<uuid:user>/remove/", partners.remove, name="remove"),
]
