from django.urls import path

from learning.resources.views import search

app_name = "guidance"

urlpatterns = [
    path("search/", search.search, name="search"),
]
