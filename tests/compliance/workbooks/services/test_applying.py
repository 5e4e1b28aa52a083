"""An apply or an undo that cannot go on stops, keeps its rows, and is gone on with or taken back by a person."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.suppliers.models import Site, Supplier
from compliance.workbooks.choices import WORKING, State
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.services import applying, commands, import_job, result_workbook, undoing
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.compliance.workbooks.test_pipeline import SUPPLIERS, member, put_in, send, workbook  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ["S-1", "S-2", "S-3"]


class Broken(Exception):
    pass


def attempts(upload: Import) -> int:
    """Let the worker try for as long as it is asked to."""
    later, tried = timezone.now(), 0
    while upload.state in WORKING or not tried:
        later += timedelta(minutes=15)
        import_job.work_on_import(upload.pk, clock=lambda now=later: now)
        upload.refresh_from_db()
        tried += 1
        assert tried < 10
    return tried


@pytest.fixture
def stopped(member, monkeypatch):  # noqa: F811
    """Of three rows, one a batch, the second never goes in; the first made a supplier that is named before its turn."""
    upload = send(member, workbook(Suppliers=SUPPLIERS))
    monkeypatch.setattr(applying, "BATCH_SIZE", 1)
    real = applying.write_batch

    def write(upload, batch):
        real(upload, batch)
        if upload.cursor:
            raise Broken

    monkeypatch.setattr(applying, "write_batch", write)
    commands.apply(upload, by=member.user, at=timezone.now())
    assert attempts(upload) >= 3
    monkeypatch.setattr(applying, "write_batch", real)
    return upload


def test_a_fault_that_persists_stops_the_apply_and_keeps_its_rows(member, stopped, client):  # noqa: F811
    assert (stopped.state, stopped.progress, stopped.total) == (State.STOPPED, 1, 3)
    assert StagedRow.objects.filter(upload=stopped).count() == 3
    assert set(Supplier.objects.values_list("key", flat=True)) == {"s-2", "s-3"}
    assert not import_job.JOB.due(timezone.now() + timedelta(days=1)), "nobody goes on by itself"
    client.force_login(member.user)
    page = client.get(reverse("workbooks:upload", args=[stopped.organisation.slug, stopped.uuid])).text
    assert "We imported 1 of 3 rows" in page
    assert "Continue this upload" in page
    assert "Undo this upload" in page


def test_one_that_stopped_is_gone_on_with(member, stopped, client):  # noqa: F811
    client.force_login(member.user)
    client.post(reverse("workbooks:apply", args=[stopped.organisation.slug, stopped.uuid]))
    stopped.refresh_from_db()
    assert (stopped.state, Supplier.objects.count(), Site.objects.count()) == (State.DONE, 3, 2)
    assert "workbooks.import.continued" in Entry.objects.values_list("action", flat=True)
    commands.undo(stopped, by=member.user, at=timezone.now())
    assert not Supplier.objects.exists()


def test_one_that_stopped_is_undone_with_what_it_made_before_its_turn(member, stopped):  # noqa: F811
    commands.undo(stopped, by=member.user, at=timezone.now())
    stopped.refresh_from_db()
    assert (stopped.state, stopped.undone["kept"]) == (State.UNDONE, 0)
    assert not Supplier.objects.exists()


def test_an_undo_takes_nothing_that_the_part_which_went_in_did_not_bring(member, stopped):  # noqa: F811
    """Somebody wrote the supplier of a row that is still to come down by hand, with the very same words."""
    row = StagedRow.objects.get(upload=stopped, group="s-1")
    fields = {name: new for name, (_old, new) in row.changes["supplier"]["fields"].items()}
    Supplier.objects.create(organisation=stopped.organisation, key="s-1", likeness="karim knit", **fields)
    commands.undo(stopped, by=member.user, at=timezone.now())
    assert Supplier.objects.get().key == "s-1"


def test_a_fault_in_the_first_batch_leaves_nothing_and_loses_nothing(member, monkeypatch, client):  # noqa: F811
    upload = send(member, workbook(Suppliers=SUPPLIERS))

    def broken(*args):
        raise Broken

    monkeypatch.setattr(applying, "write_batch", broken)
    commands.apply(upload, by=member.user, at=timezone.now())
    attempts(upload)
    assert (upload.state, upload.cursor, Supplier.objects.exists()) == (State.STOPPED, 0, False)
    client.force_login(member.user)
    page = client.get(reverse("workbooks:upload", args=[upload.organisation.slug, upload.uuid])).text
    assert "Nothing has been imported yet" in page


def test_an_undo_that_stopped_is_undone_to_the_end_and_not_gone_on_with(member, monkeypatch, client):  # noqa: F811
    upload = put_in(send(member, workbook(Suppliers=SUPPLIERS)), member)
    real = undoing._undo_batch

    def broken(upload, stage, *rest):
        if stage == "supplier":
            raise Broken
        return real(upload, stage, *rest)

    monkeypatch.setattr(undoing, "_undo_batch", broken)
    commands.undo(upload, by=member.user, at=timezone.now())
    attempts(upload)
    assert (upload.state, Site.objects.exists(), Supplier.objects.count()) == (State.STOPPED, False, 3)
    with pytest.raises(ActionRefused, match="has been undone"):
        commands.apply(upload, by=member.user, at=timezone.now())
    client.force_login(member.user)
    page = client.get(reverse("workbooks:upload", args=[upload.organisation.slug, upload.uuid])).text
    assert "Continue this upload" not in page
    monkeypatch.setattr(undoing, "_undo_batch", real)
    commands.undo(upload, by=member.user, at=timezone.now() + timedelta(days=31))
    upload.refresh_from_db()
    assert (upload.state, Supplier.objects.exists()) == (State.UNDONE, False)


def test_an_undo_whose_worker_was_killed_is_followed_by_another(member, monkeypatch):  # noqa: F811
    upload = put_in(send(member, workbook(Suppliers=SUPPLIERS)), member)
    monkeypatch.setattr(undoing, "BATCH_SIZE", 1)
    real, taken = undoing._undo_batch, []

    def killed(*args):
        taken.append(real(*args))
        if len(taken) % 2 == 0:
            raise SystemExit  # within the transaction, so that the batch is rolled back
        return taken[-1]

    monkeypatch.setattr(undoing, "_undo_batch", killed)
    commands.undo(upload, by=member.user, at=timezone.now())
    later = timezone.now()
    while Import.objects.get(pk=upload.pk).state == State.UNDOING:
        later += timedelta(minutes=2)
        assert import_job.JOB.due(later).get() == upload
        try:
            import_job.work_on_import(upload.pk, clock=lambda now=later: now)
        except SystemExit:
            continue
    upload.refresh_from_db()
    assert (upload.state, upload.undone["kept"], upload.undone["gone"]) == (State.UNDONE, 0, 0)
    assert upload.undone["put_back"] == upload.progress == upload.total
    assert not Supplier.objects.exists()


def test_an_upload_whose_result_cannot_be_made_is_in_all_the_same(member, monkeypatch):  # noqa: F811
    upload = send(member, workbook(Suppliers=SUPPLIERS))
    assert upload.result_id

    def broken(upload):
        raise Broken

    monkeypatch.setattr(result_workbook, "save_result", broken)
    put_in(upload, member)
    assert (upload.state, upload.result, Supplier.objects.count()) == (State.DONE, None, 3)
    assert StagedRow.objects.filter(upload=upload).count() == 3
