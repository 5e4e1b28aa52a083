"""/o/<organisation>/actions/links/…"""

from django.urls import path

from compliance.audits.views import links

app_name = "links"

urlpatterns = [
    path("", links.index, name="list"),
    path("send/", links.send, name="send"),
    path("<uuid:uuid>/resend/", links.resend, name="resend"),
    path("<uuid:uuid>/revoke/", links.revoke, name="revoke"),
]
