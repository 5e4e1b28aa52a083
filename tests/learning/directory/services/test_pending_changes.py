"""A change of a published entry is kept until others agree to it, one at a time."""

from datetime import UTC, datetime

import pytest

from learning.directory.choices import Origin
from learning.directory.models import EntryChange
from learning.directory.services.pending_changes import request_entry_change
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.factories.directory import ServiceFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 5, 1, 9, tzinfo=UTC)


def ask(service, **after):
    return request_entry_change(service=service, after=after, origin=Origin.APPLICATION, actor="partner", at=NOW)


def test_only_what_differs_is_kept():
    service = ServiceFactory(url="https://a.example", wait_time="")
    change = ask(service, url="https://a.example", wait_time="Two days.")
    assert (change.before, change.after) == ({"wait_time": ""}, {"wait_time": "Two days."})
    assert Entry.objects.get(action="directory.change.asked").detail == {"fields": ["wait_time"]}


def test_nothing_new_is_no_change():
    assert ask(ServiceFactory(url="https://a.example"), url="https://a.example") is None
    assert not EntryChange.objects.exists()


def test_a_second_change_waits_for_the_first():
    service = ServiceFactory()
    ask(service, wait_time="Two days.")
    with pytest.raises(ActionRefused):
        ask(service, wait_time="Three days.")
