"""/o/<organisation>/actions/links/…"""

from django.urls import path

from compliance.audits.views import supplier_links

app_name = "links"

urlpatterns = [
    path("", supplier_links.index, name="list"),
    path("send/", supplier_links.send, name="send"),
    path("<uuid:uuid>/resend/", supplier_links.resend, name="resend"),
    path("<uuid:uuid>/revoke/", supplier_links.revoke, name="revoke"),
]
