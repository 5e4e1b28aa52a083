"""Addresses for monitoring and machines."""

from django.urls import path

from portal.operations import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path(".well-known/security.txt", views.security, name="security_txt"),
]
