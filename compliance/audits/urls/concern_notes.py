"""/o/<organisation>/concerns/…"""

from django.urls import path

from compliance.audits.views import concern_notes

app_name = "concern_notes"

urlpatterns = [
    path("", concern_notes.index, name="list"),
    path("new/", concern_notes.add, name="add"),
    path("<uuid:uuid>/", concern_notes.note, name="note"),
]
