from django.contrib.auth.decorators import login_not_required
from django.urls import path

from bench.floors import views as floors
from portal.urls import *  # noqa: F403 — with all that Django looks for in it, pages of errors too
from portal.urls import urlpatterns as portal_urls

urlpatterns = [
    path("desk/floor/", floors.queue),
    path("o/<slug:organisation>/suppliers/floor/", floors.suppliers),
    path("o/<slug:organisation>/suppliers/risk/floor/", floors.risk),
    path("o/<slug:organisation>/audits/findings/floor/", floors.findings),
    path("o/<slug:organisation>/statements/<int:year>/policies/floor/", floors.section),
    path("statements/floor/", login_not_required(floors.statements)),
    *portal_urls,
]
