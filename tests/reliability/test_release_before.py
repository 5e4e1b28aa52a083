"""While servers change one by one, two releases share a database: each carries somebody's report to its code.

A table and columns more stand for the later release, in each table that a report writes to: what
`portal.operations.migration_hazards` lets pass. What it refuses never comes into a release.
"""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from compliance.concerns.models import Concern
from tests.factories.concerns import open_door
from tests.factories.statements import PublicationFactory
from tests.reliability.servers import Visitor, database_of_the_test, served
from tests.reliability.test_web_killed import opens, tellers

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]
PAGES = ("/", "/guidance/", "/statements/", "/services/", "/statistics/", "/report/", "/accounts/login/")
# What a report, a session, a sign-in, a line of history and a job write to.
WRITTEN = (
    "concerns.Concern", "concerns.Draft", "concerns.Receipt", "concerns.HeldLine", "concerns.Visit", "vault.DataKey",
    "core.Outbox", "core.Heartbeat", "history.Entry", "accounts.User", "statements.Publication", "operations.Chore",
)  # fmt: skip
LATER = ("operations", "9999_later")


@contextmanager
def a_later_schema():
    """The columns and the table that a later release's migration adds, and its row; gone after the block."""
    tables = [connection.ops.quote_name(apps.get_model(label)._meta.db_table) for label in WRITTEN]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ADD COLUMN later_note text NULL")
            cursor.execute(f"ALTER TABLE {table} ADD COLUMN later_kind varchar(20) NOT NULL DEFAULT 'none'")
        cursor.execute("CREATE TABLE operations_later (id bigint PRIMARY KEY, note text)")
    MigrationRecorder(connection).record_applied(*LATER)
    try:
        yield
    finally:
        MigrationRecorder(connection).record_unapplied(*LATER)
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE operations_later")
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DROP COLUMN later_note")
                cursor.execute(f"ALTER TABLE {table} DROP COLUMN later_kind")


def makes_the_journey(server) -> None:
    """A report told, and read again with its code; a statement read; every front page."""
    publication = PublicationFactory(documents=False)
    address = f"/statements/{publication.organisation_slug}/{publication.year}/"
    pages = {page: Visitor(server.port).get(page).status for page in (*PAGES, address)}
    assert set(pages.values()) == {200}, pages
    before = Concern.objects.count()
    [teller] = tellers(server, 1)
    assert opens(server, teller.insists())
    assert Concern.objects.count() == before + 1


def test_a_release_works_with_the_database_of_the_next(tmp_path):
    """As while servers change, and after going back to it."""
    open_door()
    with a_later_schema(), served(tmp_path, database=database_of_the_test()) as server:
        assert Visitor(server.port).get("/readyz").status == 200
        makes_the_journey(server)


def test_the_next_release_with_the_database_of_the_one_before_serves_but_asks_for_no_visitors(tmp_path):
    """Of its migrations only that one is not applied which changes no table: whoever comes meanwhile is served."""
    open_door()
    newest = MigrationRecorder.Migration.objects.filter(app="operations").order_by("-pk")[0]
    MigrationRecorder(connection).record_unapplied(newest.app, newest.name)
    try:
        with served(tmp_path, database=database_of_the_test()) as server:
            assert Visitor(server.port).get("/readyz").status == 503, "a load balancer waits for `migrate`"
            makes_the_journey(server)
    finally:
        MigrationRecorder(connection).record_applied(newest.app, newest.name)
