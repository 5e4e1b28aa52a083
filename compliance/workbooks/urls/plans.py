"""Route /o/<organisation>/actions/workbooks/…"""

from django.urls import path

from compliance.workbooks.views import plans

app_name = "plans"

urlpatterns = [
    path("", plans.index, name="list"),
    path("action-plan.xlsx", plans.download, name="download"),
    path("<uuid:uuid>/", plans.package, name="package"),
]
