"""Addresses of organisations: the questionnaire, creating one, and /o/<organisation>/ people and settings."""

from django.urls import URLPattern, URLResolver

app_name = "organisations"
urlpatterns: list[URLPattern | URLResolver] = []
