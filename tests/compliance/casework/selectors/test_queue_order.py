"""The queue as the database sorts, filters, counts and cuts it, against the rule and plain Python."""

import random
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.casework import reference_numbers
from compliance.casework.choices import ENDED_STATUSES, WAITING_STATUSES, Age, Level, Status
from compliance.casework.models import Case, CaseReader, Contact, Task
from compliance.casework.rules import queue as rules
from compliance.casework.rules.queue import Waiting
from compliance.casework.selectors import queue
from compliance.casework.selectors.queue import Shown
from compliance.concerns.models import Concern
from portal.accounts.models import User

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
LANGUAGES, REGIONS = ("en", "vi"), ("london", "wales")
STATUSES = [status for status in Status if status != Status.MERGED]


def moment(chance: random.Random) -> datetime:
    """One of few, so that many rows are due at the same time."""
    return NOON + timedelta(minutes=30 * chance.randrange(4))


def add_case(chance: random.Random, owner: Any) -> Case:
    status = chance.choice(STATUSES)
    closing = {"closed_at": NOON, "closure_reason": "referred"} if status == Status.CLOSED else {}
    return Case(
        reference=reference_numbers.make_case_reference(),
        status=status,
        level=chance.choice(Level.values),
        age_of_person=chance.choice(Age.values),
        language=chance.choice(LANGUAGES),
        region=chance.choice(REGIONS),
        owner=owner,
        arrived_hour=NOON - timedelta(hours=chance.randrange(2)),
        opened_at=NOON,
        due_at=moment(chance),
        **closing,
    )


def add_concern(chance: random.Random) -> Concern:
    return Concern(
        submit_token=uuid4(), route="r2", purpose="report_concern", danger_level="unknown", child_involved=False,
        identity_mode="anonymous", answers=b"", age_of_person=chance.choice(Age.values),
        language=chance.choice(LANGUAGES), region=chance.choice(REGIONS), triage_level=chance.choice(Level.values),
        arrived_hour=NOON - timedelta(hours=chance.randrange(2)), due_at=moment(chance),
    )  # fmt: skip


def add_task(chance: random.Random, case: Case) -> Task:
    due_at = chance.choice([None, moment(chance) - timedelta(hours=1), moment(chance)])
    return Task(case=case, kind="other", due_at=due_at, made_at=NOON, done_at=chance.choice([None, None, NOON]))


def add_contact(case: Case | None, concern: Concern | None) -> Contact:
    reference = reference_numbers.make_contact_reference()
    return Contact(case=case, concern=concern, reference=reference, channel="webform", hour=NOON)


def make_world(seed: int, user: Any, colleague: Any) -> None:
    """Few cases and concerns, many of them equal in all but their key."""
    chance = random.Random(seed)
    cases = Case.objects.bulk_create(
        add_case(chance, chance.choice([user, colleague, None])) for _ in range(chance.randrange(12))
    )
    concerns = Concern.objects.bulk_create(add_concern(chance) for _ in range(chance.randrange(8)))
    Task.objects.bulk_create(add_task(chance, case) for case in cases for _ in range(chance.randrange(3)))
    Contact.objects.bulk_create(add_contact(None, concern) for concern in concerns if chance.random() < 0.3)
    CaseReader.objects.bulk_create(
        CaseReader(case=case, user=user, is_kept_out=chance.random() < 0.7, named_at=NOON)
        for case in cases
        if chance.random() < 0.2
    )


def next_due(case: Case) -> datetime:
    """The rule, in plain Python."""
    return min([case.due_at, *(task.due_at for task in case.tasks.all() if task.due_at and not task.done_at)])


