"""/o/<organisation>/audits/…"""

from django.urls import path

from compliance.audits.views import actions, audits, findings

app_name = "audits"

urlpatterns = [
    path("", audits.index, name="list"),
    path("new/", audits.choose_site, name="choose_site"),
    path("new/<uuid:uuid>/", audits.Add.as_view(), name="add"),
    path("findings/", findings.index, name="findings"),
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
