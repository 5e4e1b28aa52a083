"""A mail server that takes the call and says nothing: the desk is watched and alerted all the same."""

import socket
import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from compliance.casework.choices import AlarmKind
from compliance.casework.models import Alarm
from portal.core import heartbeat, mail
from portal.core.models import Outbox
from tests.compliance.casework.services.test_alert_delivery import Hook
from tests.factories.concerns import open_door
from tests.reliability.servers import database_of_the_test, wait_until, working

pytestmark = pytest.mark.thorough

# So many that each in its turn would take minutes.
OWED, SMTP_SECONDS = 60, 4


class SilentPost:
    """Accepts every connection on its port, and never sends a byte. calls: how many there were."""

    def __enter__(self):
        self.calls: list[socket.socket] = []
        self._server = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def _accept(self):
        try:
            while True:
                self.calls.append(self._server.accept()[0])
        except OSError:
            return

    def __exit__(self, *_):
        self._server.close()
        for call in self.calls:
            call.close()


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_hangs_delays_no_alarm(tmp_path, settings):
    """Mails are owed, and each takes its seconds; the webhook is called meanwhile, and the worker is seen alive."""
    settings.TASKS = settings.TASKS | {"jobs": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    open_door()
    now = timezone.now()
    for number in range(OWED):
        mail.owe(to="ada@example.org", template="letter", subject="Your code", body=str(number))
    Outbox.objects.update(next_at=now - timedelta(minutes=1))
    with SilentPost() as post, Hook() as hook:
        where = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(post.port), "SMTP_SECONDS": str(SMTP_SECONDS)}
        where |= {"ON_CALL_WEBHOOK": hook.address, "ON_CALL_EMAILS": "night@helpline.example"}
        with working(tmp_path, database=database_of_the_test(), **where):
            assert wait_until(lambda: post.calls, seconds=60), "mail is being sent"
            # Due only now that the post hangs.
            began = timezone.now()
            Alarm.objects.update_or_create(
                kind=AlarmKind.NOBODY_UNLOCKED, defaults={"noticed_at": began - timedelta(minutes=10)}
            )
            before = len(post.calls)
            assert wait_until(lambda: hook.heard, seconds=60)
            assert wait_until(lambda: (heartbeat.get_last_beat() or now) > began, seconds=60)
            # The alert by mail is tried while the mails before it still hang.
            urgent = Outbox.objects.filter(is_urgent=True, attempt=1)
            assert wait_until(urgent.exists, seconds=60)
            tried = Outbox.objects.filter(is_urgent=False, attempt__gt=0).count()
    assert before <= OWED
    assert tried < OWED, "the alert overtook mail that had waited longer"
    assert len(hook.heard) == 1
