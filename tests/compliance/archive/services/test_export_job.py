"""An archive is made once, whoever dies meanwhile; it is kept for seven days.

See docs/requirements/statements.md#archives.
"""

import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from compliance.archive import storage as archive_storage
from compliance.archive.models import Archive
from compliance.archive.services import export, export_job
from compliance.organisations.choices import Role
from portal.core.models import Outbox
from portal.files import storage as files
from portal.files.models import StoredFile
from portal.history.models import Entry as Line
from portal.history.services import record
from tests.factories.archive import ArchiveFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.statements import StatementFactory, make_figure
from tests.factories.suppliers import SupplierFactory

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """As a process that ends: nothing is caught, nothing is put right."""


@pytest.fixture
def own():
    return OrganisationFactory(name="Harbour Foods Limited")


@pytest.fixture
def person(own):
    return MembershipFactory(organisation=own, role=Role.ADMINISTRATOR).user


def asked(own, person) -> Archive:
    return export_job.request_export(organisation=own, by=person, at=timezone.now())


def actions(own) -> list[str]:
    return list(Line.objects.for_scope(own.uuid).order_by("seq").values_list("action", flat=True))


def opened(archive: Archive) -> zipfile.ZipFile:
    archive.refresh_from_db()
    return zipfile.ZipFile(io.BytesIO(b"".join(archive_storage.read_archive(archive.stored_as))))


def test_it_is_made_told_once_and_written_down(own, person):
    SupplierFactory(organisation=own)
    archive = asked(own, person)
    export_job.make_export(archive.pk, clock=timezone.now)
    with opened(archive) as made:
        assert made.testzip() is None
        assert {"README.txt", "manifest.json", "suppliers.xlsx", "history.json"} <= set(made.namelist())
    assert timedelta(days=7) <= archive.expires_at - archive.made_at < timedelta(days=7, minutes=5)
    assert archive.size == sum(map(len, archive_storage.read_archive(archive.stored_as)))
    export_job.make_export(archive.pk, clock=timezone.now)
    assert [mail.to for mail in Outbox.objects.all()] == [person.email]
    assert actions(own) == ["archive.archive.asked", "archive.archive.made"]


def test_the_mail_says_that_it_is_ready_and_no_more(own, person, django_capture_on_commit_callbacks, mailoutbox):
    with django_capture_on_commit_callbacks(execute=True):
        asked(own, person)
    [mail] = mailoutbox
    assert f"/o/{own.slug}/settings/archive/" in mail.body
    assert "supplier" not in mail.body.lower()


def test_nobody_who_has_left_is_told(own, person):
    archive = asked(own, person)
    own.memberships.update(ended_at=timezone.now())
    export_job.make_export(archive.pk, clock=timezone.now)
    assert not Outbox.objects.exists()


def test_asked_twice_it_is_one(own, person):
    assert asked(own, person) == asked(own, person)
    assert actions(own) == ["archive.archive.asked"]


def test_one_made_before_is_let_go(own, person, django_capture_on_commit_callbacks):
    before = ArchiveFactory(organisation=own)
    other = ArchiveFactory()
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        asked(own, person)
    callbacks[0]()
    assert set(Archive.objects.filter(state="ready")) == {other}
    with pytest.raises(FileNotFoundError):
        next(archive_storage.read_archive(before.stored_as))


@pytest.mark.parametrize("entry", [0, 5, 40, 60])
def test_a_worker_that_is_killed_is_followed_by_another(own, person, monkeypatch, entry):
    """At several places: exactly one archive, and one mail."""
    SupplierFactory(organisation=own)
    archive, told = asked(own, person), export_job._with_progress

    def kill(*args):
        for number, one in enumerate(told(*args)):
            if number == entry:
                raise Killed
            yield one

    monkeypatch.setattr(export_job, "_with_progress", kill)
    monkeypatch.setattr(archive_storage, "delete_archive", lambda uuid: None)
    with pytest.raises(Killed):
        export_job.make_export(archive.pk, clock=timezone.now)
    monkeypatch.undo()
    now = timezone.now()
    assert not export_job.JOB.due(now)
    assert export_job.JOB.due(now + Archive.LEASE * 2).get() == archive
    export_job.make_export(archive.pk, clock=lambda: now + Archive.LEASE * 2)
    with opened(archive) as made:
        assert made.testzip() is None
    assert archive.attempt == 2
    assert Outbox.objects.count() == 1
    assert actions(own) == ["archive.archive.asked", "archive.archive.made"]


