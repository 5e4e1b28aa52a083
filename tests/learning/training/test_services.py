"""Taking a quiz and being given a certificate, in the order in which it may be done."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from learning.training import sweep
from learning.training.models import Attempt, Certificate, Course, LessonRead
from learning.training.selectors import progress as reading
from learning.training.services import certificates, quiz
from learning.training.services.quiz import Unanswered
from portal.accounts.roles import StaffRole
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.training import NOON, certified, completed, course_with_lessons, read_all, try_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return course_with_lessons()


@pytest.fixture
def person():
    return UserFactory()


def begin(person, course):
    return quiz.begin(course=course, actor=person, at=NOON, chance=Random(1))


def test_the_quiz_waits_for_every_lesson(person, course):
    first, second = course.lessons.offered()
    LessonRead.objects.create(user=person, lesson=first, read_at=NOON)
    with pytest.raises(ActionRefused, match=second.title):
        begin(person, course)


def test_two_clicks_begin_one_try(person, course):
    read_all(person, course)
    assert begin(person, course) == begin(person, course)
    assert Attempt.objects.count() == 1


def test_the_database_keeps_a_second_try_out_while_one_is_open(person, course):
    read_all(person, course)
    begin(person, course)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(user=person, course=course, number=2, began_at=NOON, of=8)


def test_a_quiz_with_gaps_is_not_sent_and_says_which(person, course):
    read_all(person, course)
    attempt = begin(person, course)
    for asked in attempt.questions.all()[:6]:
        quiz.answer(asked=asked, chosen=[0])
    with pytest.raises(Unanswered) as told:
        quiz.send(attempt=attempt, at=NOON)
    assert told.value.positions == [7, 8]


def test_a_quiz_that_was_sent_stays_as_it_is(person, course):
    attempt = completed(person, course)
    with pytest.raises(ActionRefused):
        quiz.answer(asked=attempt.questions.first(), chosen=[1])
    assert quiz.send(attempt=attempt, at=NOON + timedelta(days=1)).sent_at == NOON


def test_passing_leaves_a_line_in_the_history_without_answers(person, course):
    completed(person, course)
    entry = Entry.objects.get(action="training.course.completed")
    assert (entry.actor_id, entry.detail) == (person.pk, {"right": 8, "of": 8})


def test_after_three_tries_the_lessons_of_the_wrong_answers_are_read_again(person, course):
    read_all(person, course)
    for number in (1, 2):
        assert try_quiz(person, course, wrong=3).is_passed is False
        assert reading.unread(person, course) == [], number
    third = try_quiz(person, course, wrong=3)
    wrong = {each.question.lesson for each in third.questions.all() if not each.is_right}
    assert set(reading.unread(person, course)) == wrong
    with pytest.raises(ActionRefused):
        begin(person, course)
    read_all(person, course)
    again = try_quiz(person, course)
    assert (again.number, again.round, again.is_passed) == (4, 2, True)


def test_a_later_try_asks_first_what_was_not_asked_before(person, course):
    read_all(person, course)
    first = {each.question_id for each in try_quiz(person, course, wrong=8).questions.all()}
    second = {each.question_id for each in try_quiz(person, course, wrong=8).questions.all()}
    assert len(first | second) == 10


def test_a_certificate_is_of_one_try_that_was_passed(person, course):
    read_all(person, course)
    failed = try_quiz(person, course, wrong=8)
    with pytest.raises(ActionRefused):
        certificates.issue(attempt=failed, name="Ann", at=NOON)
    made = certified(person, course, name="Ann Example")
    again = certificates.issue(attempt=made.attempt, name="Somebody Else", at=NOON)
    assert again == made and again.name == "Ann Example"
    assert (made.course_title, made.minutes, made.completed_on) == (course.title, 30, NOON.date())


def test_two_people_and_two_tries_have_different_codes(person, course):
    made = [certified(UserFactory(), course), certified(person, course)]
    made.append(certificates.issue(attempt=try_quiz(person, course), name="Ann", at=NOON))
    assert len({each.code for each in made}) == 3


def test_a_certificate_stays_what_it_was_when_the_course_changes(person, course):
    made = certified(person, course)
    course.title = "Another title"
    course.save()
    assert Certificate.objects.get(pk=made.pk).course_title != course.title


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
    assert f"/training/{course.slug}/" in mail.outbox[0].body
    Course.objects.filter(pk=course.pk).update(next_check_on=date(2028, 11, 26))
    assert asked((2028, 11, 1), (2028, 11, 2)) == [1, 0]
    Course.objects.filter(pk=course.pk).update(next_check_on=date(2029, 11, 26), is_offered=False)
    assert asked((2029, 11, 1)) == [0]
