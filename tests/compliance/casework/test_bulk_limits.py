"""Reading in bulk is seen at once, and there is nothing to take away in bulk.

See docs/requirements/security.md#reading-in-bulk.
"""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import get_resolver, reverse
from django.utils import timezone

from compliance.casework.choices import AlarmKind, RevealReason
from compliance.casework.models import Alarm
from compliance.casework.services import case_access, identity
from portal.history.models import Entry
from tests.factories.casework import keys_of, taken_by

pytestmark = pytest.mark.django_db


def open_many(case, user, number: int) -> None:
    for turn in range(number):
        cache.delete(f"case_open:{user.pk}:{case.pk}")
        assert case_access.open_case(uuid=case.pk, user=user, at=timezone.now()), turn


def test_the_61st_opening_in_an_hour_raises_an_alarm_and_holds_nobody_up(handler, lead_desk):
    assert settings.LIMITS["case_open"] == (60, 60 * 60)
    case = taken_by(handler)
    open_many(case, handler, 60)
    assert not Alarm.objects.filter(kind=AlarmKind.BULK_READING).exists()
    open_many(case, handler, 2)
    alarm = Alarm.objects.get(kind=AlarmKind.BULK_READING)
    assert alarm.user == handler
    assert Entry.objects.filter(action="casework.alarm.raised").count() == 1
    assert "is opening an unusual number of cases" in lead_desk.get("/desk/lead/").text
    lead_desk.post(reverse("desk:alarm_seen", args=[alarm.pk]))
    assert "is opening an unusual number of cases" not in lead_desk.get("/desk/lead/").text


def test_the_31st_name_in_an_hour_raises_an_alarm(handler):
    case = taken_by(handler)
    given = {"case": case, "kind": "concern", "uuid": case.contacts.get().concern_id, "reason": RevealReason.SAFETY}
    for _ in range(31):
        identity.reveal_identity(**given, words="", actor=handler, keys=keys_of(handler), at=timezone.now())
    assert Alarm.objects.filter(kind=AlarmKind.MANY_REVEALS, user=handler).exists()


VIEWS = ("compliance.casework.views", "compliance.referrals.views", "compliance.data_protection.views")


def test_the_desk_has_no_address_that_exports_cases():
    def names(patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from names(pattern.url_patterns)
            elif getattr(pattern, "lookup_str", "").startswith(VIEWS):
                yield str(pattern.name)

    found = set(names(get_resolver().url_patterns))
    assert "queue" in found
    # The one export holds wrapped keys for another operator, and nothing that they open.
    assert {name for name in found if "export" in name or "csv" in name or "xlsx" in name} == {"operator_export"}


def test_a_page_of_the_queue_holds_50_rows_and_no_words(desk, handler):
    from compliance.casework.selectors.queue import PAGE_SIZE

    assert PAGE_SIZE == 50
    taken_by(handler, account="MARKER-words")
    assert "MARKER-words" not in desk.get("/desk/").text
