"""/o/<organisation>/audits/alerts/…"""

from django.urls import path

from compliance.audits.views import alerts

app_name = "alerts"

urlpatterns = [
    path("", alerts.Index.as_view(), name="list"),
    path("unread/", alerts.notice, name="notice"),
    path("who-is-told/", alerts.escalation, name="escalation"),
    path("<uuid:uuid>/", alerts.alert, name="alert"),
    path("<uuid:uuid>/acknowledge/", alerts.acknowledge, name="acknowledge"),
    path("<uuid:uuid>/reported/", alerts.report, name="report"),
    path("<uuid:uuid>/reported/take-back/", alerts.take_back_report, name="take_back_report"),
    path("<uuid:uuid>/close/", alerts.close, name="close"),
    path("<uuid:uuid>/close/confirm/", alerts.confirm, name="confirm"),
    path("<uuid:uuid>/close/keep-open/", alerts.keep_open, name="keep_open"),
]
