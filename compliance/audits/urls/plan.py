"""/plan/<token>/…: short and neutral, for it stands in a supplier's browser."""

from django.urls import path

from compliance.audits.views import plan

app_name = "plan"

urlpatterns = [
    path("<str:token>/", plan.home, name="home"),
    path("<str:token>/<uuid:uuid>/", plan.action, name="action"),
    path("<str:token>/<uuid:uuid>/evidence/", plan.evidence, name="evidence"),
]
