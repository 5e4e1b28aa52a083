"""Each process killed with SIGKILL while people tell the helpline: started again as systemd does, nothing is lost.

What has to be there afterwards: a code for everybody who insisted, a report for each code, and each letter once.
"""

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from compliance.concerns.models import Concern, Receipt
from portal.core import heartbeat, mail
from portal.core.models import Heartbeat, Outbox
from portal.history.verification import verify_log
from portal.operations.setup.serve import SERVER
from tests.factories.concerns import open_door
from tests.portal.core.test_mail import SmtpSink
from tests.reliability.servers import (
    CUT_OFF,
    ROOT,
    Server,
    Teller,
    Visitor,
    build_environment,
    database_of_the_test,
    free_port,
    wait_until,
)
from tests.reliability.test_web_killed import opens, tellers

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]
BACK_WITHIN = 5


class Unit:
    """A process as systemd keeps it: when its main process is gone, so are the others, and it is started again."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], log: Path) -> None:
        self._command, self._environment, self._log = command, environment, log
        text = (ROOT / "deploy" / "systemd" / f"{name}.service").read_text()
        self._pause = int(re.search(r"^RestartSec=(\d+)ms$", text, re.M)[1]) / 1000
        self.start()

    def start(self) -> None:
        with self._log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, *self._command], cwd=ROOT, env=self._environment, stdout=out, stderr=out,
                start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_and_start(self, is_back: Callable[[], object], meanwhile: Callable[[], object] = bool) -> float:
        """Return how many seconds after its end it was back. meanwhile: done while it is gone."""
        self.kill()
        ended = time.monotonic()
        meanwhile()
        time.sleep(self._pause)
        self.start()
        assert wait_until(is_back, seconds=120)
        return time.monotonic() - ended

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)


@pytest.fixture
def units(tmp_path):
    """A web server and a worker, a mail server, and the port of the first."""
    open_door()
    port = free_port()
    with SmtpSink() as post:
        environment = build_environment(tmp_path, database_of_the_test())
        environment |= {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(post.port)}
        web = Unit("portal-web", [*SERVER, "--bind", f"127.0.0.1:{port}"], environment, tmp_path / "web")
        worker = Unit("portal-worker", ["manage.py", "worker"], environment, tmp_path / "worker")
        try:
            assert wait_until(lambda: answers(port), seconds=120)
            yield web, worker, port, post
        finally:
            web.stop()
            worker.stop()


def answers(port: int) -> bool:
    try:
        return Visitor(port).get("/healthz").status == 200
    except CUT_OFF:
        return False


def insist(teller: Teller) -> str:
    """As somebody who gets no page: looks each second or two whether it was sent, and else sends it again."""
    try:
        if digits := teller.sends():
            return digits
    except CUT_OFF:
        pass
    for _ in range(60):
        time.sleep(random.uniform(1, 2))
        try:
            return teller.looks() or teller.insists()
        except CUT_OFF:
            pass
    raise AssertionError("The portal did not come back.")


@pytest.mark.parametrize(
    ("count", "letters", "is_soak"), [(8, 12, False), pytest.param(60, 200, True, marks=pytest.mark.soak)]
)
def test_nothing_is_lost_whatever_process_is_killed(units, settings, count, letters, is_soak, record_property):
    settings.TASKS = settings.TASKS | {"jobs": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    web, worker, port, post = units
    everybody = tellers(Server(port, web.process, Path()), count)
    for number in range(letters):
        mail.owe(to="ada@example.org", template="letter", subject="Your code", body=f"letter {number}")
    Outbox.objects.update(next_at=timezone.now() - timedelta(minutes=1))
    back = {}

    def forget() -> None:
        """What the dead worker had said and taken. In a soak its mails are free again after two minutes."""
        Heartbeat.objects.all().delete()
        if not is_soak:
            Outbox.objects.exclude(lease_until=None).update(lease_until=timezone.now())

    with ThreadPoolExecutor(count) as pool:
        insisting = [pool.submit(insist, teller) for teller in everybody[: count // 2]]
        back["worker"] = worker.kill_and_start(heartbeat.get_last_beat, meanwhile=forget)
        insisting += [pool.submit(insist, teller) for teller in everybody[count // 2 :]]
        back["web"] = web.kill_and_start(lambda: answers(port))
        codes = [one.result() for one in insisting]
    record_property("back", back)
    assert wait_until(lambda: not Outbox.objects.exclude(state=Outbox.State.SENT).exists(), seconds=300)
    assert len(set(codes)) == count
    assert Concern.objects.count() == Receipt.objects.count() == count
    assert all(opens(Server(port, web.process, Path()), digits) for digits in codes[:3])
    sent = Counter(line for text in post.received for line in text.splitlines() if line.startswith("letter "))
    assert sent.keys() == {f"letter {number}" for number in range(letters)}
    # A letter whose worker died before it could write that the post took it comes again, under the same Message-ID.
    assert sum(sent.values()) <= letters + 2
    assert verify_log().is_whole
    if is_soak:
        assert max(back.values()) < BACK_WITHIN
