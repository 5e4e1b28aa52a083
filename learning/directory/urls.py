"""/services/… for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from learning.directory.views import applications, by_link, public

app_name = "directory"

urlpatterns = [
    path("", login_not_required(public.index), name="index"),
    path("apply/", login_not_required(applications.apply), name="apply"),
    path("apply/sent/", login_not_required(applications.applied), name="applied"),
    path("entry/<str:token>/", by_link.entry, name="entry"),
    path("entry/<str:token>/change/", by_link.entry_edit, name="entry_edit"),
    path("<slug:slug>/", login_not_required(public.service), name="service"),
]
