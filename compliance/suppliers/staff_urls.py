"""Route /staff/risk/… for site administrators."""

from django.urls import path

from compliance.suppliers.views import index_values, risk_staff

app_name = "suppliers_staff"

urlpatterns = [
    path("", risk_staff.index, name="risk"),
    path("tables/<slug:table>/", risk_staff.upload, name="table"),
    path("tables/<slug:table>/download/", risk_staff.download, name="download"),
    path("tables/<slug:table>/as-shipped/", risk_staff.restore_shipped, name="shipped"),
    path("editions/<uuid:uuid>/", risk_staff.edition, name="edition"),
    path("slavery-index/", index_values.index, name="index_values"),
    path("slavery-index/<slug:iso2>/remove/", index_values.remove, name="remove_index_value"),
    path("weights/", risk_staff.weights, name="weights"),
]
