"""How many private files one organisation and one account may keep here, and how many bytes."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.files.models import StoredFile
from portal.files.services import Refused, receive
from tests.factories.accounts import UserFactory
from tests.portal.files.test_services import pdf

pytestmark = pytest.mark.django_db
HARBOUR, BEECH = uuid.uuid4(), uuid.uuid4()
ROOMY = (1000, 10**9)


def send(by, scope=HARBOUR):
    return receive(SimpleUploadedFile("page.pdf", pdf()), scope=scope, by=by)


@pytest.mark.parametrize("room", [(2, 10**9), (1000, 2 * len(pdf()))], ids=["number", "bytes"])
def test_an_organisation_that_is_full_takes_no_more_and_says_whom_to_ask(settings, room):
    settings.FILE_ROOM = {"organisation": room, "account": ROOMY}
    send(UserFactory())
    send(UserFactory())
    with pytest.raises(Refused, match="Your organisation has no space left for files"):
        send(UserFactory())
    assert StoredFile.objects.count() == 2
    send(UserFactory(), BEECH)


@pytest.mark.parametrize("room", [(2, 10**9), (1000, 2 * len(pdf()))], ids=["number", "bytes"])
def test_an_account_that_is_full_sends_no_more_to_any_organisation(settings, room):
    settings.FILE_ROOM = {"organisation": ROOMY, "account": room}
    person = UserFactory()
    send(person)
    send(person, BEECH)
    with pytest.raises(Refused, match="Ask a colleague to send this one"):
        send(person, uuid.uuid4())
    send(UserFactory())
