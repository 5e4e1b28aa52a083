"""The row of a change is locked at the version that its editor saw, and each saving is a version more."""

from datetime import UTC, datetime

import pytest

from learning.directory.models import Service
from learning.directory.services.steps import EditConflict, lock_entry, save_version
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.directory import ServiceFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 5, 1, 9, tzinfo=UTC)


def test_an_older_version_is_a_conflict_that_shows_the_newer_one():
    service = ServiceFactory(name="Night line")
    Service.objects.filter(pk=service.pk).update(version=service.version + 1, name="Day line")
    with pytest.raises(EditConflict) as conflict:
        lock_entry(service, service.version)
    assert conflict.value.theirs.name == "Day line"
    assert lock_entry(service).name == "Day line"


@pytest.mark.parametrize("by_hand", [True, False])
def test_only_a_change_by_hand_keeps_a_file_from_changing_the_entry(by_hand):
    service = ServiceFactory()
    version = service.version
    save_version(service, UserFactory(), "changed", NOW, by_hand=by_hand)
    service.refresh_from_db()
    assert service.version == version + 1
    assert (service.edited_at == NOW) is by_hand
    assert Entry.objects.get(action="directory.service.changed").object_uuid == service.uuid
