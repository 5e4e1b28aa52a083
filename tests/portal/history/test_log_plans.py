"""The log is narrowed, cut and counted by indexes in its order, and its choices are found without reading it."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.worlds import make_entries
from portal.history import selectors
from portal.history.models import Entry
from portal.history.services import record
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory
from tests.support.query_plans import assert_read_in_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return UserFactory(first_name="Ash", last_name="Zed"), UserFactory(first_name="Birch", last_name="Able")


@pytest.fixture
def organisation(people):
    organisation = OrganisationFactory()
    for number in range(20):
        record(people[number % 2], f"tests.thing.done_{number % 3}", organisation, scope=organisation.uuid)
    record("system", "tests.thing.swept", organisation, scope=organisation.uuid)
    record(UserFactory(), "tests.thing.elsewhere", scope=uuid4())
    return organisation


def test_lines_come_by_an_index_in_their_order(organisation, people):
    scope, person = organisation.uuid, people[0]
    # Of a small table the primary key costs as little as any other index.
    make_entries(2_000, actor=people[1])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE history_entry")
    lines = selectors.entries_for_scope(scope)
    plans = {
        "one_entry_a_scope_number": lines,
        "history_of_scope_by_person": lines.filter(actor_id=person.pk),
        "history_of_scope_by_action": lines.filter(action="tests.thing.done_1"),
        "history_by_person": selectors.entries_by_person(person),
        "history_by_action": selectors.all_entries().filter(action="tests.thing.done_1"),
    }
    for index, rows in plans.items():
        assert_read_in_order(rows.values("pk")[:50], index)


def test_people_and_actions_are_those_of_the_lines(organisation, people):
    where = {"scope": organisation.uuid}
    entries = list(Entry.objects.filter(**where))
    assert selectors.people_in(**where) == [(str(person.pk), str(person)) for person in people]
    assert list(selectors.actions_in(**where)) == sorted({entry.action for entry in entries})
    assert [key for key, _name in selectors.people_in(actor_id=people[1].pk)] == [str(people[1].pk)]
    everything = set(Entry.objects.values_list("action", flat=True))
    assert set(selectors.actions_in()) == everything
    assert len(selectors.people_in()) == 3


def test_a_person_shows_under_their_last_name(organisation, people):
    people[0].first_name = "Willow"
    record(people[0], "tests.thing.renamed", organisation, scope=organisation.uuid)
    assert (str(people[0].pk), "Willow Zed") in selectors.people_in(scope=organisation.uuid)


def test_choices_are_looked_up_in_an_index_value_by_value(organisation):
    with CaptureQueriesContext(connection) as queries:
        selectors.people_in(scope=organisation.uuid)
        selectors.actions_in(scope=organisation.uuid)
        selectors.people_in()
        selectors.actions_in()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        prefix = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        for query in queries:
            cursor.execute(f"{prefix} {query['sql']}")
            plan = [str(row[-1]).strip() for row in cursor.fetchall()]
            assert not [line for line in plan if "Seq Scan on history" in line or line == "SCAN history_entry"], plan
