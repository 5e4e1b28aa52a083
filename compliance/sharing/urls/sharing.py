"""/desk/sharing/…, for leads and second people."""

from django.urls import path

from compliance.sharing.views import agreements, feeds

app_name = "sharing"

urlpatterns = [
    path("", agreements.index, name="index"),
    path("agreements/add/", agreements.add, name="add"),
    path("agreements/<uuid:uuid>/", agreements.agreement, name="agreement"),
    path("agreements/<uuid:uuid>/start/", agreements.start, name="start"),
    path("agreements/<uuid:uuid>/revoke/", agreements.revoke, name="revoke"),
    path("agreements/<uuid:uuid>/prepare/<slug:kind>/", feeds.prepare, name="prepare"),
    path("feeds/<uuid:uuid>/", feeds.feed, name="feed"),
    path("feeds/<uuid:uuid>/feed.zip", feeds.file, name="file"),
    path("feeds/<uuid:uuid>/send/", feeds.send, name="send"),
    path("feeds/<uuid:uuid>/withdraw/", feeds.withdraw, name="withdraw"),
]
