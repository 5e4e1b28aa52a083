"""/o/<organisation>/audits/…"""

from django.urls import path

from compliance.audits.views import actions, audit_requests, audits, findings, supply_chain

app_name = "audits"

urlpatterns = [
    path("", audits.Index.as_view(), name="list"),
    path("dashboard/", supply_chain.Dashboard.as_view(), name="supply_chain"),
    path("dashboard.pdf", supply_chain.download_pdf, name="supply_chain_pdf"),
    path("dashboard.xlsx", supply_chain.download_workbook, name="supply_chain_workbook"),
    path("new/", audits.choose_site, name="choose_site"),
    path("new/<uuid:uuid>/", audits.Add.as_view(), name="add"),
    path("requests/", audit_requests.Index.as_view(), name="requests"),
    path("requests/new/", audit_requests.request, name="request"),
    path("findings/", findings.Index.as_view(), name="findings"),
    path("findings/kinds/", findings.Kinds.as_view(), name="kinds"),
    path("findings/<uuid:uuid>/", findings.Detail.as_view(), name="finding"),
    path("findings/<uuid:uuid>/change/", findings.Change.as_view(), name="finding_change"),
    path("findings/<uuid:uuid>/issue/", findings.Issue.as_view(), name="finding_issue"),
    path("findings/<uuid:uuid>/status/", findings.Status.as_view(), name="finding_status"),
    path("findings/<uuid:uuid>/plan/", actions.Car.as_view(), name="car"),
    path("findings/<uuid:uuid>/actions/new/", actions.Add.as_view(), name="action_add"),
    path("<uuid:uuid>/", audits.Detail.as_view(), name="audit"),
    path("<uuid:uuid>/change/", audits.Change.as_view(), name="change"),
    path("<uuid:uuid>/workers/", audits.Workers.as_view(), name="workers"),
    path("<uuid:uuid>/management/", audits.Management.as_view(), name="management"),
    path("<uuid:uuid>/status/", audits.set_status, name="status"),
    path("<uuid:uuid>/findings/new/", findings.Add.as_view(), name="finding_add"),
    path("<uuid:uuid>/files/", audits.attach, name="attach"),
    path("<uuid:uuid>/files/<uuid:file>/", audits.download, name="file"),
    path("<uuid:uuid>/files/<uuid:file>/remove/", audits.remove_file, name="remove_file"),
]
