"""Pages of site administrators about people: /staff/people/ for our staff, /staff/accounts/ for any account."""

from django.urls import path

from portal.accounts.views import staff

app_name = "staffing"
urlpatterns = [
    path("people/", staff.PeopleView.as_view(), name="people"),
    path("people/invite/", staff.InviteView.as_view(), name="invite"),
    path("people/offers/<uuid:invitation>/confirm/", staff.ConfirmView.as_view(), name="confirm"),
    path("people/offers/<uuid:invitation>/withdraw/", staff.WithdrawView.as_view(), name="withdraw"),
    path("people/<uuid:person>/roles/<slug:role>/take/", staff.TakeRoleView.as_view(), name="take_role"),
    path("accounts/", staff.FindAccountView.as_view(), name="find"),
    path("accounts/<uuid:person>/", staff.AccountView.as_view(), name="account"),
    path("accounts/<uuid:person>/reset/", staff.ResetView.as_view(), name="reset"),
    path("accounts/<uuid:person>/close/", staff.CloseView.as_view(), name="close"),
    path("accounts/<uuid:person>/open/", staff.OpenView.as_view(), name="open"),
]
