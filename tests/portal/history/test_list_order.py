"""The log and the activity of an organisation are in the order of their rule, filtered, counted and cut as by hand."""

import random
from datetime import UTC, datetime
from unittest import mock
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core.pagination import KeysetPaginator
from portal.history import event_labels, selectors
from portal.history.forms import EntryFilter
from portal.history.models import Entry
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
SCOPES = (UUID(int=1), UUID(int=2), None)
ACTIONS = ("tests.thing.done", "tests.thing.hidden", "tests.thing.swept")
HIDDEN = frozenset({"tests.thing.hidden"})
# Around midnight in London in summer and winter, so that a day of a filter is one of the reader's clock.
MOMENTS = [
    datetime(2026, 7, 1, 22, 59, tzinfo=UTC),
    datetime(2026, 7, 1, 23, 0, tzinfo=UTC),
    datetime(2026, 7, 2, 12, 0, tzinfo=UTC),
    datetime(2026, 12, 1, 23, 59, tzinfo=UTC),
    datetime(2026, 12, 2, 0, 0, tzinfo=UTC),
]
DAYS = ["", "2026-07-01", "2026-07-02", "2026-12-01", "2026-12-02"]
UNHURRIED = {"deadline": None, "suppress_health_check": list(HealthCheck)}
WORLDS = {
    "seed": st.integers(0, 2**32),
    "reader": st.sampled_from(["all", "own", "organisation"]),
    "person": st.sampled_from(["", "first", "second"]),
    "action": st.sampled_from(["", *ACTIONS]),
    "days": st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)),
    "size": st.integers(1, 4),
}


def make_entries(chance: random.Random, people: list) -> list[Entry]:
    """Make lines of two organisations and of none, some at the same moment; a name of each person changes once."""
    numbers: dict[UUID | None, int] = {}
    rows = []
    for seq in range(10**9, 10**9 + chance.randrange(14)):
        scope, person = chance.choice(SCOPES), chance.choice([*people, None])
        # Not in the order of the moments: the order is that in which they were written.
        numbers[scope] = numbers.get(scope, 0) + 1
        rows.append(
            Entry(
                seq=seq, at=chance.choice(MOMENTS), actor_id=person and person.pk,
                actor=f"{person} {chance.choice(['before', 'after'])}" if person else "system",
                action=chance.choice(ACTIONS), object_type="tests.thing", object_label="Works", scope=scope,
                scope_seq=numbers[scope] if scope else None, prev=f"{seq:064d}", hash=f"{seq + 1:064d}",
            )
        )  # fmt: skip
    return Entry.objects.bulk_create(rows)


def get_query(days: tuple[str, str], **values: str) -> dict[str, str]:
    dates = {
        f"{name}_{part}": number
        for name, day in zip(("since", "until"), days, strict=True)
        if day
        for part, number in zip(("year", "month", "day"), day.split("-"), strict=True)
    }
    return values | dates


def fits(row: Entry, days: tuple[str, str], person: str, action: str) -> bool:
    day = timezone.localtime(row.at).date().isoformat()
    since, until = days
    is_of_person = not person or str(row.actor_id) == person
    return is_of_person and action in ("", row.action) and since <= day and (not until or day <= until)


def check_log(*, seed, reader, person, action, days, size):
    people = [UserFactory(), UserFactory()]
    rows = [*Entry.objects.all(), *make_entries(random.Random(seed), people)]
    if reader == "organisation":
        key, where, shown = "scope_seq", {"scope": SCOPES[0]}, selectors.entries_for_scope(SCOPES[0])
        rows = [row for row in rows if row.scope == SCOPES[0]]
    elif reader == "own":
        key, where, shown = "seq", {"actor_id": people[0].pk}, selectors.entries_by_person(people[0])
        rows = [row for row in rows if row.actor_id == people[0].pk and row.action not in HIDDEN]
    else:
        key, where, shown = "seq", {}, selectors.all_entries()
    rows.sort(key=lambda row: getattr(row, key), reverse=True)
    assert list(shown) == rows
    assert list(selectors.actions_in(**where)) == sorted({row.action for row in rows})
    if reader != "own":
        last_names = {str(row.actor_id): row.actor for row in reversed(rows) if row.actor_id}
        assert dict(selectors.people_in(**where)) == last_names

    chosen = {"": "", "first": str(people[0].pk), "second": str(people[1].pk)}[person]
    form = EntryFilter(get_query(days, person=chosen, action=action), entries=shown, where=where)
    if form.is_valid():
        rows = [row for row in rows if fits(row, days, chosen, action)]
    else:
        is_known = chosen in dict(form.fields["person"].choices) and action in dict(form.fields["action"].choices)
        assert not is_known or (days[0] and days[1] and days[1] < days[0])
    check_pages(KeysetPaginator(form.get_entries(), size, key=key), rows, key, size)


def check_pages(paginator: KeysetPaginator, rows: list[Entry], key: str, size: int) -> None:
    """Turn the pages to the end and back: each is the next piece of the rows."""
    assert paginator.count == len(rows)
    pages = [rows[start : start + size] for start in range(0, len(rows), size)] or [[]]
    page = paginator.get_page_at(before=None, after=None)
    for number, expected in enumerate(pages):
        assert page.object_list == expected
        is_last = number == len(pages) - 1
        assert (page.older is None) == is_last
        if not is_last:
            page = paginator.get_page_at(before=str(page.older), after=None)
    for row in rows[size:]:
        page = paginator.get_page_at(before=None, after=str(getattr(row, key)))
        above = [other for other in rows if getattr(other, key) > getattr(row, key)]
        assert page.object_list == (above[-size:] if len(above) > size else rows[:size])


def in_a_world_of_its_own(**arguments) -> None:
    """Check, and leave nothing of the world behind."""
    with transaction.atomic(), mock.patch.object(event_labels, "get_hidden_actions", lambda: HIDDEN):
        check_log(**arguments)
        transaction.set_rollback(True)


@settings(max_examples=40, **UNHURRIED)
@given(**WORLDS)
def test_lines_are_those_of_plain_python(db, seed, reader, person, action, days, size):
    in_a_world_of_its_own(seed=seed, reader=reader, person=person, action=action, days=days, size=size)


@pytest.mark.soak
@settings(max_examples=1000, **UNHURRIED)
@given(**WORLDS)
def test_lines_are_those_of_plain_python_in_1000_worlds(db, seed, reader, person, action, days, size):
    in_a_world_of_its_own(seed=seed, reader=reader, person=person, action=action, days=days, size=size)
