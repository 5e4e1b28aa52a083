"""A real streaming replica: strangers read it, nobody reads less than they may know of, and without it all goes on."""

from http.cookiejar import Cookie
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from portal.operations.temporary_postgres import replica_of
from tests.factories.concerns import open_door
from tests.factories.statements import PublicationFactory
from tests.reliability.servers import Visitor, database_of_the_test, served, wait_until

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]


def published(name: str) -> str:
    """The address of a statement in the register."""
    publication = PublicationFactory(organisation_name=name, documents=False)
    return f"/statements/{publication.organisation_slug}/{publication.year}/"


def a_session() -> Cookie:
    """As of somebody who signed in once: whether it is still good is not asked."""
    return Cookie(
        0, "__Host-session", "x" * 32, None, False, "127.0.0.1", True, False, "/", True, True, None, False, None, None,
        {},
    )  # fmt: skip


def at(server, url: str) -> str:
    """The test's database on another server."""
    parts = urlsplit(url)
    return parts._replace(netloc=f"{parts.username}@127.0.0.1:{server.port}").geturl()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a file of SQLite has no replica")
def test_strangers_read_the_replica_and_everybody_what_they_know_of(tmp_path):
    open_door()
    first = published("Wetherby Gloves")
    url = database_of_the_test()
    with replica_of(url) as replica:
        there = at(replica, url)
        environment = {"DATABASE_REPLICA_URL": there, "LOOPBACK_MONITORING": "yes"}
        with served(tmp_path, database=url, **environment) as server:
            visitor = Visitor(server.port)

            def readings() -> int:
                """How many rows of the register were read on the replica."""
                with psycopg.connect(there, autocommit=True) as database:
                    database.execute("SELECT pg_stat_force_next_flush()")
                    [(number,)] = database.execute(
                        "SELECT seq_scan + idx_scan FROM pg_stat_user_tables WHERE relname = 'statements_publication'"
                    ).fetchall()
                return number

            def lag() -> str:
                return visitor.get("/readyz").text

            # It is read only once the server knows that it has everything.
            assert wait_until(lambda: "s behind" in lag(), seconds=60), lag()
            before = readings()
            assert wait_until(lambda: Visitor(server.port).get(first).status == 200 and readings() > before, seconds=60)
            # What was written meanwhile comes by the stream.
            second = published("Otley Mills")
            assert wait_until(lambda: Visitor(server.port).get(second).status == 200, seconds=60)
            # It stops replaying. Whoever has a session reads the primary, and misses nothing.
            with psycopg.connect(there, autocommit=True) as database:
                database.execute("SELECT pg_wal_replay_pause()")
            third = published("Skipton Yarns")
            signed_in = Visitor(server.port)
            signed_in.cookies.set_cookie(a_session())
            assert signed_in.get(third).status == 200
            # And strangers do a few seconds later, for a replica that is behind is not read.
            assert wait_until(lambda: Visitor(server.port).get(third).status == 200, seconds=60)
            with psycopg.connect(there, autocommit=True) as database:
                [(number,)] = database.execute("SELECT count(*) FROM statements_publication")
            assert number == 2, "it was the primary that was read"
            with psycopg.connect(there, autocommit=True) as database:
                database.execute("SELECT pg_wal_replay_resume()")
            # It dies: no page fails, and the process stays ready.
            replica.stop()
            statuses = {Visitor(server.port).get(page).status for page in (first, third, "/statements/", "/guidance/")}
            assert statuses == {200}
            assert visitor.get("/readyz").status == 200
            assert wait_until(lambda: "not readable" in lag(), seconds=30), lag()
            replica.start()
            assert wait_until(lambda: "s behind" in lag(), seconds=60), lag()
