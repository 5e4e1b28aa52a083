"""BL07 and BL08: a certificate without the course, and somebody else's certificate."""

from random import Random
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from learning.training.models import Attempt, AttemptQuestion, Certificate
from learning.training.rules import certificate_codes
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.training import certified, completed, course_with_lessons, read_all, try_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return course_with_lessons()


def browser(person) -> Client:
    return sign_in(Client(raise_request_exception=False), person)


def at(name, *args):
    return reverse(f"training:{name}", args=args)


def test_bl07_answers_without_the_course_pass_no_quiz_and_make_no_certificate(course):
    """By every address of the quiz, in every order, before the lessons were read, and after one of two."""
    person = UserFactory()
    client = browser(person)
    posts = [
        (at("question", course.slug, 1), {"answer": "0"}),
        (at("review", course.slug), {}),
        (at("name", course.slug), {"name": "Mallory"}),
        (at("quiz", course.slug), {}),
        (at("question", course.slug, 1), {"answer": "0"}),
        (at("review", course.slug), {"is_passed": "1"}),
        (at("name", course.slug), {"name": "Mallory"}),
    ]
    for address, data in posts:
        assert client.post(address, data).status_code in {302, 404}
    lesson = course.lessons.first()
    assert client.post(lesson.address(course), {"continue": "1"}).status_code == 422, "its question is not answered"
    client.post(lesson.address(course), {"answer": "0", "continue": "1"})
    for address, data in posts:
        assert client.post(address, data).status_code in {302, 404}
    assert not Attempt.objects.exists() and not Certificate.objects.exists()


def test_bl07_a_quiz_that_was_sent_takes_no_better_answers(course):
    person = UserFactory()
    read_all(person, course)
    failed = try_quiz(person, course, wrong=8)
    client = browser(person)
    for asked in failed.questions.all():
        client.post(at("question", course.slug, asked.position), {"answer": [str(n) for n in asked.question.right]})
    client.post(at("review", course.slug))
    failed.refresh_from_db()
    assert (failed.is_passed, failed.right) == (False, 0)
    assert "/certificates/" not in client.post(at("name", course.slug), {"name": "Mallory"})["Location"]


def test_bl07_answers_go_into_nobody_elses_quiz(course):
    """An address of a quiz names no person: whoever posts writes into their own, or into none."""
    victim, mallory = UserFactory(), UserFactory()
    read_all(victim, course)
    browser(victim).post(at("quiz", course.slug))
    client = browser(mallory)
    client.post(at("question", course.slug, 1), {"answer": "2"})
    client.post(at("review", course.slug))
    assert set(AttemptQuestion.objects.values_list("chosen", flat=True)) == {None}
    assert Attempt.objects.get().sent_at is None


def test_bl08_a_certificate_is_found_by_neither_id_nor_number_of_a_stranger(course):
    made = certified(UserFactory(), course, name="Ann Example")
    completed(mallory := UserFactory(), course)
    client = browser(mallory)
    for uuid in (made.uuid, uuid4()):
        for name in ("certificate", "certificate_pdf"):
            answer = client.get(at(name, uuid))
            assert answer.status_code == 404 and b"Ann Example" not in answer.content
    assert client.get(at("result", course.slug, 2)).status_code == 404
    assert Client().get(at("certificate", made.uuid)).status_code == 302


def test_bl08_codes_are_not_guessed(course, settings):
    """80 random bits, looked up whole; near misses tell nothing, and whoever tries many has to wait."""
    made = certified(UserFactory(), course, name="Ann Example")
    settings.LIMITS = settings.LIMITS | {"certificate_verify": (40, 60)}
    client, chance = Client(), Random(8)
    missed = {client.post(at("verify"), {"code": made.code[:-1]}).content.count(b"No certificate matches")}
    for _try in range(30):
        place = chance.randrange(certificate_codes.LENGTH)
        near = (
            made.code[:place]
            + chance.choice([c for c in certificate_codes.ALPHABET if c != made.code[place]])
            + made.code[place + 1 :]
        )
        answer = client.post(at("verify"), {"code": near})
        missed.add(answer.content.count(b"No certificate matches"))
        assert b"Ann Example" not in answer.content
    assert missed == {1}
    for code in ("%", "_" * 16, "' OR ''='", made.attempt.course.slug, str(made.uuid)):
        assert b"Ann Example" not in client.post(at("verify"), {"code": code}).content
    assert client.get(at("verify"), {"code": made.code}).content.count(b"Ann Example") == 0, "only what is sent"
    answers = [client.post(at("verify"), {"code": "0" * 16}).status_code for _try in range(10)]
    assert answers[-1] == 429
