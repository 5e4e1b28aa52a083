"""/desk/hotspots/…, for staff."""

from django.urls import path

from compliance.hotspots.views import campaigns, hotspots

app_name = "hotspots"

urlpatterns = [
    path("", hotspots.index, name="index"),
    path("compute/", hotspots.compute, name="compute"),
    path("hotspots.csv", hotspots.table_csv, name="csv"),
    path("campaigns/", campaigns.index, name="campaigns"),
    path("campaigns/<uuid:uuid>/remove/", campaigns.remove, name="campaign_remove"),
]
