"""What others may ask, and how many queries it takes."""

from datetime import date, timedelta

import pytest

from learning.training import figures
from tests.factories.accounts import UserFactory
from tests.factories.training import NOON, completed, course_with_lessons, read_all, try_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return course_with_lessons()


def test_completions_of_some_people_and_courses_take_one_query(course, django_assert_num_queries):
    other = course_with_lessons()
    people = UserFactory.create_batch(4)
    for person in people[:3]:
        completed(person, course)
    completed(people[0], other)
    with django_assert_num_queries(1):
        found = figures.completions([person.pk for person in people[:2]], course_ids=[course.pk])
    assert {(one.user_id, one.course_id, one.completed_on) for one in found} == {
        (people[0].pk, course.pk, NOON.date()),
        (people[1].pk, course.pk, NOON.date()),
    }
    assert len(figures.completions([person.pk for person in people])) == 4


def test_the_newest_completion_counts(course):
    person = UserFactory()
    completed(person, course, at=NOON - timedelta(days=400))
    try_quiz(person, course, at=NOON)
    assert figures.last_completions([person.pk], [course.pk]) == {(person.pk, course.pk): NOON.date()}


def test_groups_are_counted_in_two_queries_each_person_once(course, django_assert_num_queries):
    other = course_with_lessons(lessons=1)
    buyer, both, idle = UserFactory.create_batch(3)
    completed(buyer, course)
    completed(both, course)
    completed(both, other)
    try_quiz(both, other, at=NOON + timedelta(days=1))
    groups = {"buyers": [buyer.pk, both.pk], "board": [both.pk], "others": [idle.pk]}
    with django_assert_num_queries(2):
        found = figures.counts(groups, first=date(2026, 4, 1), last=date(2027, 3, 31))
    assert (found["buyers"].people, found["buyers"].completions, found["buyers"].minutes) == (2, 3, 30 + 30 + 20)
    assert found["board"].courses == tuple(sorted((course.title, other.title)))
    assert found["others"] == figures.Taught(0, 0, 0, ())


@pytest.mark.parametrize(
    ("first", "last", "people"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), 1),
        (date(2026, 11, 21), date(2026, 12, 31), 0),
        (date(2026, 1, 1), date(2026, 11, 19), 0),
    ],
)
def test_only_what_was_completed_in_the_period_counts(course, first, last, people):
    person = UserFactory()
    completed(person, course)
    assert figures.counts({"all": [person.pk]}, first=first, last=last)["all"].people == people


def test_a_course_is_completed_by_passing_and_by_nothing_less(course):
    reader, failed, passed = UserFactory.create_batch(3)
    read_all(reader, course)
    read_all(failed, course)
    try_quiz(failed, course, wrong=8)
    completed(passed, course)
    assert [figures.has_completed(person, course.slug) for person in (reader, failed, passed)] == [False, False, True]
    assert not figures.has_completed(passed, "another")


def test_courses_that_can_be_assigned_come_with_their_minutes(course):
    (found,) = (one for one in figures.offered() if one == course)
    assert found.minutes == 20
