"""Which version of a course a learner reads, and what they are told."""

import pytest
from django.urls import reverse

from learning.training.models import Attempt, Certificate, LessonRead
from tests.factories.accounts import UserFactory
from tests.factories.training import add_version, completed, course_with_lessons, read_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return course_with_lessons()


@pytest.fixture
def person(client):
    user = UserFactory()
    client.force_login(user)
    return user


def at(name, *args):
    return reverse(f"training:{name}", args=args)


def shown(response):
    return response.content.decode()


def titles(version):
    return [lesson.title for lesson in version.lessons.all()]


def test_a_newcomer_and_a_visitor_read_the_current_version(client, course):
    current = add_version(course)
    for _visit in range(2):
        page = shown(client.get(course.get_absolute_url()))
        assert all(title in page for title in titles(current)) and "Version 2, published on" in page
        assert "since you started it" not in page
        client.force_login(UserFactory())


def test_whoever_began_a_version_finishes_it_and_is_told_of_the_new_one(client, course, person):
    first, second = course.lessons
    client.post(first.address(course), {"answer": "0", "continue": "1"})
    add_version(course)
    page = shown(client.get(course.get_absolute_url()))
    assert "We have updated this course since you started it." in page and "You can finish version 1" in page
    assert second.title in page
    client.post(second.address(course), {"answer": "0", "continue": "1"})
    client.post(at("quiz", course.slug))
    attempt = Attempt.objects.get()
    assert attempt.version.number == 1
    for asked in attempt.questions.all():
        client.post(
            at("question", course.slug, asked.position), {"answer": [str(each) for each in asked.question.right]}
        )
    client.post(at("review", course.slug))
    client.post(at("name", course.slug), {"name": "Ann Example"})
    assert Certificate.objects.get().version == 1
    page = shown(client.get(course.get_absolute_url()))
    assert "in version 1 of the course" in page and "since you started it" not in page


def test_changing_to_the_new_version_takes_the_reading_back_and_keeps_what_was_passed(client, course, person):
    passed = completed(person, course)
    add_version(course)
    client.post(course.lessons.first().address(course), {"answer": "0", "continue": "1"})
    current = add_version(course)
    assert "Change to the new version" in shown(client.get(course.get_absolute_url()))
    response = client.post(at("restart", course.slug), follow=True)
    page = shown(response)
    assert "You are now on the current version of this course." in page
    assert all(title in page for title in titles(current)) and "Change to the new version" not in page
    assert not LessonRead.objects.exists() and Attempt.objects.get() == passed


def test_an_unsent_quiz_of_the_earlier_version_is_gone_after_the_change(client, course, person):
    read_all(person, course)
    client.post(at("quiz", course.slug))
    add_version(course)
    assert client.get(at("question", course.slug, 1)).status_code == 200
    client.post(at("restart", course.slug))
    assert not Attempt.objects.exists()
    assert client.get(at("question", course.slug, 1)).url == at("quiz", course.slug)


def test_a_corrected_course_is_started_again_and_says_so(client, course, person):
    read_all(person, course)
    client.post(at("quiz", course.slug))
    current = add_version(course, must_restart=True)
    page = shown(client.get(course.get_absolute_url()))
    assert "We have corrected this course since you started it." in page
    assert all(title in page for title in titles(current)) and "Change to the new version" not in page
    assert client.get(at("review", course.slug)).url == at("quiz", course.slug)
    assert client.post(at("quiz", course.slug)).url == course.get_absolute_url()
    read_all(person, course)
    for lesson in current.lessons.all():
        client.post(lesson.address(course), {"answer": "0", "continue": "1"})
    client.post(at("quiz", course.slug))
    assert Attempt.objects.get().version == current


def test_a_stranger_cannot_restart(client, course):
    assert "/accounts/login/" in client.post(at("restart", course.slug)).url


def test_a_course_takes_as_many_queries_with_many_versions(client, course, person, django_assert_num_queries):
    read_all(person, course)
    client.get(course.get_absolute_url())
    with django_assert_num_queries(7):
        client.get(course.get_absolute_url())
    for _number in range(5):
        add_version(course, lessons=6)
    with django_assert_num_queries(8):
        client.get(course.get_absolute_url())
