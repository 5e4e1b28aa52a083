"""What every process answers: whether it is alive, whether it may be sent visitors, whom to tell of a flaw."""

from django.urls import path

from portal.operations.views import probes

urlpatterns = [
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path(".well-known/security.txt", probes.security, name="security_txt"),
]
