"""Two web servers and two workers that share a database, a pooler, files, a cache and a replica, and no disk.

Somebody tells the helpline with each step on the other server; a page published on one is on the other; each job
and each chore of the night is done once. What is killed with SIGKILL is started again as systemd does, and loses
nothing.
"""

import subprocess
import sys
import threading
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.db import connection
from django.utils import timezone

from compliance.concerns.forms.submission import MIN_FILL_TIME
from compliance.concerns.models import Concern
from compliance.statements.models import Document, Render
from compliance.workbooks.choices import State
from compliance.workbooks.models import Import
from portal.core import mail
from portal.core.models import Outbox
from portal.history.verification import verify_log
from portal.operations.models import Chore
from portal.operations.sweep import NIGHTLY
from portal.operations.temporary_postgres import replica_of
from tests.compliance.workbooks.test_pipeline import SUPPLIERS, member  # noqa: F401
from tests.factories.concerns import open_door
from tests.factories.guidance import guidance_page
from tests.factories.statements import PublicationFactory
from tests.portal.core.test_mail import SmtpSink
from tests.portal.jobs.kinds import an_upload
from tests.reliability import overload
from tests.reliability.servers import (
    ROOT,
    Server,
    Teller,
    Visitor,
    build_environment,
    database_of_the_test,
    served,
    wait_until,
    working,
)
from tests.reliability.test_pooler import pooled
from tests.support.programs import needs_server
from tests.support.s3_server import S3Server, s3_server

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.django_db(transaction=True),
    needs_server("pgbouncer", "redis-server"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="a file of SQLite is of one machine"),
]
# Publishes, as an editor does, on the machine whose environment it has: a line with a title each time.
PUBLISHER = """
import sys, django
django.setup()
from learning.resources.models import GuidancePage
for line in sys.stdin:
    page = GuidancePage.objects.get(slug=sys.argv[1])
    page.title = line.strip()
    page.save_revision().publish()
    print("published", flush=True)
"""


@dataclass
class Machines:
    """servers, workers: two of each, every one with a folder of its own."""

    servers: list[Server]
    workers: list[subprocess.Popen[bytes]]
    folders: list[Path]
    url: str
    environment: dict[str, str]
    files: S3Server
    post: SmtpSink


def start_machines(folder: Path, stack: ExitStack, *, has_cache: bool) -> Machines:
    """All of it, started; the database is that of the test, behind a pooler in transaction mode."""
    direct = database_of_the_test()
    environment = {"DATABASE_POOLER": "yes", "LOOPBACK_MONITORING": "yes"}
    files, post = stack.enter_context(s3_server()), stack.enter_context(SmtpSink())
    environment |= files.environment(folder) | {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(post.port)}
    if has_cache:
        environment["CACHE_URL"], _ = stack.enter_context(overload.redis_server(folder))
    replica = stack.enter_context(replica_of(direct))
    environment["DATABASE_REPLICA_URL"] = direct.replace(f":{connection.settings_dict['PORT']}/", f":{replica.port}/")
    url = stack.enter_context(pooled(direct, size=20))
    folders = [folder / name for name in ("one", "two")]
    for own in folders:
        own.mkdir()
    servers = [stack.enter_context(served(own, database=url, **environment)) for own in folders]
    started = [stack.enter_context(working(own, database=url, **environment)) for own in folders]
    return Machines(servers, started, folders, url, environment, files, post)


