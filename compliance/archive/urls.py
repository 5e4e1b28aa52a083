"""The addresses of archives: /o/<organisation>/settings/archive/."""

from django.urls import path

from compliance.archive import views

app_name = "archive"

urlpatterns = [
    path("", views.home, name="home"),
    path("close/", views.close, name="close"),
    path("take-back/", views.reopen, name="take_back"),
    path("before/", views.EarlierHistory.as_view(), name="before"),
    path("<uuid:uuid>/", views.download, name="download"),
]
