"""The job of an upload: one step at a time, followed by another worker where one falls down."""

from datetime import timedelta

import pytest
from django.utils import timezone

from compliance.suppliers.models import Site, Supplier
from compliance.workbooks.choices import State
from compliance.workbooks.models import Import
from compliance.workbooks.services import applying, commands, import_job
from tests.compliance.workbooks.test_pipeline import NOW, SUPPLIERS, member, put_in, send, workbook  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_worker_that_fell_down_is_followed_by_another(member, monkeypatch):  # noqa: F811
    upload = send(member, workbook(Suppliers=SUPPLIERS))
    monkeypatch.setattr(applying, "BATCH_SIZE", 1)
    real, written = applying.write_batch, []

    def write_once(*args):
        if written:
            raise SystemExit  # as a kill: nothing catches it
        written.append(real(*args))

    monkeypatch.setattr(applying, "write_batch", write_once)
    commands.apply(upload, by=member.user, at=NOW)
    assert (Import.objects.get().state, Supplier.objects.count()) == (State.APPLYING, 2)
    monkeypatch.setattr(applying, "write_batch", real)
    assert not import_job.JOB.due(timezone.now())
    later = timezone.now() + timedelta(seconds=80)
    assert import_job.JOB.due(later).get() == upload
    import_job.work_on_import(upload.pk, clock=lambda: later)
    upload.refresh_from_db()
    assert (upload.state, Supplier.objects.count(), Site.objects.count()) == (State.DONE, 3, 2)


def test_one_upload_of_an_organisation_goes_in_at_a_time(member):  # noqa: F811
    first, second = send(member, workbook(Suppliers=SUPPLIERS)), send(member, workbook(Suppliers=SUPPLIERS[:3]))
    Import.objects.filter(pk=first.pk).update(state=State.APPLYING, lease_until=NOW + timedelta(seconds=20))
    assert put_in(second, member).state == State.QUEUED
    assert second.next_at > NOW
