"""/statements/… the public register."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from compliance.statements.external_statements import views as earlier
from compliance.statements.register.feeds import Latest
from compliance.statements.register.views import compare_organisations, files, register, verify
from compliance.statements.register.views import members as views_members
from compliance.statements.register.views import versions as views_versions

feed = login_not_required(require_safe(cache_control(public=True, no_cache=True)(Latest())))

app_name = "register"
urlpatterns = [
    path("", login_not_required(register.index), name="index"),
    path("statements.csv", login_not_required(files.result_csv), name="result_csv"),
    path("statements.json", login_not_required(files.result_json), name="result_json"),
    path("compare/", login_not_required(compare_organisations.compare), name="compare"),
    path("feed/", feed, name="feed"),
    path("verify/", login_not_required(verify.verify), name="verify"),
    path("<slug:organisation>/", login_not_required(register.organisation), name="organisation"),
    path("<slug:organisation>/feed/", feed, name="feed_of"),
    path("<slug:organisation>/<int:year>/", login_not_required(register.statement), name="statement"),
    path("<slug:organisation>/<int:year>.pdf", login_not_required(files.pdf), name="pdf"),
    path("<slug:organisation>/<int:year>/elsewhere.pdf", login_not_required(earlier.earlier_pdf), name="earlier_pdf"),
    path("<slug:organisation>/<int:year>.json", login_not_required(files.data), name="json"),
    path("<slug:organisation>/<int:year>/members/", login_not_required(views_members.members), name="members"),
    path(
        "<slug:organisation>/<int:year>/members/<slug:member>/",
        login_not_required(views_members.member),
        name="member",
    ),
    path("<slug:organisation>/<int:year>/versions/", login_not_required(views_versions.versions), name="versions"),
    path(
        "<slug:organisation>/<int:year>/versions/<int:number>/", login_not_required(register.statement), name="version"
    ),
    path(
        "<slug:organisation>/<int:year>/versions/<int:number>/figures/<int:figure>",
        login_not_required(files.figure),
        name="figure",
    ),
    path(
        "<slug:organisation>/<int:year>/versions/<int:number>.pdf",
        login_not_required(files.pdf),
        name="version_pdf",
    ),
    path(
        "<slug:organisation>/<int:year>/versions/<int:number>.json",
        login_not_required(files.data),
        name="version_json",
    ),
]
