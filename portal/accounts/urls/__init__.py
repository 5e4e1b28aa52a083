"""Our own account pages, beside allauth's."""

from django.urls import path

from portal.accounts.views import account as views_account

app_name = "people"
urlpatterns = [
    path("", views_account.account, name="account"),
    path("second-step/", views_account.second_step, name="second_step"),
    path("second-step/lost/", views_account.lost, name="lost"),
    path("second-step/stop/<uuid:reset>/", views_account.StopReset.as_view(), name="stop_reset"),
    path("session/", views_account.session, name="session"),
    path("kept/discard/", views_account.discard_kept, name="discard_kept"),
    path("name/", views_account.NameView.as_view(), name="name"),
    path("staff-role/<uuid:invitation>/", views_account.AcceptRole.as_view(), name="invitation"),
]
