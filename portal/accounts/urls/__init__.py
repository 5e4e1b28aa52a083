"""Our own account pages, beside allauth's."""

from django.urls import path

from portal.accounts.views import own

app_name = "people"
urlpatterns = [
    path("", own.account, name="account"),
    path("second-step/", own.second_step, name="second_step"),
    path("second-step/lost/", own.lost, name="lost"),
    path("second-step/stop/<uuid:reset>/", own.StopReset.as_view(), name="stop_reset"),
    path("session/", own.session, name="session"),
    path("kept/discard/", own.discard_kept, name="discard_kept"),
    path("name/", own.NameView.as_view(), name="name"),
    path("staff-role/<uuid:invitation>/", own.AcceptRole.as_view(), name="invitation"),
]
