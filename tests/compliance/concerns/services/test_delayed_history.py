"""Lines of history of reporters' acts: not before their hour is over, with the hour alone, and once."""

from datetime import UTC, datetime, timedelta

import pytest

from compliance.concerns.models import HeldLine
from compliance.concerns.services import delayed_history
from portal.history.models import Entry
from tests.factories.concerns import make_concern

NOW = datetime(2026, 11, 24, 12, 34, 56, tzinfo=UTC)


@pytest.fixture
def concern(door):
    concern = make_concern().concern
    HeldLine.objects.all().delete()
    Entry.objects.all().delete()
    return concern


def test_a_line_waits_until_its_hour_is_over_and_tells_the_hour_alone(concern):
    delayed_history.delay_line("concerns.concern.received", concern, {"level": "p3"}, now=NOW)
    assert delayed_history.write_due_lines(NOW.replace(minute=59, second=59)) == 0
    assert not Entry.objects.exists()
    assert delayed_history.write_due_lines(NOW + timedelta(minutes=26)) == 1
    entry = Entry.objects.get()
    assert (entry.action, entry.at, entry.object_uuid) == (
        "concerns.concern.received", NOW.replace(minute=0, second=0), concern.uuid,
    )  # fmt: skip
    assert entry.actor == delayed_history.ANONYMOUS_REPORTER
    assert not HeldLine.objects.exists()


def test_a_line_is_written_once(concern):
    delayed_history.delay_line("concerns.concern.received", concern, now=NOW)
    later = NOW + timedelta(hours=1)
    assert [delayed_history.write_due_lines(later), delayed_history.write_due_lines(later)] == [1, 0]


def test_what_the_portal_did_because_of_it_is_a_line_of_the_system(concern):
    delayed_history.delay_line("casework.alert.sent", concern, now=NOW)
    delayed_history.write_due_lines(NOW + timedelta(hours=1))
    assert Entry.objects.get().actor == "system"


def test_lines_of_one_hour_are_in_no_order_of_time(concern):
    for minute in range(40):
        delayed_history.delay_line(
            "concerns.concern.received", concern, {"minute": minute}, now=NOW.replace(minute=minute)
        )
    delayed_history.write_due_lines(NOW + timedelta(hours=1))
    minutes = [entry.detail["minute"] for entry in Entry.objects.order_by("seq")]
    assert sorted(minutes) == list(range(40)) != minutes
