"""How often one may do what costs much (security 3.16)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from compliance.organisations.choices import Role
from portal.core import limits
from portal.files.services import Refused, receive
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory
from tests.portal.files.test_services import pdf

pytestmark = pytest.mark.django_db


def test_the_count_is_of_one_person_and_one_window(monkeypatch, settings):
    settings.LIMITS = {"export": (2, 60)}
    now = 1_000_000.0
    monkeypatch.setattr(limits.time, "time", lambda: now)
    assert [limits.is_over("export", 1) for _ in range(3)] == [False, False, True]
    assert not limits.is_over("export", 2)
    now += 60
    assert not limits.is_over("export", 1)


def test_the_limits_are_those_of_the_specification(settings):
    assert settings.LIMITS["export"] == (5, 3600)
    assert settings.LIMITS["upload"] == (30, 3600)
    assert settings.FILE_ROOM["organisation"][1] == 2 * 1024**3
    assert settings.ACCOUNT_RATE_LIMITS["signup"] == "5/h/ip"
    assert "5/10m/key" in settings.ACCOUNT_RATE_LIMITS["login_failed"]
    assert "3/h/key" in settings.ACCOUNT_RATE_LIMITS["reset_password"]


@pytest.mark.parametrize("name", ["activity.csv", "activity.json"])
def test_a_sixth_export_within_the_hour_waits_and_says_how_long(client, name):
    mine = MembershipFactory(role=Role.ADMINISTRATOR)
    client.force_login(mine.user)
    address = f"/o/{mine.organisation.slug}/{name}"
    assert [client.get(address).status_code for _ in range(5)] == [200] * 5
    answer = client.get(address)
    assert answer.status_code == 429
    assert "can take an hour" in answer.content.decode()
    assert client.get(f"/o/{mine.organisation.slug}/activity/").status_code == 200


def test_a_thirty_first_file_within_the_hour_is_refused_with_a_sentence(settings):
    person, scope = UserFactory(), MembershipFactory().organisation.uuid
    settings.LIMITS = {"upload": (1, 3600)}
    for expected in (None, "Wait an hour"):
        upload = SimpleUploadedFile("page.pdf", pdf())
        if expected is None:
            receive(upload, scope=scope, by=person)
        else:
            with pytest.raises(Refused, match=expected):
                receive(upload, scope=scope, by=person)