def expected(user: Any, shown: Shown, filters: dict[str, str]) -> tuple[list[Waiting], dict[str, int], int]:
    """The rows in the rule's order, the counts and the alarms, of everything that there is."""
    kept_out = {
        reader.case_id for reader in CaseReader.objects.all() if reader.user_id == user.pk and reader.is_kept_out
    }
    taken = {contact.concern_id for contact in Contact.objects.all()}
    parts: dict[Shown, list[tuple[Waiting, Any]]] = {part: [] for part in Shown}
    for case in Case.objects.prefetch_related("tasks"):
        if case.status in ENDED_STATUSES or case.pk in kept_out:
            continue
        due = next_due(case)
        row = Waiting(str(case.pk), case.age_of_person, case.level, due, case.arrived_hour, is_case=True), case
        parts[Shown.ALL].append(row)
        if case.owner_id == user.pk:
            parts[Shown.MINE].append(row)
        if case.owner_id is None:
            parts[Shown.UNASSIGNED].append(row)
        if case.status in WAITING_STATUSES:
            parts[Shown.WAITING].append(row)
    for concern in Concern.objects.all():
        if concern.pk not in taken:
            facts = concern.age_of_person, concern.triage_level, concern.due_at, concern.arrived_hour
            row = Waiting(str(concern.pk), *facts), concern
            parts[Shown.ALL].append(row)
            parts[Shown.UNASSIGNED].append(row)

    def fits(row: tuple[Waiting, Any]) -> bool:
        facts = {"level": row[0].level, "language": row[1].language, "region": row[1].region}
        return all(facts[name] == value for name, value in filters.items())

    rows = rules.sort_waiting(row[0] for row in parts[shown] if fits(row))
    alarms = sum(rules.sounds_alarm(row) for row, _record in parts[Shown.ALL])
    return rows, {str(part): len(found) for part, found in parts.items()}, alarms


def check_world(seed: int, shown: Shown, filters: dict[str, str], cut: slice) -> None:
    user, colleague = User.objects.create(email="one@example.org"), User.objects.create(email="two@example.org")
    make_world(seed, user, colleague)
    rows, counts, alarms = expected(user, shown, filters)
    found = queue.get_queue(user=user, shown=shown, filters=filters)
    assert [row.waiting for row in found.rows[:]] == rows
    assert [row.waiting for row in found.rows[cut]] == rows[cut]
    assert len(found.rows) == len(rows)
    assert found.counts == counts
    assert found.adult_alarms == alarms
    assert found.mark == queue.get_mark()


WORLDS = {
    "seed": st.integers(0, 2**32),
    "shown": st.sampled_from(Shown),
    "filters": st.fixed_dictionaries(
        {},
        optional={
            "level": st.sampled_from(Level.values),
            "language": st.sampled_from(LANGUAGES),
            "region": st.sampled_from(REGIONS),
        },
    ),
    "cut": st.builds(slice, st.integers(0, 12), st.integers(0, 20)),
}
UNHURRIED = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def in_a_world_of_its_own(check: Any, **arguments: Any) -> None:
    """Check, and leave nothing of the world behind."""
    with transaction.atomic():
        check(**arguments)
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=60, **UNHURRIED)
@given(**WORLDS)
def test_order_filters_and_counts_are_those_of_the_rule(seed, shown, filters, cut):
    in_a_world_of_its_own(check_world, seed=seed, shown=shown, filters=filters, cut=cut)


@pytest.mark.soak
@pytest.mark.django_db
@settings(max_examples=1000, **UNHURRIED)
@given(**WORLDS)
def test_order_filters_and_counts_are_those_of_the_rule_in_1000_worlds(seed, shown, filters, cut):
    in_a_world_of_its_own(check_world, seed=seed, shown=shown, filters=filters, cut=cut)


# --- What is stored stays true ----------------------------------------------------------------------------------------


