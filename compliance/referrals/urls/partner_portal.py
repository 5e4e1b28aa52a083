"""/desk/partner/…, for people of an agency."""

from django.urls import path

from compliance.referrals.views import partner_portal

app_name = "agency"

urlpatterns = [
    path("", partner_portal.home, name="home"),
    path("key/", partner_portal.key, name="key"),
    path("<uuid:uuid>/", partner_portal.referral, name="referral"),
    path("<uuid:uuid>/files/<uuid:file>/", partner_portal.file, name="file"),
    path("<uuid:uuid>/answer/", partner_portal.answer, name="answer"),
]