def test_a_slow_worker_that_was_followed_keeps_nothing(own, person, monkeypatch):
    archive, keep = asked(own, person), export_job._save

    def followed(*args):
        monkeypatch.setattr(export_job, "_save", keep)
        export_job.make_export(archive.pk, clock=lambda: timezone.now() + Archive.LEASE * 2)
        keep(*args)

    monkeypatch.setattr(export_job, "_save", followed)
    export_job.make_export(archive.pk, clock=timezone.now)
    archive.refresh_from_db()
    assert archive.state == "ready"
    assert archive.attempt == 2
    assert Outbox.objects.count() == 1
    assert actions(own).count("archive.archive.made") == 1


def test_one_that_cannot_be_made_says_so_and_can_be_asked_again(own, person, monkeypatch):
    monkeypatch.setattr(export.reports, "render_audits_workbook", lambda organisation: 1 / 0)
    archive, now = asked(own, person), timezone.now()
    for _number in range(Archive.max_attempts()):
        now += timedelta(hours=1)
        export_job.make_export(archive.pk, clock=lambda at=now: at)
    archive.refresh_from_db()
    assert archive.state == "failed"
    assert [(letter.template, letter.to) for letter in Outbox.objects.all()] == [("archive/failed", person.email)]
    assert actions(own)[-1] == "archive.archive.failed"
    monkeypatch.undo()
    again = asked(own, person)
    export_job.make_export(again.pk, clock=timezone.now)
    again.refresh_from_db()
    assert again.state == "ready"


def test_what_changes_meanwhile_makes_it_begin_anew(own, person, monkeypatch):
    archive, rows, times = asked(own, person), export.ArchiveExport._rows, []

    def change(self, label):
        if label == "suppliers.Supplier" and not times.append(1) and len(times) < 3:
            SupplierFactory(organisation=own)
            record(person, "suppliers.supplier.added", scope=own.uuid)
        return rows(self, label)

    monkeypatch.setattr(export.ArchiveExport, "_rows", change)
    export_job.make_export(archive.pk, clock=timezone.now)
    assert len(times) == 3
    with opened(archive) as made:
        assert made.read("data/suppliers.Supplier.json").count(b'"id"') == 2


def test_a_file_that_cannot_be_read_is_told_of(own, person):
    figure = make_figure(StatementFactory(organisation=own))
    changed = make_figure(StatementFactory(organisation=own, year=2020))
    files.delete_file(figure.file.uuid)
    StoredFile.objects.filter(pk=changed.file.pk).update(sha256="f" * 64)
    archive = asked(own, person)
    export_job.make_export(archive.pk, clock=timezone.now)
    with opened(archive) as made:
        told = made.read("README.txt").decode()
    assert archive.missing == 2
    assert f"files/{figure.file.sha256[:16]}-map.png" in told
    assert f"files/{'f' * 16}-map.png" in told


def test_a_file_that_no_scanner_looked_at_is_not_handed_out(own, person, settings):
    settings.SCANNER_SOCKET = "/run/a-scanner"
    figure = make_figure(StatementFactory(organisation=own))
    StoredFile.objects.filter(pk=figure.file.pk).update(state=StoredFile.State.RECEIVED)
    archive = asked(own, person)
    export_job.make_export(archive.pk, clock=timezone.now)
    with opened(archive) as made:
        assert not [name for name in made.namelist() if name.startswith("files/")]
        assert f"files/{figure.file.sha256[:16]}-map.png" in made.read("README.txt").decode()
