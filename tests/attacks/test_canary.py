"""Marked words, a marked name, a marked address: told, worked on, passed on and closed, then looked for everywhere.

The whole way through the real pages: a reporter tells with a file and comes back; a handler at another marked address
unlocks, takes the case, reads and writes every part of it, looks who it is, refers it by an encrypted file, answers
the reporter, and closes it.
"""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction

from compliance.casework.rules.lookup_values import normalise_business, normalise_phone, normalise_premises
from compliance.concerns.forms import submission
from compliance.concerns.models import Concern
from portal.vault.models import IndexEntry
from tests.compliance.concerns.test_privacy import (
    ADDRESS,
    BROWSER,
    NAME,
    PHONE,
    WORDS,
    come_back,
    marked_reporter,
    spellings,
    tell_all,
)
from tests.factories import told_files
from tests.factories.sharing import Desk, desk
from tests.factories.vault import PASSPHRASE
from tests.support.desk_handler import (
    ANSWER,
    DESK_ADDRESS,
    DESK_BROWSER,
    NOTE,
    PERSON,
    PLACE,
    DeskHandler,
    close,
    read_case,
    refer,
    work_on,
)
from tests.support.leaks import capture_log, find_canaries, get_places, redirect_temporary_files

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# As the handler describes the place in tests.support.desk_handler.
PREMISES = {"name": PLACE, "lines": PLACE, "town": "Chesterfield", "postcode": ""}


@dataclass
class Way:
    """What was found where, stage by stage, and what must be found nowhere."""

    digits: str = ""
    passphrase: str = ""
    shown: list[str] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    stages: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def told(self) -> dict[str, str]:
        return {f"{name}, {stage}": text for stage, told in self.stages.items() for name, text in told.items()}


def walk(at_desk: Desk, folder: Path) -> Way:
    way = Way()
    with capture_log() as log, redirect_temporary_files(folder):

        def look(stage: str) -> None:
            way.stages[stage] = get_places(log, folder)

        reporter = marked_reporter()
        way.digits = tell_all(reporter)
        look("before the code was confirmed")
        come_back(reporter, way.digits)
        look("when the reporter had come back")
        handler = DeskHandler(at_desk.handler)
        handler.unlock()
        concern = Concern.objects.get()
        case = handler.claim(concern)
        work_on(handler, case, concern, name=NAME, phone=PHONE)
        look("while the case was worked on")
        way.passphrase = refer(handler, case)
        close(handler, case)
        read_case(handler, case)
        assert ANSWER in reporter.opens("/r/talk/")
        look("when it was closed")
        handler.client.post("/desk/lock/")
        handler.client.post("/accounts/logout/")
        look("when everybody had gone")
    way.shown, way.mails = handler.pages, list(mail.outbox)
    return way


@pytest.fixture(scope="module")
def way(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Way]:
    """It is gone once, and what was found then is looked at by every test."""
    folder, key_file = tmp_path_factory.mktemp("way"), Path(settings.TEAM_PUBLIC_KEY_FILE)
    key = key_file.read_text()
    cache.clear()
    mail.outbox.clear()
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patched:
        patched.setenv("TMPDIR", str(folder))
        patched.setattr(submission, "MIN_FILL_TIME", timedelta(0))
        yield walk(desk(), folder)
        transaction.set_rollback(True)
    key_file.write_text(key)


def test_rp01_neither_address_nor_browser_of_a_reporter_is_anywhere(way):
    """A handler's own stand in their web session, and for a while in the count of those who sign in."""
    assert not find_canaries((ADDRESS, "127.0.0.0/24", BROWSER), way.told)
    during = way.stages["when it was closed"]
    assert DESK_ADDRESS in during["database"], "a search that finds what is there"
    own = {"database", "cache"}
    assert not find_canaries(
        (DESK_ADDRESS, DESK_BROWSER), {name: text for name, text in during.items() if name not in own}
    )


def test_rp02_nothing_that_was_told_or_written_at_the_desk_is_anywhere_in_the_clear(way):
    """In no table, file, log, cache, mail or temporary file, at no stage; nor is what opens any of it."""
    told = (WORDS, NAME, PHONE, told_files.MARK, "took my passport")
    written = (NOTE, PERSON, PLACE, ANSWER)
    opens = (*spellings(way.digits), way.passphrase, PASSPHRASE)
    assert not find_canaries((*told, *written, *opens), way.told)
    shown = "".join(way.shown)
    assert all(word in shown for word in (WORDS, NOTE, PERSON, PLACE)), "the desk reads it"


def test_rp02_what_is_compared_with_other_reports_is_anywhere_only_as_a_keyed_hash(way):
    """Neither as it is compared, nor as a hash that somebody without the key of the index could make."""
    compared = [normalise_phone(PHONE), normalise_business(PLACE), *normalise_premises(**PREMISES)]
    assert all(compared)
    unkeyed = [hashlib.sha256(text.encode()).digest() for text in compared]
    unkeyed += [hmac.digest(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256) for text in compared]
    spelled = [spelling for digest in unkeyed for spelling in (digest.hex(), digest.decode("latin-1"))]
    assert not find_canaries((*compared, *spelled), way.told)
    kinds = set(IndexEntry.objects.values_list("kind", flat=True))
    assert {"phone", "name", "premises"} <= kinds, "they are in the index"


def test_no_mail_leaves_the_portal_about_a_case(way):
    assert not way.mails
