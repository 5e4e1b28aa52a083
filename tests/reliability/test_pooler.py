"""Behind a pooler that gives each transaction another connection, long lists are still read to their end."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from portal.operations.temporary_postgres import cluster
from tests.reliability.servers import ROOT, free_port
from tests.support.programs import find_program, needs_server

pytestmark = [pytest.mark.thorough, pytest.mark.soak, needs_server("pgbouncer")]
SETTINGS = """
[databases]
* = host=127.0.0.1 port={server} user={user}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
auth_type = any
pool_mode = transaction
default_pool_size = {size}
server_lifetime = {lifetime}
"""
READERS = 8
PROGRAM = """
import sys, threading, django
django.setup()
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections
if sys.argv[1] == "make":
    with connection.schema_editor() as editor:
        editor.create_model(ContentType)
    ContentType.objects.bulk_create(ContentType(app_label="a", model=f"m{number}") for number in range(1000))
    raise SystemExit
outcomes = []
def read():
    try:
        outcomes.append(sum(1 for _ in range(10) for row in ContentType.objects.order_by("pk").iterator(chunk_size=10)))
    except Exception as error:
        outcomes.append(type(error).__name__)
    connections.close_all()
threads = [threading.Thread(target=read) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(outcomes.count(10_000))
"""


def run(what: str, url: str, pooler: str = "no") -> str:
    named = {"DATABASE_URL": url, "DATABASE_POOLER": pooler, "DEMO": "1", "PYTHONPATH": str(ROOT)}
    env = os.environ | named | {"DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
    command = [sys.executable, "-c", PROGRAM, what]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@contextmanager
def pooled(url: str, user: str = "postgres", *, size: int = 4, lifetime: int = 3600) -> Iterator[str]:
    """The address of a pooler in front of the server at that address, for this user.

    lifetime: seconds after which a connection to the server is closed; with 0 each transaction has one of its own.
    """
    port, folder = free_port(), Path(tempfile.mkdtemp(prefix="portal-pooler-"))
    config = folder / "pgbouncer.ini"
    config.write_text(SETTINGS.format(server=urlsplit(url).port, port=port, user=user, size=size, lifetime=lifetime))
    owner = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    if owner:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    process = subprocess.Popen(
        [find_program("pgbouncer"), "-q", config],
        user=owner and owner.pw_uid,
        group=owner and owner.pw_gid,
        extra_groups=[],
    )
    try:
        while socket.socket().connect_ex(("127.0.0.1", port)):
            assert process.poll() is None
            time.sleep(0.1)
        yield urlsplit(url)._replace(netloc=f"{user}@127.0.0.1:{port}").geturl()
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(folder)


def test_a_pooler_needs_its_setting_and_no_more():
    with cluster() as server:
        run("make", server.url)
        with pooled(server.url) as url:
            assert int(run("read", url, pooler="no")) < READERS, "without the setting this proves nothing"
            assert int(run("read", url, pooler="yes")) == READERS


FENCED = """
import threading, django
django.setup()
from django.db import connection, connections, transaction
from portal.core.row_security import Scope, use_scope
wrong = []
def read(tenant):
    try:
        for number in range(200):
            with use_scope(Scope({tenant} if number % 3 else set())):
                with connection.cursor() as cursor:
                    cursor.execute("SELECT organisation_id FROM kept WHERE organisation_id > %s", [0])
                    rows = {row[0] for row in cursor.fetchall()}
                if number % 5 == 0:
                    with transaction.atomic(), connection.cursor() as cursor:
                        cursor.execute("SELECT organisation_id FROM kept")
                        rows |= {row[0] for row in cursor.fetchall()}
            if rows != ({tenant} if number % 3 else set()):
                wrong.append((tenant, rows))
    except Exception as error:
        wrong.append(error)
    connections.close_all()
threads = [threading.Thread(target=read, args=[tenant]) for tenant in range(1, 9)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(len(wrong), wrong[:3])
"""
POLICY = """
CREATE ROLE reader LOGIN; CREATE TABLE kept (organisation_id bigint);
INSERT INTO kept SELECT generate_series(1, 8); GRANT SELECT ON kept TO reader;
ALTER TABLE kept ENABLE ROW LEVEL SECURITY;
CREATE POLICY one ON kept USING (organisation_id = ANY ((SELECT string_to_array(
    NULLIF(current_setting('portal.organisations', true), ''), ',')::bigint[])::bigint[]));
"""


def test_behind_a_pooler_nobody_sees_what_another_client_named():
    """Eight clients share one connection to the server."""
    with cluster() as server:
        with psycopg.connect(server.url, autocommit=True) as database:
            database.execute(POLICY)
        with pooled(server.url, user="reader", size=1) as url:
            named = {"DATABASE_URL": url, "DATABASE_POOLER": "yes", "DEMO": "1", "PYTHONPATH": str(ROOT)}
            env = os.environ | named | {"DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
            done = subprocess.run(
                [sys.executable, "-c", FENCED], env=env, cwd=ROOT, capture_output=True, text=True, check=False
            )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "0 []"
