"""/desk/interpreters/…"""

from django.urls import path

from compliance.casework.views import interpreters

app_name = "interpreters"

urlpatterns = [
    path("", interpreters.table, name="table"),
    path("add/", interpreters.add, name="add"),
    path("<uuid:uuid>/", interpreters.change, name="change"),
    path("<uuid:uuid>/end/", interpreters.end, name="end"),
    path("calls/<uuid:call>/", interpreters.call, name="call"),
    path("calls/<uuid:call>/<uuid:uuid>/", interpreters.session, name="session"),
    path("calls/<uuid:call>/<uuid:uuid>/joined/", interpreters.joined, name="joined"),
    path("calls/<uuid:call>/<uuid:uuid>/other/<uuid:provider>/", interpreters.other, name="other"),
]
