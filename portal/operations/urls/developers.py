"""For the people who program against the portal."""

from django.urls import path

from portal.operations import developers

urlpatterns = [
    path("developers/", developers.show_developers, name="developers"),
    path("developers/explore/", developers.show_explorer, name="api_explorer"),
]
