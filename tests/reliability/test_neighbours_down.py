"""The post, the cache, the disk: whatever is down beside the portal, what somebody tells us is taken.

See docs/requirements/security.md#outages.
"""

import errno
import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from compliance.casework.services import on_call_alerts
from compliance.concerns.forms import submission
from compliance.concerns.models import Concern, ConcernFile
from portal.core import mail
from portal.core.models import Outbox
from tests.factories import told_files
from tests.factories.concerns import Reporter, open_door
from tests.portal.core.test_mail import SmtpSink
from tests.reliability.servers import free_port

pytestmark = [pytest.mark.thorough, pytest.mark.django_db]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def reporter(monkeypatch) -> Reporter:
    monkeypatch.setattr(submission, "MIN_FILL_TIME", timedelta(0))
    open_door()
    return Reporter()


def post_at(port: int) -> dict:
    options = {"host": "127.0.0.1", "port": port, "timeout": 5}
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


def test_smtp_down(reporter, settings, django_capture_on_commit_callbacks):
    """The post refuses for ten minutes: nobody notices, and all that was owed leaves within five minutes, once."""
    settings.MAILERS, settings.ON_CALL_EMAILS = post_at(free_port()), ["night@helpline.example"]
    with django_capture_on_commit_callbacks(execute=True):
        assert len(reporter.tells(r1={"danger_level": "happening_now"})) == 20
    began = timezone.now()
    for half_minute in range(20):
        now = began + half_minute * MINUTE / 2
        with django_capture_on_commit_callbacks(execute=True):
            on_call_alerts.watch(now)
        mail.owe(to="ada@example.org", template="letter", subject="Your code", body=str(half_minute))
        Outbox.objects.filter(attempt=0).update(created_at=now, next_at=now)
        assert mail.deliver_due(now=now) == 0
    owed = Outbox.objects.count()
    assert Outbox.objects.filter(to="night@helpline.example").exists() and owed >= 21
    with SmtpSink() as sink:
        settings.MAILERS = post_at(sink.port)
        for half_minute in range(20, 30):
            mail.deliver_due(now=began + half_minute * MINUTE / 2)
    assert not Outbox.objects.exclude(state=Outbox.State.SENT).exists()
    assert len(sink.received) == owed


def test_cache_down(reporter, settings):
    """What somebody tells us, and comes back to, asks no cache."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"redis://127.0.0.1:{free_port()}",
        }
    }
    digits = reporter.tells()
    later = Reporter()
    assert later.returns(digits) == "/r/talk/"
    assert later.sends("/r/talk/", text="They moved us.", token=str(uuid4())) == "/r/talk/"
    assert "They moved us." in later.opens("/r/talk/")


@pytest.fixture
def full_disk(settings, tmp_path, monkeypatch):
    """Storage of its own, on which a file begins to be written and does not get to its end; what lies there."""
    settings.STORAGES = settings.STORAGES | {
        "concerns": settings.STORAGES["concerns"] | {"OPTIONS": {"location": tmp_path / "concerns"}}
    }

    def full(descriptor: int) -> None:
        assert os.fstat(descriptor).st_size > 0
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("portal.files.storage.os.fsync", full)
    return lambda: [path for path in (tmp_path / "concerns").rglob("*") if path.is_file()]


def test_disk_full(reporter, full_disk):
    """A sentence instead of the file, no half of it anywhere, and what was written is taken all the same."""
    reporter.begins()
    reporter.answers()
    photo = {"file": SimpleUploadedFile("yard.jpg", told_files.photo()), "token": str(uuid4())}
    page = reporter.sends("/r/9", 422, **photo)
    assert "We cannot save files at the moment" in page
    assert not full_disk() and not ConcernFile.objects.exists()
    digits = reporter.submits()
    assert Concern.objects.count() == 1

    later = Reporter()
    later.returns(digits)
    late = {"file": SimpleUploadedFile("yard.jpg", told_files.photo()), "token": str(uuid4())}
    assert "We cannot save files at the moment" in later.sends("/r/talk/file", 422, **late)
    assert not full_disk() and not ConcernFile.objects.exists()
