"""/o/<organisation>/actions/links/…"""

from django.urls import path

from compliance.audits.views import supplier_links

app_name = "links"

urlpatterns = [
    path("", supplier_links.Index.as_view(), name="list"),
    path("send/", supplier_links.send, name="send"),
    path("<uuid:uuid>/", supplier_links.Returned.as_view(), name="returned"),
    path("<uuid:uuid>/resend/", supplier_links.resend, name="resend"),
    path("<uuid:uuid>/revoke/", supplier_links.revoke, name="revoke"),
]
