"""What every face answers: monitoring, robots, reports of the content policy."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from portal.core import views
from portal.core.csp_reports import csp_report

urlpatterns = [
    path("robots.txt", login_not_required(views.robots), name="robots"),
    path("policy-report/", csp_report, name="policy_report"),
    path("", include("portal.operations.urls.probes")),
]
