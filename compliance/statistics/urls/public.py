"""/statistics/… published figures, for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from compliance.statistics.feeds import LatestReleases
from compliance.statistics.views import public, public_files

feed = login_not_required(require_safe(cache_control(public=True, no_cache=True)(LatestReleases())))

app_name = "statistics"
urlpatterns = [
    path("", login_not_required(public.index), name="index"),
    path("months.csv", login_not_required(public_files.months), name="months"),
    path("method/", login_not_required(public.method), name="method"),
    path("revisions/", login_not_required(public.revisions), name="revisions"),
    path("calendar/", login_not_required(public.calendar), name="calendar"),
    path("calendar.ics", login_not_required(public_files.calendar), name="calendar_file"),
    path("feed/", feed, name="feed"),
    path("data/", login_not_required(public.data), name="data"),
    path("<slug:code>/", login_not_required(public.release), name="release"),
    path("<slug:code>/data.<str:kind>", login_not_required(public_files.data), name="file"),
    path("<slug:code>/<slug:table>.csv", login_not_required(public_files.table), name="table"),
]
