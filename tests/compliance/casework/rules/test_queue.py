"""Tests of the order of the queue."""

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from compliance.casework.rules import priorities, queue
from compliance.casework.rules.queue import Waiting

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
AGES = ("under_18", "not_sure", "adult")


def random_queue(chance: random.Random) -> list[Waiting]:
    return [
        Waiting(
            key=str(number),
            age=chance.choice(AGES),
            level=chance.choice(priorities.LEVELS),
            due_at=NOON + timedelta(minutes=chance.randrange(-90, 90)),
            arrived_hour=NOON - timedelta(hours=chance.randrange(5)),
            is_case=chance.random() < 0.5,
        )
        for number in range(chance.randrange(1, 12))
    ]


def test_in_10000_random_queues_a_child_comes_first_then_level_then_due_then_arrival():
    chance = random.Random(4)
    for _ in range(10_000):
        rows = queue.sort_waiting(random_queue(chance))
        for first, second in pairwise(rows):
            if first.concerns_child != second.concerns_child:
                assert first.concerns_child
            elif first.level != second.level:
                assert first.level < second.level
            elif first.due_at != second.due_at:
                assert first.due_at < second.due_at
            else:
                assert first.arrived_hour <= second.arrived_hour


def test_the_order_does_not_depend_on_what_it_began_with():
    chance = random.Random(5)
    for _ in range(500):
        rows = random_queue(chance)
        assert queue.sort_waiting(rows) == queue.sort_waiting(chance.sample(rows, len(rows)))


@pytest.mark.parametrize(
    ("age", "level", "is_case", "sounds"),
    [
        ("adult", "p1", False, True),
        ("adult", "p1", True, False),  # somebody has taken it
        ("adult", "p2", False, False),
        ("under_18", "p1", False, False),  # stands at the top of the queue already
        ("not_sure", "p1", False, False),
    ],
)
def test_the_banner_is_for_adults_in_immediate_danger_whom_nobody_has_taken(age, level, is_case, sounds):
    assert queue.sounds_alarm(Waiting("1", age, level, NOON, NOON, is_case)) is sounds


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0), (1, 1), (60, 1), (61, 2), (-1, 0), (-60, -1), (-3600, -60)])
def test_a_begun_minute_counts_as_left(seconds, minutes):
    assert queue.get_minutes_left(NOON + timedelta(seconds=seconds), NOON) == minutes
