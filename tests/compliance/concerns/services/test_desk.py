"""What the desk does with a concern: read it, answer, record a name that was left by phone, and erase it."""

from uuid import uuid4

import pytest
from django.utils import timezone

from compliance.concerns.choices import Author, IdentityMode, Status
from compliance.concerns.models import Concern, ConcernFile, Message, Receipt
from compliance.concerns.services import desk, dialogue
from portal.history.models import Entry
from portal.vault.encryption import DecryptionError, new_key
from portal.vault.models import DataKey
from tests.factories.accounts import UserFactory
from tests.factories.concerns import ANSWERS, make_concern


@pytest.fixture
def created(door):
    return make_concern()


@pytest.fixture
def now():
    return timezone.now()


def test_only_the_data_key_reads_a_concern(created):
    full = desk.read_concern(created.concern, created.data_key)
    assert full.answers["account"] == ANSWERS["account"]
    assert full.files == []
    with pytest.raises(DecryptionError):
        desk.read_concern(created.concern, new_key())


def test_a_message_of_the_desk_is_the_helplines_and_is_added_once(created, now):
    token = uuid4()
    for _ in range(2):
        desk.send_message(created.concern, created.data_key, text="Are you safe?", now=now, token=token)
    [message] = dialogue.get_conversation(created.concern, created.data_key)
    assert (message.text, message.author) == ("Are you safe?", Author.HELPLINE)


def test_the_status_is_one_that_the_reporter_reads(created, now):
    status = list(Status)[-1]
    desk.set_status(created.concern, status, by=UserFactory(), now=now)
    assert Concern.objects.get().status == status


def test_a_name_is_left_once_and_only_by_somebody_anonymous(created, now):
    for _ in range(2):
        desk.record_name_left(created.concern, mode="confidential", by=UserFactory(), now=now)
    assert Concern.objects.get().identity_mode == IdentityMode.CONFIDENTIAL
    lines = Entry.objects.filter(action="concerns.concern.name_left")
    assert [line.at for line in lines] == [now.replace(minute=0, second=0, microsecond=0)]


def test_a_file_that_is_not_there_is_not_opened(created, now):
    with pytest.raises(KeyError):
        desk.open_file(created.concern, created.data_key, uuid4(), by=UserFactory(), reason="", now=now)


def test_nothing_of_an_erased_concern_is_left(created, now):
    dialogue.add_message(created.concern, created.data_key, author=Author.REPORTER, text="Hello", now=now)
    desk.erase(created.concern, by=UserFactory(), now=now)
    assert not any(model.objects.exists() for model in (Concern, Receipt, Message, ConcernFile, DataKey))
