"""A worker that comes back after its lease has run out writes nothing: every kind of job, and a stopped process."""

import os
import signal
from contextlib import suppress
from datetime import timedelta
from pkgutil import resolve_name
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from compliance.statements.publication import url_check_job
from compliance.suppliers.models import Supplier
from compliance.workbooks.choices import State
from compliance.workbooks.models import Import
from compliance.workbooks.services import commands, import_job
from portal.core.models import Outbox
from portal.jobs.models import LeasedModel
from tests.compliance.workbooks.test_pipeline import NOW, SUPPLIERS, member, send, workbook  # noqa: F401
from tests.portal.jobs.kinds import KINDS
from tests.reliability.test_worker_killed import rows
from tests.support.processes import signalled_before, start_process

pytestmark = pytest.mark.thorough


def clock():
    return timezone.now()


@pytest.fixture
def no_queue(settings):
    """Jobs that are owed wait, so that a test does them itself."""
    settings.TASKS = settings.TASKS | {"jobs": {"BACKEND": "django.tasks.backends.dummy.DummyBackend", "QUEUES": []}}


def everything() -> dict[str, list[tuple]]:
    """Every row of the tables that jobs write to."""
    own: list[type[Model]] = [
        model for model in apps.get_models() if model.__module__.startswith(("portal.", "compliance."))
    ]
    return {model._meta.label: sorted(map(repr, model._base_manager.values_list())) for model in own}


@pytest.mark.parametrize("fails", [False, True], ids=["done", "failed"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_worker_whose_lease_was_taken_over_writes_nothing(kind, fails, member, no_queue, monkeypatch):  # noqa: F811
    """While it is in its slow step another worker claims the row; then the step succeeds, or fails."""
    job = kind(member=member)
    real, after = resolve_name(job.slow), []

    def slow(*given: Any, **more: Any) -> Any:
        if not after:
            row = type(job.row)._base_manager.filter(pk=job.row.pk)
            assert row.get().lease_token, "the job is leased while it works"
            row.update(lease_token=uuid4(), lease_until=clock() + timedelta(hours=1))
            after.append(everything())
        if fails:
            raise OSError("The step failed")
        return real(*given, **more)

    monkeypatch.setattr(job.slow, slow)
    monkeypatch.setattr(
        "portal.core.pdf.render_pdf_in_sandbox", slow if "pdf" in job.slow else lambda *_, **__: b"%PDF-1.7"
    )
    if job.slow == "portal.core.safe_fetch.fetch":
        real = lambda *_, **__: url_check_job.Page("https://goods.example/modern-slavery", 200, b"ours")  # noqa: E731
    with suppress(OSError):
        job.work(clock())
    now = everything()
    assert after, "the slow step was reached"
    assert {label: rows for label, rows in now.items() if rows != after[0][label]} == {}


def test_every_kind_of_leased_row_is_covered():
    leased = {model for model in apps.get_models() if issubclass(model, LeasedModel)}
    # The alarm's own tests: tests/compliance/casework/test_alarms.py.
    assert {model.__name__ for model in leased} == {
        "Outbox", "RiskRun", "ControlProof", "Render", "UrlCheck", "Import", "Package", "Archive", "Alarm",
        "Export", "DuplicateSearch", "CompanyLookup", "Preparation",
    }  # fmt: skip
    assert len(KINDS) == len(leased) - 1
    assert Outbox in leased
    leases_of_their_own = [
        model
        for model in apps.get_models()
        if model not in leased and any(field.name.startswith("lease") for field in model._meta.get_fields())
    ]
    assert leases_of_their_own == []


def register() -> dict[str, list[str]]:
    return {label: found for label, found in everything().items() if label.startswith(("suppliers.", "workbooks."))}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statements", [4, *(pytest.param(number, marks=pytest.mark.soak) for number in (2, 3, 5, 6, 7, 8))]
)
def test_an_import_worker_that_was_stopped_past_its_lease_writes_nothing(statements, member, no_queue):  # noqa: F811
    """SIGSTOP between two batches; another worker finishes, a person edits, and SIGCONT changes none of it."""
    upload = send(member, workbook(Suppliers=rows(1_100)))
    assert upload.state == State.PREVIEW, upload.error
    commands.apply(upload, by=member.user, at=NOW)

    def work() -> None:
        with signalled_before(statements, by=signal.SIGSTOP, counted=lambda _sql: not connection.in_atomic_block):
            import_job.work_on_import(upload.pk, clock=timezone.now)

    late = start_process(work)
    try:
        _pid, status = os.waitpid(late.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status), "it ended before it was stopped"
        import_job.work_on_import(upload.pk, clock=lambda: timezone.now() + timedelta(minutes=5))
        upload.refresh_from_db()
        assert upload.state == State.DONE
        Supplier.objects.filter(key="s-250").update(name="Corrected by a person")
        before = register()
        os.kill(late.pid, signal.SIGCONT)
        late.join(120)
        assert late.exitcode == 0
    finally:
        late.kill()
    now = register()
    assert {label: found for label, found in now.items() if found != before[label]} == {}
    assert Import.objects.get(pk=upload.pk).state == State.DONE
