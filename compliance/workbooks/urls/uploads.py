"""Route /o/<organisation>/suppliers/uploads/…"""

from django.urls import path

from compliance.workbooks.views import mapping, uploads

app_name = "workbooks"

urlpatterns = [
    path("", uploads.UploadsView.as_view(), name="list"),
    path("new/", uploads.NewView.as_view(), name="new"),
    path("columns/", mapping.MappingsView.as_view(), name="mappings"),
    path("columns/<slug:fingerprint>/remove/", mapping.RemoveMappingView.as_view(), name="forget"),
    path("templates/", uploads.TemplatesView.as_view(), name="templates"),
    path("templates/<str:name>", uploads.TemplateFileView.as_view(), name="template"),
    path("<uuid:uuid>/", uploads.UploadView.as_view(), name="upload"),
    path("<uuid:uuid>/columns/", mapping.ColumnsView.as_view(), name="columns"),
    path("<uuid:uuid>/audit/", mapping.AuditView.as_view(), name="audit"),
    path("<uuid:uuid>/problems/", uploads.ProblemsView.as_view(), name="problems"),
    path("<uuid:uuid>/result/", uploads.ResultView.as_view(), name="result"),
    path("<uuid:uuid>/apply/", uploads.ApplyView.as_view(), name="apply"),
    path("<uuid:uuid>/others/", uploads.MissingSuppliersView.as_view(), name="others"),
    path("<uuid:uuid>/duplicates/", uploads.CommandView.as_view(verb="duplicates"), name="duplicates"),
    path("<uuid:uuid>/lines/", uploads.CommandView.as_view(verb="lines"), name="lines"),
    path("<uuid:uuid>/kinds/", uploads.CommandView.as_view(verb="kinds"), name="kinds"),
    path("<uuid:uuid>/encoding/", uploads.CommandView.as_view(verb="encoding"), name="encoding"),
    path("<uuid:uuid>/again/", uploads.CommandView.as_view(verb="again"), name="again"),
    path("<uuid:uuid>/cancel/", uploads.CommandView.as_view(verb="cancel"), name="cancel"),
    path("<uuid:uuid>/undo/", uploads.CommandView.as_view(verb="undo"), name="undo"),
]
