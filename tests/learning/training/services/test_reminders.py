"""Mails about a course."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail

from learning.training import sweep
from learning.training.models import Course
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory
from tests.factories.training import course_with_lessons

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return course_with_lessons()


@pytest.fixture
def person():
    return UserFactory()


def test_site_administrators_are_asked_once_for_each_check_of_a_course(course, django_capture_on_commit_callbacks):
    keeper = UserFactory(role=StaffRole.SITE_ADMINISTRATOR)
    UserFactory(role=StaffRole.CONTENT_EDITOR)
    Course.objects.update(next_check_on=None)
    Course.objects.filter(pk=course.pk).update(next_check_on=date(2027, 11, 26))

    def asked(*days):
        with django_capture_on_commit_callbacks(execute=True):
            return [sweep.sweep(datetime(*day, 9, tzinfo=UTC)) for day in days]

    assert asked((2027, 10, 26), (2027, 10, 27), (2027, 10, 28), (2027, 12, 1)) == [0, 1, 0, 0]
    assert [message.to for message in mail.outbox] == [[keeper.email]]
    assert f"/cms/courses/edit/{course.pk}/" in mail.outbox[0].body
    Course.objects.filter(pk=course.pk).update(next_check_on=date(2028, 11, 26))
    assert asked((2028, 11, 1), (2028, 11, 2)) == [1, 0]
    Course.objects.filter(pk=course.pk).update(next_check_on=date(2029, 11, 26), live=False)
    assert asked((2029, 11, 1)) == [0]
