"""/staff/statements/… for site administrators"""

from django.urls import path

from compliance.statements.publication.views import staff

app_name = "statements_staff"
urlpatterns = [
    path("<uuid:uuid>/", staff.index, name="index"),
    path("<uuid:uuid>/<int:year>/withdraw/", staff.withdraw, name="withdraw"),
]