def change_something(chance: random.Random) -> None:
    """One write, of the ways in which rows of cases, tasks, contacts and concerns change."""
    cases, tasks, concerns = Case.objects.all(), Task.objects.all(), Concern.objects.all()
    case, task, concern = (chance.choice(list(rows)) if rows else None for rows in (cases, tasks, concerns))
    act = chance.randrange(13)
    if act == 0:
        add_case(chance, None).save(force_insert=True)
    elif act == 1 and case:
        add_task(chance, case).save(force_insert=True)
    elif act == 2 and task:
        task.due_at, task.done_at = moment(chance) - timedelta(hours=2), None
        task.save()
    elif act == 3 and task:
        Task.objects.filter(pk=task.pk).update(done_at=chance.choice([None, NOON]))
    elif act == 4 and task:
        task.delete()
    elif act == 5 and task:
        Task.objects.filter(case=task.case).update(case=case)
    elif act == 6 and case:
        Case.objects.update(due_at=moment(chance))
    elif act == 7 and case:
        # A full save writes what the object was read with.
        Task.objects.create(case=case, kind="other", due_at=NOON - timedelta(days=1), made_at=NOON)
        case.save()
    elif act == 8 and case:
        Case.objects.filter(pk=case.pk).update(next_due_at=NOON + timedelta(days=9))
    elif act == 9:
        add_concern(chance).save(force_insert=True)
    elif act == 10 and concern and not Contact.objects.filter(concern=concern):
        add_contact(None, concern).save(force_insert=True)
        concern.save()
    elif act == 11:
        Contact.objects.filter(concern=concern).delete()
    elif act == 12 and concern:
        free = next((row for row in concerns if not Contact.objects.filter(concern=row)), None)
        Contact.objects.filter(concern=concern).update(concern=free)


def assert_stored_facts_are_true() -> None:
    for case in Case.objects.prefetch_related("tasks"):
        assert case.next_due_at == next_due(case)
        assert case.is_ended == (case.status in ENDED_STATUSES)
        assert case.is_adult == (case.age_of_person == Age.ADULT)
    taken = set(Contact.objects.exclude(concern=None).values_list("concern", flat=True))
    assert {concern.pk for concern in Concern.objects.filter(is_claimed=True)} == taken
    assert all(concern.is_adult == (concern.age_of_person == Age.ADULT) for concern in Concern.objects.all())


def walk(seed: int, steps: int) -> None:
    chance = random.Random(seed)
    for _ in range(steps):
        change_something(chance)
        assert_stored_facts_are_true()


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_what_the_order_rests_on_stays_true_whatever_is_written(seed):
    walk(seed, steps=60)


@pytest.mark.soak
@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(100, 150))
def test_what_the_order_rests_on_stays_true_in_long_walks(seed):
    walk(seed, steps=200)


# --- By indexes -------------------------------------------------------------------------------------------------------


def explain(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.django_db
@pytest.mark.parametrize("shown", Shown)
def test_no_page_of_the_queue_reads_a_whole_table(shown):
    user = User.objects.create(email="one@example.org")
    chance = random.Random(1)
    Case.objects.bulk_create(add_case(chance, chance.choice([user, None])) for _ in range(3000))
    Case.objects.filter(pk__in=Case.objects.order_by("pk")[:2980].values("pk")).update(
        status=Status.CLOSED, closed_at=NOON, closure_reason="referred"
    )
    concerns = Concern.objects.bulk_create(add_concern(chance) for _ in range(3000))
    Contact.objects.bulk_create(add_contact(None, concern) for concern in concerns[:2980])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with CaptureQueriesContext(connection) as queries:
        found = queue.get_queue(user=user, shown=shown, filters={})
        assert found.rows[:50]
        # A page far down skips what stands before it by the same indexes.
        assert found.rows[len(found.rows) - 1]
        queue.get_mark()
    for query in queries:
        plan = explain(query["sql"])
        assert not re.search(r"(Seq Scan on|SCAN) (casework_case|concerns_concern)\b", plan), plan
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Twenty rows it may rightly sort; whether the index has them in order is asked here.
            cursor.execute("SET LOCAL enable_sort = off")
    pages = [explain(query["sql"]) for query in queries if '"is_adult" ASC' in query["sql"]]
    assert pages
    assert all("queue" in plan for plan in pages), pages
