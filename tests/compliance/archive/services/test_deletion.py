"""What is deleted thirty days after the closing, and what stays.

See docs/requirements/statements.md#closing-an-organisation.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from compliance.archive.manifest import get_model, get_rows, get_tenant_paths
from compliance.archive.services import closing_obstacles, deletion
from compliance.archive.sweep import sweep
from compliance.audits.models import Alert
from compliance.organisations.models import Membership, Organisation
from compliance.statements.models import Publication, Signature, Version
from portal.accounts.models import User
from portal.core.models import Outbox
from portal.files.models import StoredFile
from portal.files.services import delete_orphans
from portal.history.models import Entry
from portal.history.verification import verify_log
from tests.compliance.archive.conftest import furnish
from tests.factories.organisations import OrganisationFactory
from tests.factories.suppliers import SupplierFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


def close(world: World, now) -> Organisation:
    """As its administrator does; the open alert of the world is a lesser one first."""
    Alert.objects.filter(organisation=world.a.organisation).update(level="B")
    closed = closing_obstacles.close(organisation=world.a.organisation, actor=world.a.people["administrator"], at=now)
    Outbox.objects.all().delete()
    return closed


def counted(own: Organisation) -> dict[str, int]:
    return {
        label: get_model(label)._base_manager.filter(**{way: own.pk}).count()
        for label, way in get_tenant_paths().items()
    }


def test_what_goes_after_thirty_days_and_what_stays(world, client, now):
    furnish(world)
    own, neighbour = close(world, now), counted(world.b.organisation)
    lines = Entry.objects.for_scope(own.uuid).count()
    published = Publication.objects.get(organisation=own)
    pages = [f"/statements/alder/{published.year}{end}" for end in ("/", ".pdf", ".json")] + ["/statements/alder/"]
    texts = [client.get(page).content for page in pages]
    sweep(now + timedelta(days=29, hours=23))
    assert counted(own)["suppliers.Supplier"] > 0
    sweep(now + timedelta(days=30, minutes=1))
    left = {label: count for label, count in counted(own).items() if count}
    kept = {
        "organisations.Organisation": 1,
        "organisations.ControlProof": left.get("organisations.ControlProof"),
        "organisations.Membership": 4,
        "statements.Statement": 1,
        "statements.Version": 1,
        "statements.Approval": 1,
        "statements.Signature": 1,
        "statements.Publication": 1,
        "statements.Facet": 1,
        "statements.Document": 4,
        "statements.PublishedFigure": 1,
        "statements.Covered": 1,
        "statements.Render": 1,
        "statements.EarlierYear": 1,
        "archive.EarlierHistory": 1,
    }
    assert left == kept
    assert counted(world.b.organisation) == neighbour | {"archive.Archive": 0}  # which is over by now
    assert not Membership.objects.including_closed().filter(organisation=own).exists()
    assert Signature.objects.get(version__statement__organisation=own).version == published.version
    assert [client.get(page).content for page in pages] == texts
    assert Entry.objects.for_scope(own.uuid).count() == lines + 2
    assert verify_log().is_whole
    assert User.objects.filter(pk=world.a.people["editor"].pk).exists()
    assert not sweep(now + timedelta(days=31))


def test_files_that_no_row_names_go_with_it(world, now):
    furnish(world)
    own = close(world, now)
    before = StoredFile.objects.filter(scope=own.uuid).count()
    sweep(now + timedelta(days=31))
    StoredFile.objects.update(uploaded_at=now - timedelta(days=1))
    delete_orphans(now + timedelta(days=31))
    stays = StoredFile.objects.filter(scope=own.uuid)
    assert before > stays.count() == 2  # the signed page with the claim, and the earlier year
    assert {get_rows(get_model("statements.EarlierYear"), own).get().file} <= set(stays)


def test_drafts_of_a_year_that_was_published_go_too(world, now):
    own = close(world, now)
    sweep(now + timedelta(days=31))
    assert not Version.objects.filter(Q(publication=None), statement__organisation=own).exists()


def test_it_is_removed_by_table_and_not_by_row(world, now):
    def cost(many: int) -> int:
        own = OrganisationFactory(closed_at=now)
        SupplierFactory.create_batch(many, organisation=own)
        with CaptureQueriesContext(connection) as seen:
            deletion.empty_organisation(own, now + timedelta(days=31))
        assert not counted(own)["suppliers.Supplier"]
        return len(seen)

    assert cost(3) == cost(60)
