"""/desk/…: what the desk owes by law, and what a lead looks after: deletion, requests, complaints, figures, leavers."""

from django.urls import path

from compliance.casework.views import handover, monthly_statistics, overview
from compliance.data_protection.views import access_requests, complaints, offboarding, retention

app_name = "duties"

urlpatterns = [
    path("retention/", retention.index, name="retention"),
    path("retention/hold/", retention.put_on, name="hold"),
    path("retention/holds/<uuid:uuid>/lift/", retention.lift, name="hold_lift"),
    path("retention/confirm/", retention.confirm, name="confirm_run"),
    path("requests/", access_requests.index, name="requests"),
    path("requests/new/", access_requests.take, name="request_take"),
    path("requests/<uuid:uuid>/", access_requests.detail, name="request"),
    path("requests/<uuid:uuid>/apart/", access_requests.hold_apart, name="request_apart"),
    path("requests/<uuid:uuid>/check/", access_requests.check, name="request_check"),
    path("requests/<uuid:uuid>/look/", access_requests.look, name="request_look"),
    path("requests/<uuid:uuid>/write/", access_requests.write, name="request_write"),
    path("requests/<uuid:uuid>/release/", access_requests.release, name="request_release"),
    path("requests/<uuid:uuid>/send-back/", access_requests.send_back, name="request_send_back"),
    path("requests/<uuid:uuid>/letter.txt", access_requests.letter, {"kind": "txt"}, name="letter_text"),
    path("requests/<uuid:uuid>/letter.pdf", access_requests.letter, {"kind": "pdf"}, name="letter_pdf"),
    path("complaints/", complaints.index, name="complaints"),
    path("complaints/new/", complaints.take, name="complaint_take"),
    path("complaints/<uuid:uuid>/", complaints.detail, name="complaint"),
    path("complaints/<uuid:uuid>/acknowledge/", complaints.acknowledge, name="complaint_acknowledge"),
    path("overview/", overview.overview, name="overview"),
    path("figures/", monthly_statistics.index, name="figures"),
    path("figures/month.xlsx", monthly_statistics.workbook, name="workbook"),
    path("leaving/", offboarding.index, name="leaving"),
    path("leaving/<uuid:uuid>/", offboarding.leave, name="leave"),
    path("operator/", handover.index, name="operator"),
    path("operator/confirm/", handover.confirm, name="operator_confirm"),
    path("operator/export/", handover.export, name="operator_export"),
    path("operator/withdraw/", handover.withdraw, name="operator_withdraw"),
]
