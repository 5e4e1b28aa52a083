"""The certificate of a quiz that was passed."""

import pytest

from learning.training.models import Certificate
from learning.training.services import certificates
from learning.training.services.quiz import ActionRefused
from tests.factories.accounts import UserFactory
from tests.factories.training import NOON, certified, course_with_lessons, read_all, try_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return course_with_lessons()


@pytest.fixture
def person():
    return UserFactory()


def test_a_certificate_is_of_one_try_that_was_passed(person, course):
    read_all(person, course)
    failed = try_quiz(person, course, wrong=8)
    with pytest.raises(ActionRefused):
        certificates.issue_certificate(attempt=failed, name="Ann", at=NOON)
    made = certified(person, course, name="Ann Example")
    again = certificates.issue_certificate(attempt=made.attempt, name="Somebody Else", at=NOON)
    assert again == made and again.name == "Ann Example"
    assert (made.course_title, made.minutes, made.completed_on) == (course.title, 26, NOON.date())


def test_two_people_and_two_tries_have_different_codes(person, course):
    made = [certified(UserFactory(), course), certified(person, course)]
    made.append(certificates.issue_certificate(attempt=try_quiz(person, course), name="Ann", at=NOON))
    assert len({each.code for each in made}) == 3


def test_a_certificate_stays_what_it_was_when_the_course_changes(person, course):
    made = certified(person, course)
    course.title = "Another title"
    course.save()
    assert Certificate.objects.get(pk=made.pk).course_title != course.title
