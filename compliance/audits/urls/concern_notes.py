"""/o/<organisation>/concerns/…"""

from django.urls import path

from compliance.audits.views import concern_notes, raise_concern

app_name = "concern_notes"

urlpatterns = [
    path("", concern_notes.Index.as_view(), name="list"),
    path("new/", concern_notes.add, name="add"),
    path("raise/", raise_concern.from_nothing, name="raise"),
    path("raise/finding/<uuid:uuid>/", raise_concern.from_finding, name="raise_finding"),
    path("raise/alert/<uuid:uuid>/", raise_concern.from_alert, name="raise_alert"),
    path("raise/supplier/<uuid:uuid>/", raise_concern.from_supplier, name="raise_supplier"),
    path("<uuid:uuid>/", concern_notes.note, name="note"),
]
