"""Parts of libraries that are not promised to anybody and that the portal uses all the same.

Each test fails with a sentence that says what to do. docs/upgrading.md lists them.
"""

import inspect
import re
from importlib import import_module

import pytest
from django.conf import settings
from django.db.models.manager import BaseManager
from django.db.models.query import FlatValuesListIterable, QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.views.decorators.csp import csp_override

from learning.resources.models import GuidancePage
from portal.core.middleware import CSP_OVERRIDE
from tests.test_architecture import name, sources

DOCUMENT = settings.BASE_DIR / "docs" / "upgrading.md"
# How a private interface looks in an import or a call.
PRIVATE = re.compile(
    r"^\s*(?:from|import) (?P<module>(?:allauth|wagtail|django|ninja|django_tasks_db)[\w.]*\.(?:internal\b[\w.]*"
    r"|management\.commands\.\w+))|(?P<call>\._insert\(|_unmask_cipher_token\(|Sitemap\._urls|_output_child_pre\(|\"_csp_config\""
    r"|\._iterable_class\b|\"_query\"|super\(\)\._parse\()",
    re.M,
)
# Where each is used, and what stands in the document.
USED = {
    ("portal/accounts/views/account.py", "allauth.account.internal.stagekit"),
    ("portal/accounts/signals.py", "allauth.account.internal.flows.login"),
    ("portal/accounts/forms.py", "allauth.mfa.totp.internal.auth"),
    ("portal/operations/management/commands/worker.py", "django_tasks_db.management.commands.db_worker"),
    ("portal/accounts/pending_forms.py", "_unmask_cipher_token("),
    ("portal/core/middleware.py", '"_csp_config"'),
    ("compliance/archive/services/import_.py", "._insert("),
    ("portal/core/jinja.py", "_output_child_pre("),
    ("portal/core/jinja.py", "super()._parse("),
    ("portal/core/prepared.py", "._iterable_class"),
    ("portal/core/prepared.py", '"_query"'),
}


def parameters(of) -> list[str]:
    return list(inspect.signature(of).parameters)


def load(module: str, attribute: str, advice: str):
    try:
        return getattr(import_module(module), attribute)
    except (ImportError, AttributeError):
        pytest.fail(f"{module}.{attribute} is gone. {advice}")


def test_every_private_interface_is_known_here_and_in_the_document():
    found = set()
    for path in sources():
        for match in PRIVATE.finditer(path.read_text()):
            found.add((name(path), match["module"] or match["call"]))
    assert found == USED, "Look for a public way first; else add a test here and a row to docs/upgrading.md."
    text = DOCUMENT.read_text()
    assert not [word for _path, word in USED if word.removeprefix("super()").strip('".(') not in text]


def test_allauth_tells_which_stage_of_a_sign_in_is_pending():
    advice = "portal.accounts.views.account.authenticate needs the stage at which somebody is who has no factor."
    get_pending_stage = load("allauth.account.internal.stagekit", "get_pending_stage", advice)
    assert parameters(get_pending_stage) == ["request"], advice
    stage = load("allauth.account.stages", "LoginStage", advice)
    assert hasattr(stage, "abort"), f"A login stage cannot be ended any more. {advice}"


def test_allauth_records_how_somebody_showed_who_they_are():
    advice = "portal.accounts.signals records a second step that was just set up, so that nobody is asked for it again."
    record = load("allauth.account.internal.flows.login", "record_authentication", advice)
    assert parameters(record)[:3] == ["request", "user", "method"], advice


def test_allauth_keeps_the_key_of_an_authenticator_app_in_the_session_under_this_name():
    advice = "portal.accounts.forms encrypts the key in the session: under another name it would stay there in plain."
    auth = import_module("allauth.mfa.totp.internal.auth")
    key = load("allauth.mfa.totp.internal.auth", "SECRET_SESSION_KEY", advice)
    assert "SECRET_SESSION_KEY" in inspect.getsource(auth.get_totp_secret), advice
    assert key == "mfa.totp.secret", advice


def test_django_marks_an_answer_with_its_own_content_security_policy_under_this_name():
    @csp_override({"default-src": ["'none'"]})
    def view(request):
        return HttpResponse()

    assert hasattr(view(None), CSP_OVERRIDE), (
        "csp_override marks answers by another name: change CSP_OVERRIDE in portal.core.middleware, or reporters' pages"
        " send reports and Wagtail's pages break."
    )


def test_django_masks_the_secret_against_forgery_in_each_form():
    advice = "portal.accounts.pending_forms tells by the secret whose page a form was on."
    unmask = load("django.middleware.csrf", "_unmask_cipher_token", advice)
    request = HttpRequest()
    token = get_token(request)
    assert len(token) == 64, advice
    assert unmask(token) == request.META["CSRF_COOKIE"], advice


def test_django_inserts_rows_as_they_are():
    advice = "compliance.archive.services.import_ inserts rows whose auto_now columns keep the imported moment."
    assert hasattr(BaseManager.from_queryset(QuerySet), "_insert"), advice
    assert {"fields", "returning_fields", "raw"} <= set(parameters(QuerySet._insert)), advice


def test_the_worker_of_the_queue_can_be_stopped_and_started_by_ours():
    advice = "portal.operations.management.commands.worker runs it in threads, and again after the database was away."
    worker = load("django_tasks_db.management.commands.db_worker", "Worker", advice)
    assert set(parameters(worker.__init__)) - {"self"} == {
        *("queue_names", "interval", "batch", "backend_name", "startup_delay", "max_tasks", "worker_id"),
        "excluded_queue_names",
    }, advice
    source = inspect.getsource(worker)
    for word in ("self.running = True", "self._run_tasks", "def shutdown(self, signum", "def configure_signals("):
        assert word in source, f"The worker has no more {word!r}. {advice}"


def test_a_queryset_says_how_its_rows_are_read_and_asks_its_own_query():
    advice = "Call the function that portal.core.prepared marks: its queryset gives the same rows, and takes longer."
    rows = GuidancePage.objects.values_list("pk", flat=True)
    assert rows._iterable_class is FlatValuesListIterable, advice
    assert vars(rows)["_query"] is rows.query, advice
    assert parameters(type(rows.query).get_compiler)[:3] == ["self", "using", "connection"], advice


def test_jinja_reads_a_template_by_one_method():
    advice = (
        "Look how jinja2.Environment reads a template, or take Translator away: pages stay as they are, and slower."
    )
    method = load("jinja2", "Environment", advice)._parse
    assert parameters(method) == ["self", "source", "name", "filename"], advice


def test_jinja_begins_what_a_template_shows_by_one_method():
    advice = "Look how jinja2.compiler escapes a value, or take TextGenerator away: pages stay as they are, and slower."
    method = load("jinja2.compiler", "CodeGenerator", advice)._output_child_pre
    assert parameters(method) == ["self", "node", "frame", "finalize"], advice
