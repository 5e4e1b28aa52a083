"""Organisations of the feed."""

from datetime import UTC, datetime

import pytest

from learning.directory.models import Service
from tests.factories.directory import ServiceFactory

pytestmark = pytest.mark.django_db


def test_those_with_a_service_that_changed(client):
    Service.objects.all().delete()
    old, new = ServiceFactory(), ServiceFactory()
    Service.objects.filter(pk=old.pk).update(updated_at=datetime(2026, 4, 30, tzinfo=UTC))
    Service.objects.filter(pk=new.pk).update(updated_at=datetime(2026, 5, 1, 12, tzinfo=UTC))

    def ids(**asked):
        answer = client.get("/api/oruk/v3/organizations", asked).json()
        return {row["id"] for row in answer["contents"]}

    assert ids(modified_after="2026-05-01T12:00:00Z") == {str(new.provider.uuid)}
    assert ids(modified_after="2026-05-01T12:00:00") == {str(new.provider.uuid)}
    assert ids(modified_after="2026-04-30") == {str(new.provider.uuid), str(old.provider.uuid)}
    assert ids(modified_after="2999-01-01") == set()
    assert client.get("/api/oruk/v3/organizations", {"modified_after": "yesterday"}).status_code == 422
