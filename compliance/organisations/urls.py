"""Addresses of organisations: the questionnaire, creating one, and /o/<organisation>/ people and settings."""

from django.urls import URLPattern, URLResolver, path

from compliance.organisations.views import activity

app_name = "organisations"
urlpatterns: list[URLPattern | URLResolver] = [
    path("o/<slug:organisation>/activity/", activity.ActivityView.as_view(), name="activity"),
    path("o/<slug:organisation>/activity.csv", activity.activity_csv, name="activity_csv"),
    path("o/<slug:organisation>/activity.json", activity.activity_json, name="activity_json"),
]
