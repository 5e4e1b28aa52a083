"""Our own account pages, beside allauth's."""

from django.urls import path

from portal.accounts.views import account

app_name = "people"
urlpatterns = [
    path("", account.account, name="account"),
    path("second-step/", account.second_step, name="second_step"),
    path("second-step/lost/", account.lost, name="lost"),
    path("second-step/stop/<uuid:reset>/", account.StopReset.as_view(), name="stop_reset"),
    path("session/", account.session, name="session"),
    path("kept/discard/", account.discard_kept, name="discard_kept"),
    path("name/", account.NameView.as_view(), name="name"),
    path("staff-role/<uuid:invitation>/", account.AcceptRole.as_view(), name="invitation"),
]
