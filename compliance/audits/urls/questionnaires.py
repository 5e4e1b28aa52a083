"""/o/<organisation>/actions/questionnaires/…"""

from django.urls import path

from compliance.audits.views import questionnaires

app_name = "questionnaires"

urlpatterns = [
    path("", questionnaires.Index.as_view(), name="list"),
    path("ask/", questionnaires.ask, name="ask"),
    path("<uuid:uuid>/", questionnaires.detail, name="detail"),
    path("<uuid:uuid>/withdraw/", questionnaires.withdraw, name="withdraw"),
]
