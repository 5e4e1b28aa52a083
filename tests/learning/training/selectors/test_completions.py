"""What others may ask, and how many queries it takes."""

from datetime import timedelta

import pytest

from learning.training.choices import Audience
from learning.training.selectors import completions
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
        found = completions.get_completions([person.pk for person in people[:2]], course_ids=[course.pk])
    assert {(one.user_id, one.course_id, one.completed_on) for one in found} == {
        (people[0].pk, course.pk, NOON.date()),
        (people[1].pk, course.pk, NOON.date()),
    }
    assert len(completions.get_completions([person.pk for person in people])) == 4


def test_the_newest_completion_counts(course):
    person = UserFactory()
    completed(person, course, at=NOON - timedelta(days=400))
    try_quiz(person, course, at=NOON)
    assert completions.get_last_completions([person.pk], [course.pk]) == {
        (person.pk, course.pk): completions.LastCompletion(NOON.date(), version=1)
    }


def test_a_course_is_completed_by_passing_and_by_nothing_less(course):
    reader, failed, passed = UserFactory.create_batch(3)
    read_all(reader, course)
    read_all(failed, course)
    try_quiz(failed, course, wrong=8)
    completed(passed, course)
    assert [completions.has_completed(person, course.slug) for person in (reader, failed, passed)] == [
        False,
        False,
        True,
    ]
    assert not completions.has_completed(passed, "another")


def test_courses_that_can_be_assigned_come_with_their_minutes(course):
    (found,) = (one for one in completions.get_assignable_courses() if one == course)
    assert found.minutes == 20


def test_a_business_is_not_offered_the_course_for_the_staff_of_the_helpline():
    for_all, for_us = course_with_lessons(), course_with_lessons(audience=Audience.HANDLERS)
    assert for_all in completions.get_assignable_courses() and for_us not in completions.get_assignable_courses()
    assert for_us in completions.get_all_courses()
