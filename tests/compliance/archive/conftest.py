"""Archives for tests: made of a world that is gone afterwards, and read back into an empty database."""

import json
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from compliance.archive import storage
from compliance.archive.models import Archive
from compliance.archive.services import export_job
from compliance.audits.models import AlertSettings
from compliance.organisations.choices import ReminderKind
from compliance.organisations.models import Organisation, TrainingReminder
from compliance.statements.models import Facet
from compliance.suppliers.models import DuplicateAnswer, GoodsAnswer
from portal.files import storage as files
from portal.files.models import StoredFile
from tests.factories.training import course_with_lessons
from tests.factories.world import World, build_world

NOW = datetime(2026, 5, 5, 9, tzinfo=UTC)


@dataclass
class Made:
    """An archive as a file. course: the slug that the world's assignment names."""

    path: Path
    course: str

    def read(self, name: str) -> bytes:
        with zipfile.ZipFile(self.path) as opened:
            return opened.read(name)

    def json(self, name: str) -> Any:
        return json.loads(self.read(name))

    def names(self) -> list[str]:
        with zipfile.ZipFile(self.path) as opened:
            return opened.namelist()


def archive_of(organisation: Organisation, path: Path, by=None) -> Path:
    """Asked for and made, as a worker makes it; written to a file, as a browser saves it."""
    asked = export_job.request_export(organisation=organisation, by=by, at=timezone.now())
    export_job.make_export(asked.pk, clock=timezone.now)
    ready = Archive.objects.get(pk=asked.pk)
    assert ready.state == "ready", ready.state
    path.write_bytes(b"".join(storage.read_archive(ready.stored_as)))
    return path


def furnish(world: World) -> None:
    """What the world of the access tests has not: files with bytes, a finding carried on."""
    own = world.a.organisation
    for number, stored in enumerate(StoredFile.objects.filter(scope=own.uuid)):
        body = b"Bytes of file %d" % number
        files.save_file(stored.uuid, body)
        StoredFile.objects.filter(pk=stored.pk).update(
            size=len(body), sha256=files.get_sha256(body), state=StoredFile.State.CLEAN
        )
    finding, later = world.a.rows["finding"], world.a.rows["car_finding"]
    later.carried_from = finding
    later.save()
    _add_what_no_page_needs(world)


def _add_what_no_page_needs(world: World) -> None:
    own, rows = world.a.organisation, world.a.rows
    assignment, member = rows["training_assignment"], rows["viewer_membership"]
    assignment.members.add(member)
    TrainingReminder.objects.create(assignment=assignment, membership=member, kind=ReminderKind.SOON, sent_at=NOW)
    DuplicateAnswer.objects.create(organisation=own, first_key="a", second_key="b", is_same=False, answered_at=NOW)
    GoodsAnswer.objects.create(organisation=own, product="gloves", good="")
    AlertSettings.objects.create(organisation=own, tells_helpline=True)
    world.a.comment.mentioned.add(world.a.people["viewer"])
    world.a.comment.replies.get().mentioned.add(world.a.people["viewer"])
    Facet.objects.create(publication=world.a.publication, kind="area", code="risk")


def world_archive(path: Path) -> Made:
    """Of organisation A, which is nowhere when this returns: no row and no byte."""
    with transaction.atomic():
        world = build_world()
        furnish(world)
        slug = world.a.rows["training_assignment"].course.slug
        archive_of(world.a.organisation, path, by=world.a.people["administrator"])
        for uuid in StoredFile.objects.values_list("uuid", flat=True):
            files.delete_file(uuid)
        transaction.set_rollback(True)
    return Made(path, slug)


@pytest.fixture(scope="session")
def packed_world(django_db_setup, django_db_blocker, tmp_path_factory) -> Made:
    with django_db_blocker.unblock():
        return world_archive(tmp_path_factory.mktemp("archive") / "archive.zip")


@pytest.fixture
def made(packed_world, db, tmp_path) -> Made:
    """An archive, with the course that it names in an otherwise empty database."""
    assert not Organisation.objects.exists()
    course = course_with_lessons()
    type(course).objects.filter(pk=course.pk).update(slug=packed_world.course)
    path = tmp_path / "archive.zip"
    path.write_bytes(packed_world.path.read_bytes())
    return Made(path, packed_world.course)