@pytest.fixture(autouse=True)
def queue(settings):
    """What the test owes is queued for the workers, as a web server does."""
    settings.TASKS = settings.TASKS | {"jobs": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


@contextmanager
def publisher(running: Machines, slug: str):
    """An editor on the first machine."""
    env = build_environment(running.folders[0], running.url) | running.environment
    process = subprocess.Popen(
        [sys.executable, "-c", PUBLISHER, slug], cwd=ROOT, env=env | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip

    def publish(title: str) -> None:
        process.stdin.write(f"{title}\n")
        process.stdin.flush()
        assert process.stdout.readline() == "published\n"

    try:
        yield publish
    finally:
        process.stdin.close()
        process.wait(timeout=30)


class Wanderer(Teller):
    """Somebody whose every request a load balancer gives to the other server."""

    ports: tuple[int, int] = (0, 0)

    def _ask(self, address, body):
        self.ports = self.ports[::-1]
        self.port = self.ports[0]
        return super()._ask(address, body)


@pytest.fixture
def running(request, tmp_path):
    """The machines, with a shared cache or without; started before the test and stopped after it."""
    open_door()
    with ExitStack() as stack:
        yield start_machines(tmp_path, stack, has_cache=request.param)


SMALL = [pytest.param(1, id="small"), pytest.param(20, id="soak", marks=pytest.mark.soak)]


@pytest.mark.parametrize("running", [True, False], indirect=True, ids=["cache", "no cache"])
@pytest.mark.parametrize("times", SMALL)
def test_two_servers_and_two_workers_are_one_portal(running, settings, times, member):  # noqa: F811
    page = guidance_page(title="As it was")
    publications = [PublicationFactory(organisation_name=f"Mill {n}", documents=False) for n in range(2 * times)]
    for number in range(10 * times):
        mail.owe(to="ada@example.org", template="letter", subject="Your code", body=f"letter {number}")
    Outbox.objects.update(next_at=timezone.now() - timedelta(minutes=1))
    ports = [server.port for server in running.servers]
    # A workbook that this machine took in and sealed is read by a worker of another.
    settings.STORAGES = running.files.storages()
    uploads = [an_upload(member=member).row for _ in range(times)]
    # A report, begun here and sent there, is told back by either.
    teller = Wanderer(ports[0])
    teller.ports = tuple(ports)
    teller.answers()
    threading.Event().wait(MIN_FILL_TIME.total_seconds())
    digits = teller.insists()
    for port in ports:
        visitor = Visitor(port)
        visitor.get("/r/return/")
        assert visitor.post("/r/return/", code=digits).address == "/r/talk/"
    # A page that both have kept is fresh on both.
    address, patience = f"/guidance/{page.slug}/", 1 if times > 1 else 5
    with publisher(running, page.slug) as publish:
        for number in range(3 * times):
            kept = [Visitor(port).get(address) for port in ports]
            assert all(answer.status == 200 and answer.headers["ETag"] for answer in kept)
            publish(f"Edition {number}")
            for port in ports:
                assert wait_until(lambda: f"Edition {number}" in Visitor(port).get(address).text, seconds=patience)  # noqa: B023
    # A document that one worker made is given out by each server.
    assert wait_until(lambda: not Render.objects.exclude(state="done").exists(), seconds=120 * times)
    for publication in publications:
        path = f"/statements/{publication.organisation_slug}/{publication.year}.pdf"
        got = [urlopen(f"http://127.0.0.1:{port}{path}").read() for port in ports]
        assert got[0] == got[1] and got[0].startswith(b"%PDF")
    assert wait_until(lambda: not Outbox.objects.exclude(state=Outbox.State.SENT).exists(), seconds=60 * times)
    assert wait_until(lambda: Chore.objects.filter(done_at__isnull=False).count() >= len(NIGHTLY), seconds=60)
    # One more round of each worker, which must find nothing to do again.
    letters = Counter(
        line for text in running.post.received for line in text.splitlines() if line.startswith("letter ")
    )
    assert wait_until(lambda: Import.objects.filter(state=State.PREVIEW).count() == times, seconds=60 * times)
    assert [upload.rows.count() for upload in uploads] == [len(SUPPLIERS) - 1] * times, "each row was read once"
    assert letters == Counter(f"letter {number}" for number in range(10 * times)), "each letter left once"
    assert Document.objects.count() == 2 * len(publications), "a statement and a certificate, each made once"
    anchors = [list((own / "anchors").glob("*.json")) for own in running.folders]
    assert sum(map(len, anchors)) == 1, "the night's work was done by one of them"
    assert all(Visitor(port).get("/readyz").status == 200 for port in ports)
    # A process that has looked at the replica once, in the middle of a write, does not know yet how far it is.
    assert wait_until(lambda: all("s behind" in Visitor(port).get("/readyz").text for port in ports), seconds=5)
    assert verify_log().is_whole
    assert Concern.objects.count() == 1
