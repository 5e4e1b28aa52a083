"""/o/<organisation>/actions/…"""

from django.urls import path

from compliance.audits.views import actions

app_name = "actions"

urlpatterns = [
    path("", actions.Index.as_view(), name="list"),
    path("to-verify/", actions.ToVerify.as_view(), name="to_verify"),
    path("<uuid:uuid>/", actions.Change.as_view(), name="change"),
    path("<uuid:uuid>/step/", actions.Step.as_view(), name="step"),
    path("<uuid:uuid>/close/", actions.Close.as_view(), name="close"),
    path("<uuid:uuid>/verify/", actions.Verify.as_view(), name="verify"),
    path("<uuid:uuid>/reopen/", actions.Reopen.as_view(), name="reopen"),
    path("<uuid:uuid>/evidence/", actions.Evidence.as_view(), name="evidence"),
    path("<uuid:uuid>/evidence/<uuid:file>/", actions.download, name="file"),
    path("<uuid:uuid>/evidence/<uuid:file>/remove/", actions.remove_evidence, name="remove_file"),
]
