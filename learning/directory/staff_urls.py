"""/staff/directory/…"""

from django.urls import path

from learning.directory.views import applying, numbers, staff

app_name = "directory_staff"

urlpatterns = [
    path("", staff.index, name="index"),
    path("add/", staff.add, name="add"),
    path("numbers/<uuid:uuid>/", numbers.decide, name="number_decide"),
    path("applications/<uuid:uuid>/", applying.application, name="application"),
    path("<uuid:uuid>/", staff.entry, name="entry"),
    path("<uuid:uuid>/edit/", staff.edit, name="edit"),
    path("<uuid:uuid>/hide/", staff.hide, name="hide"),
    *(path(f"<uuid:uuid>/{verb}/", staff.press, {"verb": verb}, name=verb) for verb in ("show", "check", "ask")),
    path("<uuid:uuid>/numbers/add/", numbers.add, name="number_add"),
    path("<uuid:uuid>/numbers/<uuid:phone>/", numbers.change, name="number_change"),
    path("<uuid:uuid>/numbers/<uuid:phone>/remove/", numbers.remove, name="number_remove"),
]
