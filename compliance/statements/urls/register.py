"""/statements/… the public register."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from compliance.statements.views import register, register_files, register_versions, verify

app_name = "register"
urlpatterns = [
    path("", login_not_required(register.index), name="index"),
    path("statements.csv", login_not_required(register_files.result_csv), name="result_csv"),
    path("statements.json", login_not_required(register_files.result_json), name="result_json"),
    path("verify/", login_not_required(verify.verify), name="verify"),
    path("<slug:organisation>/", login_not_required(register.organisation), name="organisation"),
    path("<slug:organisation>/<int:year>/", login_not_required(register.statement), name="statement"),
    path("<slug:organisation>/<int:year>.pdf", login_not_required(register_files.pdf), name="pdf"),
    path("<slug:organisation>/<int:year>.json", login_not_required(register_files.data), name="json"),
    path("<slug:organisation>/<int:year>/versions/", login_not_required(register_versions.versions), name="versions"),
    path(
        "<slug:organisation>/<int:year>/versions/<int:number>/", login_not_required(register.statement), name="version"
    ),
    path(
        "<slug:organisation>/<int:year>/versions/<int:number>.pdf",
        login_not_required(register_files.pdf),
        name="version_pdf",
    ),
    path(
        "<slug:organisation>/<int:year>/versions/<int:number>.json",
        login_not_required(register_files.data),
        name="version_json",
    ),
]
