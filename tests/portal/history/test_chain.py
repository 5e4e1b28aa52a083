"""Tampering is found: edit, delete, insert, reorder, cut tail, and a chain worked out anew."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal.core import triggers
from portal.history import checkpoints
from portal.history.chain import FIRST_PREVIOUS_HASH, compute_entry_hash, find_breaks, to_plain
from portal.history.models import Entry, Head
from portal.history.services import record
from portal.history.triggers import TRIGGERS
from portal.history.verification import verify_log
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def fill(count: int) -> None:
    for number in range(count):
        record("system", "tests.thing.done", data={"number": number}, at=NOON + timedelta(minutes=number))


def rewrite(rows: list[Entry]) -> None:
    """Put rows in place of those that are there, as a thief with database rights could."""
    triggers.remove_triggers(connection, TRIGGERS)
    Entry.objects.all().delete()
    Entry.objects.bulk_create(rows)
    triggers.install_triggers(connection, TRIGGERS)


def edit(rows, pick):
    row = pick.choice(rows)
    column, value = pick.choice(
        [
            ("actor", "somebody else"),
            ("action", "tests.thing.undone"),
            ("object_label", "another"),
            ("detail", {"number": -1}),
            ("at", row.at + timedelta(microseconds=1)),
            ("actor_id", 7),
        ]
    )
    setattr(row, column, value)
    return rows


def delete(rows, pick):
    rows.remove(pick.choice(rows[:-1]))
    return rows


def delete_and_number_anew(rows, pick):
    rows.remove(pick.choice(rows[:-1]))
    for seq, row in enumerate(rows, start=1):
        row.seq = seq
    return rows


def insert(rows, pick):
    at = pick.randrange(len(rows))
    forged = Entry(at=NOON, actor="system", action="tests.thing.forged", prev=f"{pick.getrandbits(256):064x}")
    forged.hash = compute_entry_hash(forged.prev, forged.hashed_fields())
    rows.insert(at, forged)
    for seq, row in enumerate(rows, start=1):
        row.seq = seq
    return rows


def append(rows, pick):
    """A well-linked entry that the head does not know."""
    last = rows[-1]
    forged = Entry(seq=last.seq + 1, at=NOON, actor="system", action="tests.thing.forged", prev=last.hash)
    forged.hash = compute_entry_hash(forged.prev, forged.hashed_fields())
    return [*rows, forged]


def reorder(rows, pick):
    one, other = pick.sample(rows, 2)
    one.seq, other.seq = other.seq, one.seq
    return rows


def cut_tail(rows, pick):
    return rows[: pick.randrange(1, len(rows))]


TAMPERINGS = [edit, delete, delete_and_number_anew, insert, append, reorder, cut_tail]


def tamper(times: int, pick: random.Random) -> int:
    """How many of so many tamperings were found; each is undone."""
    found = 0
    for number in range(times):
        with transaction.atomic():
            rewrite(TAMPERINGS[number % len(TAMPERINGS)](list(Entry.objects.all()), pick))
            found += not verify_log().is_whole
            transaction.set_rollback(True)
        assert verify_log().is_whole
    return found


def test_an_untouched_chain_is_whole():
    fill(5)
    assert verify_log().is_whole
    assert verify_log().count == 5


def test_an_empty_chain_is_whole():
    assert verify_log().is_whole


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_tampering_is_found(tampering):
    fill(8)
    rewrite(tampering(list(Entry.objects.all()), random.Random(54)))
    assert not verify_log().is_whole


@pytest.mark.soak
def test_a_thousand_of_a_thousand_tamperings_are_found():
    fill(20)
    assert tamper(1000, random.Random(2015)) == 1000


def test_seventy_of_seventy_tamperings_are_found():
    fill(12)
    assert tamper(70, random.Random(2015)) == 70


def test_a_whole_chain_worked_out_anew_disagrees_with_the_anchor(tmp_path, settings):
    settings.HISTORY_ANCHORS_DIR = tmp_path
    fill(5)
    assert checkpoints.write_checkpoint(NOON)
    rows, before = list(Entry.objects.all()), FIRST_PREVIOUS_HASH
    rows[2].actor = "nobody"
    for row in rows:
        row.prev = before
        row.hash = before = compute_entry_hash(before, row.hashed_fields())
    rewrite(rows)
    _move_head(rows[-1])
    assert [problem.code for problem in verify_log().problems] == ["anchor"]


def test_a_cut_tail_with_its_head_moved_back_disagrees_with_the_anchor(tmp_path, settings):
    settings.HISTORY_ANCHORS_DIR = tmp_path
    fill(5)
    checkpoints.write_checkpoint(NOON)
    rows = list(Entry.objects.all())[:3]
    rewrite(rows)
    _move_head(rows[-1])
    assert [problem.code for problem in verify_log().problems] == ["cut"]


def _move_head(last: Entry) -> None:
    triggers.remove_triggers(connection, TRIGGERS)
    Head.objects.update(seq=last.seq, hash=last.hash)
    triggers.install_triggers(connection, TRIGGERS)


def test_guards_that_were_switched_off_are_reported():
    fill(1)
    triggers.remove_triggers(connection, TRIGGERS)
    assert {problem.code for problem in verify_log().problems} == {"guard"}


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("suppliers_supplier_tier_from_supplyrelation_delete", "suppliers_supplyrelation"),
        ("audits_action_order_insert", "audits_action"),
        ("casework_case_next_due_from_task_move", "casework_task"),
    ],
)
def test_a_missing_trigger_that_keeps_a_column_is_named(name, table):
    assert verify_log().is_whole
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{'' if connection.vendor == 'sqlite' else f' ON {table}'}")
    (problem,) = verify_log().problems
    assert problem.code == "guard"
    assert name in problem.sentence


def refused(act) -> None:
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        act()


def test_the_database_refuses_to_change_or_drop_an_entry():
    fill(2)
    refused(lambda: Entry.objects.filter(seq=1).update(actor="somebody else"))
    refused(lambda: Entry.objects.filter(seq=2).delete())
    refused(lambda: Entry.objects.get(seq=1).save())


def test_the_database_refuses_to_move_the_head_back_or_drop_it():
    fill(2)
    refused(lambda: Head.objects.update(seq=1))
    refused(lambda: Head.objects.all().delete())


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite knows no TRUNCATE")
@pytest.mark.parametrize("table", ["history_entry", "history_head"])
def test_the_database_refuses_to_truncate(table):
    fill(1)

    def truncate():
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table}")

    refused(truncate)


def test_an_act_that_is_undone_leaves_no_entry_and_no_gap():
    fill(2)
    with transaction.atomic():
        record("system", "tests.thing.undone")
        transaction.set_rollback(True)
    fill(1)
    assert list(Entry.objects.values_list("seq", flat=True)) == [1, 2, 3]
    assert verify_log().is_whole


def test_entries_written_inside_nested_transactions_are_chained():
    with transaction.atomic():
        record("system", "tests.outer.begun")
        with transaction.atomic():
            record("system", "tests.inner.done")
        with transaction.atomic():
            record("system", "tests.inner.undone")
            transaction.set_rollback(True)
        record("system", "tests.outer.ended")
    assert [entry.action for entry in Entry.objects.all()] == [
        "tests.outer.begun",
        "tests.inner.done",
        "tests.outer.ended",
    ]
    assert verify_log().is_whole


@pytest.mark.parametrize(
    "value",
    ["\x00nul", "half \ud83d pair", "line\nbreak", "é ﷽ 𓀀", 10**30, -0.0, 1e22, 0.1, True, None, [1, {"a": (2, 3)}]],
)
def test_what_both_databases_keep_is_what_was_hashed(value):
    user = UserFactory(first_name="Zoë\x0b")
    record(user, "tests.thing.done", user, {"value": value, 7: NOON})
    entry = Entry.objects.get()
    assert entry.detail["7"] == "2026-11-24T12:00:00.000000+00:00"
    assert entry.actor_id == user.pk
    assert verify_log().is_whole


def test_fractions_are_kept_as_text():
    assert to_plain({"share": 0.5}) == {"share": "0.5"}


def test_breaks_names_the_place():
    fields = {
        "at": "", "actor_id": None, "actor": "", "action": "", "object_type": "", "object_uuid": None,
        "object_label": "", "scope": None, "scope_seq": None, "scope_prev": FIRST_PREVIOUS_HASH, "detail": {},
    }  # fmt: skip
    first = compute_entry_hash(FIRST_PREVIOUS_HASH, fields)
    second = compute_entry_hash(first, fields)
    assert not list(find_breaks([(1, FIRST_PREVIOUS_HASH, first, fields), (2, first, second, fields)]))
    assert [p.place for p in find_breaks([(1, FIRST_PREVIOUS_HASH, first, fields), (2, first, first, fields)])] == [2]


def test_a_days_anchor_is_written_once_and_never_replaced(tmp_path, settings):
    settings.HISTORY_ANCHORS_DIR = tmp_path / "anchors"
    assert checkpoints.write_checkpoint(NOON) is None, "there is no history to anchor"
    fill(1)
    path = checkpoints.write_checkpoint(NOON)
    text = path.read_text()
    fill(1)
    assert checkpoints.write_checkpoint(NOON + timedelta(hours=1)) is None
    assert path.read_text() == text
    assert checkpoints.write_checkpoint(NOON + timedelta(days=1)).name == "2026-11-25.json"
    assert [path.suffix for path in path.parent.iterdir()] == [".json", ".json"]
    assert verify_log().anchors == 2


def test_the_day_of_an_anchor_is_londons(tmp_path, settings):
    settings.HISTORY_ANCHORS_DIR = tmp_path
    fill(1)
    assert checkpoints.write_checkpoint(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)).name == "2026-07-01.json"


def test_time_is_now_unless_it_is_passed_in():
    before = timezone.now()
    assert before <= record("system", "tests.thing.done").at <= timezone.now()
