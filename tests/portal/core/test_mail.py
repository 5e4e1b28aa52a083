"""The outbox: owed in the transaction, sent once, kept while the post is down."""

import asyncio
import threading
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from portal.core import mail
from portal.core.models import Outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(tmp_path, settings):
    """A template of a mail, so that these tests do not lean on another app's."""
    (tmp_path / "email").mkdir()
    (tmp_path / "email" / "letter.txt").write_text("Subject: Your code for {{ portal_name }}\n\nIt is {{ code }}.\n")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]


@pytest.fixture
def owed(letter):
    return mail.send(to="ada@example.org", template="letter", context={"code": "1234"})


def test_the_words_are_sealed_in_the_row_and_wiped_once_sent(owed):
    assert b"1234" not in bytes(owed.body)
    assert mail.deliver(owed.pk, now=timezone.now())
    owed.refresh_from_db()
    assert (owed.state, bytes(owed.body)) == (Outbox.State.SENT, b"")
    sent = django_mail.outbox[0]
    assert (sent.subject, sent.body, sent.to) == ("Your code for Daylight", "It is 1234.\n", ["ada@example.org"])
    assert sent.extra_headers["Message-ID"] == owed.message_id


def test_a_mail_to_many_has_a_way_out_that_is_sealed_while_it_waits(letter):
    stop = "https://daylight.example.org/stop/secret/"
    owed = mail.send(to="ada@example.org", template="letter", context={"code": "1"}, stop=stop)
    assert b"secret" not in bytes(owed.stop)
    mail.deliver(owed.pk, now=timezone.now())
    sent = django_mail.outbox[0].message()
    assert sent["List-Unsubscribe"] == f"<{stop}>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    owed.refresh_from_db()
    assert bytes(owed.stop) == b""


def test_mails_of_a_kind_are_let_go_by_address_or_by_age(letter):
    for to in ("ada@example.org", "Ada@Example.org", "b@example.org"):
        mail.send(to=to, template="letter", context={"code": "1"})
    assert mail.forget(templates="other/", to="ada@example.org") == 0
    assert mail.forget(templates="let", to="ada@example.org") == 2
    now = timezone.now()
    assert mail.forget(templates="let", sent_before=now) == 0
    Outbox.objects.update(sent_at=now - timedelta(days=1))
    assert mail.forget(templates="let", sent_before=now) == 1


def test_a_mail_leaves_once_however_often_the_sender_is_woken(owed):
    now = timezone.now()
    assert [mail.deliver(owed.pk, now=now) for _ in range(3)] == [True, False, False]
    assert mail.deliver_due(now=now + timedelta(days=1)) == 0
    assert len(django_mail.outbox) == 1


def test_a_mail_of_a_transaction_that_fails_is_never_owed(letter):
    with pytest.raises(RuntimeError), transaction.atomic():
        mail.send(to="ada@example.org", template="letter")
        raise RuntimeError
    assert not Outbox.objects.exists()


def test_committing_wakes_the_sender(letter, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        mail.send(to="ada@example.org", template="letter")
        assert django_mail.outbox == []
    assert len(django_mail.outbox) == 1


def test_a_mail_waits_longer_after_each_failure_and_then_asks_for_a_person(owed, monkeypatch):
    monkeypatch.setattr(EmailMessage, "send", _refuse(ConnectionRefusedError()))
    now = timezone.now()
    for wait in Outbox.BACKOFF:
        assert mail.deliver_due(now=now) == 0
        owed.refresh_from_db()
        assert (owed.state, owed.next_at) == (Outbox.State.WAITING, now + wait)
        now = owed.next_at
    mail.deliver_due(now=now)
    owed.refresh_from_db()
    assert owed.state == Outbox.State.NEEDS_ATTENTION
    assert owed.problem == "ConnectionRefusedError"


def test_an_address_refused_for_good_is_not_tried_again(owed, monkeypatch):
    refusal = SMTPRecipientsRefused({"ada@example.org": (550, b"no such person")})
    monkeypatch.setattr(EmailMessage, "send", _refuse(refusal))
    mail.deliver(owed.pk, now=timezone.now())
    owed.refresh_from_db()
    assert owed.state == Outbox.State.NEEDS_ATTENTION


def test_mail_kept_while_the_post_was_down_leaves_once_afterwards(owed, monkeypatch):
    now = timezone.now()
    with monkeypatch.context() as down:
        down.setattr(EmailMessage, "send", _refuse(ConnectionRefusedError()))
        mail.deliver_due(now=now)
    assert mail.deliver_due(now=now) == 0
    assert mail.deliver_due(now=now + Outbox.BACKOFF[0]) == 1
    assert len(django_mail.outbox) == 1


def test_a_sender_that_died_gives_its_mail_back_after_the_lease(owed, monkeypatch):
    now = timezone.now()
    with monkeypatch.context() as killed, pytest.raises(SystemExit):
        killed.setattr(EmailMessage, "send", _refuse(SystemExit()))
        mail.deliver(owed.pk, now=now)
    assert mail.deliver_due(now=now + timedelta(seconds=1)) == 0
    assert mail.deliver_due(now=now + Outbox.LEASE) == 1


def test_a_subject_cannot_smuggle_in_a_header(letter):
    owed = mail.owe(to="ada@example.org", template="letter", subject="Hello\r\nBcc: eve@example.org", body="x")
    assert owed.subject == "Hello Bcc: eve@example.org"


def test_a_template_without_a_subject_is_refused(tmp_path, settings, letter):
    (tmp_path / "email" / "letter.txt").write_text("Hello\n")
    with pytest.raises(ValueError, match="Subject"):
        mail.send(to="ada@example.org", template="letter")


def test_a_mail_really_travels_by_smtp(owed, settings):
    with SmtpSink() as sink:
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": sink.port, "timeout": 5},
            }
        }
        assert mail.deliver(owed.pk, now=timezone.now())
    assert len(sink.received) == 1
    assert f"Message-ID: {owed.message_id}" in sink.received[0]
    assert "It is 1234." in sink.received[0]


def _refuse(error):
    def send(self, *args, **kwargs):
        raise error

    return send


class SmtpSink:
    """A post office of one room on the loopback: speaks enough SMTP to take a mail, and keeps it."""

    def __enter__(self):
        self.received, started = [], threading.Event()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self.thread.start()
        assert started.wait(5)
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)

    def _run(self, started):
        server = self.loop.run_until_complete(asyncio.start_server(self._talk, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        self.loop.run_forever()
        server.close()

    async def _talk(self, reader, writer):
        writer.write(b"220 sink\r\n")
        while line := await reader.readline():
            if line.upper().startswith(b"DATA"):
                writer.write(b"354 go on\r\n")
                self.received.append((await reader.readuntil(b"\r\n.\r\n")).decode())
            writer.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")
            await writer.drain()
        writer.close()
