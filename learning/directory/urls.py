"""/services/… for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from learning.directory.views import public

app_name = "directory"

urlpatterns = [
    path("", login_not_required(public.index), name="index"),
    path("<slug:slug>/", login_not_required(public.service), name="service"),
]
