"""/desk/partner/feeds/…, for people of an agency."""

from django.urls import path

from compliance.sharing.views import partner_feeds

app_name = "feeds"

urlpatterns = [
    path("", partner_feeds.table, name="table"),
    path("<uuid:uuid>/", partner_feeds.feed, name="feed"),
    path("<uuid:uuid>/download/", partner_feeds.download, name="download"),
    path("<uuid:uuid>/deleted/", partner_feeds.confirm, name="confirm"),
    path("<uuid:uuid>/answer/", partner_feeds.answer, name="answer"),
]
