from django.contrib.auth.decorators import login_not_required
from django.urls import path

from bench.plain.views import plain
from portal.urls import *  # noqa: F403 — with all that Django looks for in it, pages of errors too
from portal.urls import urlpatterns as portal_urls

urlpatterns = [path("plain/<slug:slug>/", login_not_required(plain)), *portal_urls]
