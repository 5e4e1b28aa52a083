"""/plan/<token>/…: short and neutral, for it stands in a supplier's browser."""

from django.urls import path

from compliance.audits.views import supplier_plan

app_name = "plan"

urlpatterns = [
    path("<str:token>/", supplier_plan.home, name="home"),
    path("<str:token>/<uuid:uuid>/", supplier_plan.action, name="action"),
    path("<str:token>/<uuid:uuid>/evidence/", supplier_plan.evidence, name="evidence"),
]
