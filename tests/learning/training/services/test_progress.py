"""What an account has read: the first time counts."""

from datetime import timedelta

import pytest

from learning.training.models import LessonRead
from learning.training.selectors import progress as selectors
from learning.training.services.progress import mark_read
from tests.factories.accounts import UserFactory
from tests.factories.training import NOON, course_with_lessons

pytestmark = pytest.mark.django_db


def test_the_first_reading_counts_and_a_second_changes_nothing():
    person, lesson = UserFactory(), course_with_lessons().lessons.first()
    mark_read(lesson=lesson, actor=person, at=NOON)
    mark_read(lesson=lesson, actor=person, at=NOON + timedelta(days=1))
    assert LessonRead.objects.get(user=person, lesson=lesson).read_at == NOON


def test_what_one_person_reads_is_unread_to_another():
    course = course_with_lessons()
    person, other = UserFactory(), UserFactory()
    for lesson in course.lessons:
        mark_read(lesson=lesson, actor=person, at=NOON)
    assert not selectors.get_unread_lessons(person, course)
    assert list(selectors.get_unread_lessons(other, course)) == list(course.lessons)
