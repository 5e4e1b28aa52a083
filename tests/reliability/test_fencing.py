"""A worker that comes back after its lease has run out writes nothing: every kind of job, and a stopped process."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from pkgutil import resolve_name
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from compliance.archive.services import asking, making
from compliance.organisations.choices import ProofMethod, ProofState
from compliance.organisations.services import checking
from compliance.statements.models import Render
from compliance.statements.publication import pdf_rendering, url_check
from compliance.suppliers.models import RiskRun, Supplier
from compliance.suppliers.services import risk_runs
from compliance.workbooks.choices import State
from compliance.workbooks.models import Import
from compliance.workbooks.services import commands, packing, working
from compliance.workbooks.services import upload as services_upload
from portal.core import mail
from portal.core.leases import LeasedModel
from portal.core.models import Outbox
from tests.compliance.workbooks import plan_files
from tests.compliance.workbooks.test_pipeline import NOW, SUPPLIERS, member, send, workbook  # noqa: F401
from tests.factories.organisations import ControlProofFactory, OrganisationFactory
from tests.factories.statements import PublicationFactory, UrlCheckFactory
from tests.factories.suppliers import SupplierFactory
from tests.factories.workbooks import PackageFactory
from tests.reliability.test_kill9 import rows


@dataclass(frozen=True)
class Job:
    """row: what is leased. slow: the function, by its dotted path, during which the worker is stopped."""

    row: Any
    slow: str
    work: Callable[[], object]


def clock():
    return timezone.now()


def a_mail(**_: Any) -> Job:
    owed = mail.owe(to="ada@example.org", template="letter", subject="Your code", body="1234")
    return Job(owed, "django.core.mail.EmailMessage.send", lambda: mail.deliver(owed.pk, now=clock()))


def a_risk_run(**_: Any) -> Job:
    supplier = SupplierFactory()
    run, _new = RiskRun.objects.update_or_create(
        organisation=supplier.organisation, defaults={"event": "import", "asked_at": NOW}
    )
    pk = supplier.organisation_id
    return Job(run, "compliance.suppliers.services.risk.reckon", lambda: risk_runs.run(pk, now=clock()))


def a_proof(**_: Any) -> Job:
    proof = ControlProofFactory(
        method=ProofMethod.DNS, needs_staff=False, state=ProofState.CHECKING, domain="goods.example", code="abc"
    )
    world = checking.World(checking.Network(), lambda name: [])
    slow = "compliance.organisations.services.checking._has_record"
    return Job(proof, slow, lambda: checking.check(proof_id=proof.pk, at=clock(), world=world))


def a_render(**_: Any) -> Job:
    publication = PublicationFactory(documents=False)
    slow = "portal.core.pdf.render_apart"
    return Job(Render.objects.get(), slow, lambda: pdf_rendering.make(publication.pk, now=clock()))


def an_address(**_: Any) -> Job:
    check = UrlCheckFactory(is_waiting=True, opened=None, finding="", looked_at=None)
    return Job(check, "portal.core.safe_fetch.fetch", lambda: url_check.look(check.pk, now=clock()))


def an_upload(*, member, **_: Any) -> Job:  # noqa: F811
    upload = services_upload.receive(
        plan_files.SimpleUploadedFile("list.xlsx", workbook(Suppliers=SUPPLIERS)),
        organisation=member.organisation, token=uuid4(), kind="auto", by=member.user, at=NOW,
    )  # fmt: skip
    return Job(upload, "compliance.workbooks.sandbox_reader.read", lambda: working.work(upload.pk, clock=clock))


def a_package(*, member, **_: Any) -> Job:  # noqa: F811
    plan_files.suppliers_with_actions(member.organisation, 2)
    package = PackageFactory(organisation=member.organisation, state="waiting", file=None)
    return Job(package, "compliance.workbooks.action_plans.of_supplier", lambda: packing.work(package.pk, clock=clock))


def an_archive(*, member, **_: Any) -> Job:  # noqa: F811
    archive = asking.ask(organisation=OrganisationFactory(), by=member.user, at=clock())
    return Job(archive, "compliance.archive.storage.put", lambda: making.work(archive.pk, clock=clock))


KINDS = [a_mail, a_risk_run, a_proof, a_render, an_address, an_upload, a_package, an_archive]


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
    monkeypatch.setattr("portal.core.pdf.render_apart", slow if "pdf" in job.slow else lambda *_, **__: b"%PDF-1.7")
    if job.slow == "portal.core.safe_fetch.fetch":
        real = lambda *_, **__: url_check.Page("https://goods.example/modern-slavery", 200, b"ours")  # noqa: E731
    with suppress(OSError):
        job.work()
    now = everything()
    assert after, "the slow step was reached"
    assert {label: rows for label, rows in now.items() if rows != after[0][label]} == {}


def test_every_kind_of_leased_row_is_covered():
    leased = {model for model in apps.get_models() if issubclass(model, LeasedModel)}
    # The alarm's own tests: tests/compliance/casework/services/test_on_call_alerts.py.
    assert {model.__name__ for model in leased} == {
        "Outbox", "RiskRun", "ControlProof", "Render", "UrlCheck", "Import", "Package", "Archive", "Alarm",
    }  # fmt: skip
    assert len(KINDS) == len(leased) - 1
    assert Outbox in leased
    leases_of_their_own = [
        model
        for model in apps.get_models()
        if model not in leased and any("lease" in field.name for field in model._meta.get_fields())
    ]
    assert leases_of_their_own == []


# A worker in a process of its own that stops itself before the so-many-th statement outside of a transaction.
WORKER = """
import os, signal, sys
import portal.settings.test as settings
database, files, upload, statements = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
settings.DATABASES["default"]["NAME"] = database
settings.STORAGES["private"]["OPTIONS"]["location"] = files
import django
django.setup()
from django.db import connection
from django.utils import timezone
from compliance.workbooks.services import working

seen = 0

def count(execute, *rest):
    global seen
    if not connection.in_atomic_block:
        seen += 1
        if seen == statements:
            os.kill(os.getpid(), signal.SIGSTOP)
    return execute(*rest)

with connection.execute_wrapper(count):
    working.work(upload, clock=timezone.now)
"""


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
    order = [sys.executable, "-c", WORKER, str(connection.settings_dict["NAME"]), str(storages["private"].location)]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    late = subprocess.Popen(
        [*order, str(upload.pk), str(statements)], env=env, cwd=Path(settings.BASE_DIR), stderr=subprocess.PIPE
    )
    try:
        _pid, status = os.waitpid(late.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status), "it ended before it was stopped"
        working.work(upload.pk, clock=lambda: timezone.now() + timedelta(minutes=5))
        upload.refresh_from_db()
        assert upload.state == State.DONE
        Supplier.objects.filter(key="s-250").update(name="Corrected by a person")
        before = register()
        os.kill(late.pid, signal.SIGCONT)
        late.wait(timeout=120)
    finally:
        late.kill()
        problems = late.stderr.read().decode()
    assert late.returncode == 0, problems
    now = register()
    assert {label: found for label, found in now.items() if found != before[label]} == {}
    assert Import.objects.get(pk=upload.pk).state == State.DONE
