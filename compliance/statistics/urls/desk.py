"""/desk/statistics/…"""

from django.urls import path

from compliance.statistics.views import desk

app_name = "release_desk"

urlpatterns = [
    path("", desk.index, name="index"),
    path("prepare/", desk.prepare, name="prepare"),
    path("month/", desk.month, name="month"),
    path("phone/", desk.phone, name="phone"),
    path("<uuid:uuid>/", desk.release, name="release"),
    path("<uuid:uuid>/words/", desk.words, name="words"),
    path("<uuid:uuid>/correct/", desk.correct, name="correct"),
    path("<uuid:uuid>/tables/<slug:table>/", desk.table, name="table"),
]
