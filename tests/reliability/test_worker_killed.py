"""A worker killed with SIGKILL at random statements of an apply: another finishes it, nothing lost, nothing twice."""

import random
import signal
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from compliance.suppliers.models import Site, Supplier, SupplyRelation, WorkerFigures
from compliance.workbooks.choices import State
from compliance.workbooks.models import Import
from compliance.workbooks.services import commands, import_job
from tests.compliance.workbooks.test_pipeline import member, send, workbook  # noqa: F401
from tests.support.processes import run_process, signalled_before

pytestmark = pytest.mark.thorough

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HEAD = ["supplier_ref", "supplier_name", "country", "tier", "sector", "site_ref", "site_name", "address"]
HEAD += ["workers_total", "product"]
A_SUPPLIER = 4


def rows(count: int) -> list[list]:
    return [HEAD] + [
        [f"S-{n // A_SUPPLIER}", f"Invented Mill {n // A_SUPPLIER}", "BD", "1", "11", f"ST-{n}", f"Unit {n}",
         f"Plot {n}", 50 + n % 100, "T-shirts"]
        for n in range(count)
    ]  # fmt: skip


def work(upload: Import, *, statements: int, minutes: int) -> int:
    """Return the exit code of a worker that is killed before the so-many-th statement; 0 is never.

    minutes: how much later it is for this worker, so that a dead one's lease has run out.
    """

    def work_on_it() -> None:
        with signalled_before(statements):
            import_job.work_on_import(upload.pk, clock=lambda: timezone.now() + timedelta(minutes=minutes))

    return run_process(work_on_it, seconds=600)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("count", "kills", "furthest"),
    [(2_000, 3, 25), pytest.param(25_000, 20, 35, marks=pytest.mark.soak)],
)
def test_an_apply_that_is_killed_again_and_again_loses_nothing_and_doubles_nothing(
    count, kills, furthest, member, monkeypatch  # noqa: F811
):  # fmt: skip
    upload = send(member, workbook(Suppliers=rows(count)))
    assert (upload.state, upload.counts["add"]) == (State.PREVIEW, count), upload.error
    monkeypatch.setattr(commands, "_wake", lambda upload: None)
    commands.apply(upload, by=member.user, at=NOW)
    moments = [random.randint(1, furthest) for _ in range(kills)]
    for number, statements in enumerate(moments, 1):
        assert work(upload, statements=statements, minutes=10 * number) == -signal.SIGKILL, moments
    assert work(upload, statements=0, minutes=10 * (kills + 1)) == 0
    upload.refresh_from_db()
    assert upload.state == State.DONE, (upload.error, moments)
    suppliers = -(-count // A_SUPPLIER)
    found = Counter(
        {model.__name__: model.objects.count() for model in (Supplier, Site, SupplyRelation, WorkerFigures)}
    )
    assert found == {"Supplier": suppliers, "SupplyRelation": suppliers, "Site": count, "WorkerFigures": count}, moments
    assert set(Site.objects.values_list("key", flat=True)) == {f"st-{n}" for n in range(count)}
    assert upload.attempt == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("count", "kills", "furthest"), [(1_200, 3, 25), pytest.param(25_000, 20, 35, marks=pytest.mark.soak)]
)
def test_an_undo_that_is_killed_again_and_again_takes_all_of_it_back_and_nothing_else(
    count, kills, furthest, member, monkeypatch  # noqa: F811
):  # fmt: skip
    upload = send(member, workbook(Suppliers=rows(count)))
    commands.apply(upload, by=member.user, at=NOW)
    own = Supplier.objects.create(organisation=member.organisation, supplier_ref="OWN", key="own", name="By hand")
    monkeypatch.setattr(commands, "_wake", lambda upload: None)
    upload.refresh_from_db()
    assert upload.state == State.DONE, upload.error
    commands.undo(upload, by=member.user, at=timezone.now())
    moments = [random.randint(1, furthest) for _ in range(kills)]
    for number, statements in enumerate(moments, 1):
        assert work(upload, statements=statements, minutes=10 * number) == -signal.SIGKILL, moments
    assert work(upload, statements=0, minutes=10 * (kills + 1)) == 0
    upload.refresh_from_db()
    assert (upload.state, upload.undone["kept"], upload.undone["gone"]) == (State.UNDONE, 0, 0), moments
    assert upload.undone["put_back"] == upload.total
    assert list(Supplier.objects.all()) == [own]
    assert not any(model.objects.exists() for model in (Site, SupplyRelation, WorkerFigures)), moments
