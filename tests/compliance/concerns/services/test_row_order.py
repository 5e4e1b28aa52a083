"""Where a reporter's rows lie tells no arrival time, and no line of history tells the minute."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, connections

from compliance.casework.choices import AlarmKind
from compliance.casework.models import Alarm
from compliance.casework.services import alert_delivery, on_call_alerts
from compliance.concerns.models import Concern, HeldLine, Message, Receipt, Visit
from compliance.concerns.services import dialogue, row_order
from compliance.concerns.sweep import sweep
from portal.core.models import Outbox
from portal.history.models import Entry
from portal.vault.models import DataKey
from tests.factories.concerns import make_concern, open_door

NOW = datetime(2026, 11, 28, 10, 17, 23, 456, tzinfo=UTC)
NUMBER = 12
SECRET_ORDER = [Concern, DataKey, Receipt, Message]


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()
    yield
    cache.clear()


def physical_order(model) -> list[str]:
    """The ids of a table's rows as a copy of the database has them."""
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT uuid FROM {model._meta.db_table} ORDER BY {place}")
        return [str(row[0]).replace("-", "") for row in cursor.fetchall()]


def transactions(model) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT xmin::text FROM {model._meta.db_table}")
        return {row[0] for row in cursor.fetchall()}


ROWS = {
    Visit: lambda concern, number: {
        "concern": concern, "receipt": concern.receipts.get(), "wrapped": b"x", "begun_at": NOW, "last_action_at": NOW
    },
    HeldLine: lambda concern, number: {
        "concern": concern, "action": "x", "hour": NOW.replace(minute=0, second=0, microsecond=0)
    },
    Alarm: lambda concern, number: {"kind": AlarmKind.NOT_OPENED, "concern": concern, "noticed_at": NOW},
}  # fmt: skip


def arrive() -> list:
    """Concerns, one after the other, each with a message."""
    made = [make_concern() for _ in range(NUMBER)]
    for one in made:
        dialogue.add_message(one.concern, one.data_key, author="reporter", text="Hello", now=NOW)
    return made


@pytest.mark.django_db(transaction=True)
def test_after_the_hour_no_table_has_its_rows_in_the_order_in_which_they_came():
    open_door()
    made = arrive()
    came = [one.concern.uuid.hex for one in made]
    if connection.vendor == "postgresql":
        assert len(transactions(Concern)) == NUMBER
    else:
        assert physical_order(Concern) == came
    before = {model: physical_order(model) for model in SECRET_ORDER}
    sweep(NOW + timedelta(hours=1))
    for model in SECRET_ORDER:
        after = physical_order(model)
        assert sorted(after) == sorted(before[model]) and after != before[model], model
        if connection.vendor == "postgresql":
            assert len(transactions(model)) == 1, model
            assert after == sorted(after), model


# Rows that the desk writes when it has read a concern, hours later or at its own time.
WRITTEN_BY_THE_DESK = {"casework.Contact", "casework.Reporter"}


def test_every_table_that_a_reporter_s_act_writes_to_is_among_those_rewritten():
    ours = set(apps.get_app_config("concerns").get_models())
    beside = {
        model
        for model in apps.get_models()
        if any(field.related_model in ours for field in model._meta.get_fields() if field.concrete)
    }
    told = {model for model in ours | beside if model._meta.label not in WRITTEN_BY_THE_DESK}
    assert told >= {Concern, Message, Visit, HeldLine, Alarm}
    assert told | {DataKey} == set(row_order.get_models())
    assert all(model._meta.pk.column == "uuid" for model in row_order.get_models())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", [Visit, HeldLine, Alarm])
def test_visits_delayed_lines_and_alarms_say_nothing_finer_than_the_hour(model):
    open_door()
    made = arrive()
    for number, one in enumerate(made):
        model.objects.create(**ROWS[model](one.concern, number))
    before = physical_order(model)
    row_order.scatter(NOW)
    after = physical_order(model)
    assert sorted(after) == sorted(before) and after != before
    if connection.vendor == "postgresql":
        assert len(transactions(model)) == 1


@pytest.mark.django_db(transaction=True)
def test_rows_are_rewritten_once_an_hour_and_only_those_that_changed():
    open_door()
    arrive()
    assert row_order.scatter(NOW) > 0
    assert row_order.scatter(NOW + timedelta(minutes=20)) == 0
    if connection.vendor == "postgresql":
        assert row_order.scatter(NOW + timedelta(hours=1)) == 0
        make_concern()
        # The concern, its key, its code and its line of history.
        assert row_order.scatter(NOW + timedelta(hours=2)) == 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no transaction numbers")
def test_a_transaction_that_stays_open_elsewhere_has_no_row_rewritten_twice():
    open_door()
    with connections.create_connection("default").cursor() as other:
        other.execute("BEGIN")
        other.execute("SELECT pg_current_xact_id()")
        arrive()
        assert row_order.scatter(NOW) > 0
        assert row_order.scatter(NOW + timedelta(hours=1)) == 0
        make_concern()
        assert row_order.scatter(NOW + timedelta(hours=2)) == 4
        other.execute("ROLLBACK")
        other.connection.close()


@pytest.mark.django_db
def test_everything_still_opens_after_the_rows_were_rewritten():
    open_door()
    made = arrive()
    row_order.scatter(NOW)
    for one in made:
        [said] = dialogue.get_conversation(Concern.objects.get(pk=one.concern.pk), one.data_key)
        assert said.text == "Hello"


@pytest.mark.django_db
def test_deleting_contact_details_waits_for_its_hour_before_it_is_a_line_of_history():
    open_door()
    made = make_concern(identity_mode="confidential", name="Robin")
    dialogue.delete_contact(made.concern, made.data_key, now=NOW)
    assert not Entry.objects.filter(action="concerns.concern.contact_deleted").exists()
    sweep(NOW + timedelta(hours=1))
    assert Entry.objects.get(action="concerns.concern.contact_deleted").at == NOW.replace(
        minute=0, second=0, microsecond=0
    )


@pytest.mark.django_db
def test_an_alert_about_a_new_concern_tells_no_second_and_leaves_no_line_of_its_minute(settings):
    settings.ON_CALL_EMAILS = ["on.call@operator.example"]
    open_door()
    make_concern(danger_level="happening_now")
    HeldLine.objects.all().delete()
    on_call_alerts.watch(NOW)
    on_call_alerts.watch(NOW + timedelta(minutes=5, seconds=30))
    alarm = Alarm.objects.get(concern__isnull=False)
    assert alarm.noticed_at == NOW.replace(second=0, microsecond=0)
    assert (alarm.told_at.second, alarm.told_at.microsecond) == (0, 0)
    assert not Entry.objects.filter(action="casework.alarm.told", detail__kind=alarm.kind).exists()
    sweep(NOW + timedelta(hours=1))
    line = Entry.objects.get(action="casework.alarm.told", detail__kind=alarm.kind)
    assert (line.at.minute, line.at.second, line.actor) == (0, 0, "system")


@pytest.mark.django_db
def test_a_sent_alert_leaves_no_row(settings):
    settings.ON_CALL_EMAILS = ["on.call@operator.example"]
    open_door()
    make_concern(danger_level="happening_now")
    on_call_alerts.watch(NOW)
    on_call_alerts.watch(NOW + timedelta(minutes=6))
    Outbox.objects.filter(template=alert_delivery.TEMPLATE).update(state=Outbox.State.SENT, sent_at=NOW)
    on_call_alerts.watch(NOW + timedelta(minutes=7))
    assert not Outbox.objects.filter(template=alert_delivery.TEMPLATE).exists()
