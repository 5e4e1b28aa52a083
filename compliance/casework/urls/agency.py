"""/desk/partner/…, for people of an agency."""

from django.urls import path

from compliance.casework.views import agency

app_name = "agency"

urlpatterns = [
    path("", agency.home, name="home"),
    path("key/", agency.key, name="key"),
    path("<uuid:uuid>/", agency.referral, name="referral"),
    path("<uuid:uuid>/files/<uuid:file>/", agency.file, name="file"),
    path("<uuid:uuid>/answer/", agency.answer, name="answer"),
]
