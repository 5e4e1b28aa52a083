"""/staff/directory/…"""

from django.urls import path

from learning.directory.views import applications, entry_changes, phone_changes, staff

app_name = "directory_staff"

urlpatterns = [
    path("", staff.Index.as_view(), name="index"),
    path("add/", staff.add, name="add"),
    path("numbers/<uuid:uuid>/", phone_changes.decide, name="number_decide"),
    path("changes/<uuid:uuid>/", entry_changes.decide, name="change_decide"),
    path("applications/<uuid:uuid>/", applications.application, name="application"),
    path("<uuid:uuid>/", staff.entry, name="entry"),
    path("<uuid:uuid>/edit/", staff.edit, name="edit"),
    path("<uuid:uuid>/suitability/", entry_changes.suitability, name="suitability"),
    path("<uuid:uuid>/hide/", staff.hide, name="hide"),
    *(path(f"<uuid:uuid>/{verb}/", staff.run_action, {"verb": verb}, name=verb) for verb in ("show", "check", "ask")),
    path("<uuid:uuid>/numbers/add/", phone_changes.add, name="number_add"),
    path("<uuid:uuid>/numbers/<uuid:phone>/", phone_changes.change, name="number_change"),
    path("<uuid:uuid>/numbers/<uuid:phone>/remove/", phone_changes.remove, name="number_remove"),
]
