"""One mail for a wait of more than a minute, to whoever is still a member.

See docs/requirements/suppliers.md#upload-progress.
"""

from datetime import UTC, datetime, timedelta

import pytest

from compliance.workbooks.choices import State
from compliance.workbooks.services.notifications import SLOW_THRESHOLD, notify_if_slow
from portal.core.models import Outbox
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.workbooks import ImportFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def waited(seconds: float, **fields):
    member = MembershipFactory()
    values = {"organisation": member.organisation, "uploaded_by": member.user}
    since = NOW - SLOW_THRESHOLD - timedelta(seconds=seconds)
    return ImportFactory(**values | {"waits_since": since} | fields)


def test_a_long_wait_is_one_mail():
    upload = waited(1)
    for _ in range(2):
        notify_if_slow(upload.pk, NOW)
    assert Outbox.objects.count() == 1


def test_a_short_wait_one_that_goes_on_and_somebody_who_left_get_none():
    for upload in (waited(-1), waited(1, state=State.VALIDATING), waited(1, uploaded_by=UserFactory())):
        notify_if_slow(upload.pk, NOW)
    assert not Outbox.objects.exists()
