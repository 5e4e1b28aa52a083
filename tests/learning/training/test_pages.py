"""Pages of courses as a browser gets them."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from learning.training.models import Attempt, Course, LessonRead
from learning.training.rules import certificate_codes
from tests.factories.accounts import UserFactory
from tests.factories.training import QuestionFactory, certified, completed, course_with_lessons, read_all, try_quiz
from tests.support.pdfs import assert_ua, extract_text, open_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return course_with_lessons(warning="It tells of harm.")


@pytest.fixture
def person(client):
    user = UserFactory()
    client.force_login(user)
    return user


def at(name, *args):
    return reverse(f"training:{name}", args=args)


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_catalogue_shows_for_whom_how_long_and_what_to_know_before(client, course):
    page = text(client.get(at("index")))
    assert course.title in page and "Everyone at work" in page
    assert "About 26 minutes with the quiz" in page and "It tells of harm." in page


def test_the_catalogue_takes_as_many_queries_for_many_courses(client, course, django_assert_num_queries):
    for _number in range(4):
        course_with_lessons()
    client.get(at("index"))
    with django_assert_num_queries(1):
        client.get(at("index"))


def test_a_visitor_reads_everything_and_nothing_is_saved(client, course):
    lesson = course.lessons.first()
    assert "we do not save your progress" in text(client.get(course.get_absolute_url()))
    address = lesson.address(course)
    assert "we do not save your progress" in text(client.get(address))
    assert "Correct." in text(client.post(address, {"answer": "0"}))
    response = client.post(address, {"answer": "0", "continue": "1"})
    assert response.url == f"{course.lessons.last().address(course)}#lesson"
    assert not LessonRead.objects.exists()


def test_a_wrong_answer_is_explained(client, course):
    page = client.post(course.lessons.first().address(course), {"answer": "2"})
    assert "Not quite." in text(page) and "So it is." in text(page)
    assert 'href="/training/' in page.content.decode() and "#source-1" in page.content.decode()


def test_no_answer_is_asked_for_again(client, course):
    page = client.post(course.lessons.first().address(course), {"continue": "1"})
    assert page.status_code == 422 and "Select an answer" in text(page)


@pytest.mark.parametrize("answer", ["9", "-1", "x", "0\x00", "١"])
def test_an_answer_that_is_not_there_is_no_accident(client, course, answer):
    assert client.post(course.lessons.first().address(course), {"answer": answer}).status_code == 422


def test_going_on_keeps_the_place_of_an_account(client, course, person):
    first, second = course.lessons
    client.post(first.address(course), {"answer": "1"})
    assert not LessonRead.objects.exists()
    client.post(first.address(course), {"answer": "1", "continue": "1"})
    page = text(client.get(course.get_absolute_url()))
    assert f"Continue with “{second.title}”" in page and "Completed" in page
    assert client.post(second.address(course), {"answer": "0", "continue": "1"}).url.endswith("#quiz")


def test_a_lesson_with_a_warning_can_be_skipped(client, course):
    lesson = course.lessons.first()
    lesson.warning = "About injuries."
    lesson.save()
    page = client.get(lesson.address(course)).content.decode()
    assert "About injuries." in page and 'href="#question"' in page


def test_a_course_that_is_no_longer_offered_is_gone_but_not_its_certificates(client, course, person):
    made = certified(person, course)
    type(course).objects.update(live=False)
    assert client.get(course.get_absolute_url()).status_code == 404
    assert client.get(at("certificate", made.uuid)).status_code == 200


def test_the_quiz_asks_a_visitor_to_sign_in(client, course):
    assert "/accounts/login/" in client.get(at("quiz", course.slug)).url


def test_a_quiz_from_start_to_certificate(client, course, person):
    read_all(person, course)
    assert "8 questions" in text(client.get(at("quiz", course.slug)))
    assert client.post(at("quiz", course.slug)).url == at("question", course.slug, 1)
    attempt = Attempt.objects.get()
    for asked in attempt.questions.all():
        address = at("question", course.slug, asked.position)
        assert client.get(address).status_code == 200
        client.post(address, {"answer": [str(place) for place in asked.question.right]})
    page = client.get(at("review", course.slug))
    assert "Not answered yet" not in text(page)
    response = client.post(at("review", course.slug), follow=True)
    assert "You passed" in text(response) and "You got 8 of 8 answers right" in text(response)
    response = client.post(at("name", course.slug), {"name": "  Zoë\t Müller "}, follow=True)
    assert "Zoë Müller" in text(response)


def test_answers_that_are_missing_are_listed_and_lead_back(client, course, person):
    read_all(person, course)
    client.post(at("quiz", course.slug))
    response = client.post(at("review", course.slug))
    assert response.status_code == 422
    assert "Answer question 1" in text(response) and "You have not answered 8 questions." in text(response)
    address = at("question", course.slug, 3) + "?review"
    assert client.post(address, {"answer": "0"}).url == at("review", course.slug)


def test_a_question_with_several_right_answers_has_checkboxes(client, person):
    course = course_with_lessons(lessons=1, questions=0)
    QuestionFactory(lesson=course.lessons.get(), several=True)
    read_all(person, course)
    client.post(at("quiz", course.slug))
    page = client.get(at("question", course.slug, 1)).content.decode()
    assert page.count('type="checkbox"') == 3 and "Select all correct answers" in page
    client.post(at("question", course.slug, 1), {"answer": ["0", "1"]})
    client.post(at("review", course.slug))
    assert Attempt.objects.get().is_passed


def test_a_try_that_does_not_pass_explains_and_says_how_many_are_left(client, course, person):
    read_all(person, course)
    attempt = try_quiz(person, course, wrong=8)
    page = text(client.get(at("result", course.slug, attempt.number)))
    assert "Not passed yet" in page and "2 attempts left" in page and "Correct answer:" in page


def test_after_the_third_the_lessons_to_read_again_are_named(client, course, person):
    read_all(person, course)
    for _number in range(3):
        attempt = try_quiz(person, course, wrong=8)
    page = text(client.get(at("result", course.slug, attempt.number)))
    assert "Read these lessons again" in page and course.lessons.first().title in page
    assert "Read these lessons again" in text(client.get(at("quiz", course.slug)))


def test_the_result_takes_as_many_queries_for_many_questions(client, course, person, django_assert_max_num_queries):
    attempt = completed(person, course)
    with django_assert_max_num_queries(12):
        client.get(at("result", course.slug, attempt.number))


def test_a_certificate_before_the_quiz_is_told_why_not(client, course, person):
    response = client.get(at("name", course.slug), follow=True)
    assert "Pass the quiz first" in text(response)


def test_the_certificate_is_a_tagged_pdf_with_its_words(client, course, person):
    made = certified(person, course, name="Zoë <b>Müller</b>")
    response = client.get(at("certificate_pdf", made.uuid))
    assert response["Content-Type"] == "application/pdf"
    assert_ua(open_pdf(response.content))
    words = extract_text(response.content)
    for said in (
        "Zoë <b>Müller</b>",
        course.title,
        certificate_codes.group_code(made.code),
        "20 November 2026",
        "About 26 minutes",
    ):
        assert said in words
    assert client.get(at("certificate_pdf", made.uuid)).content == response.content


def test_anybody_checks_a_certificate_by_its_code_and_learns_no_more(client, course, person):
    made = certified(person, course, name="Ann Example")
    client.logout()
    for typed in (certificate_codes.group_code(made.code), made.code.lower()):
        page = text(client.post(at("verify"), {"code": typed}))
        assert "Ann Example" in page and course.title in page and "This is one of our certificates" in page
        assert person.email not in page


@pytest.mark.parametrize("typed", ["0000-0000-0000-0000", "nonsense", "💥", "' OR 1=1--"])
def test_a_code_that_is_none_matches_nothing(client, course, typed):
    response = client.post(at("verify"), {"code": typed})
    assert response.status_code == 200 and "No certificate matches" in text(response)


def test_whoever_tries_many_codes_has_to_wait(client, settings):
    settings.LIMITS = settings.LIMITS | {"certificate_verify": (2, 60)}
    for _number in range(2):
        client.post(at("verify"), {"code": "0" * 16})
    response = client.post(at("verify"), {"code": "0" * 16})
    assert response.status_code == 429 and "Retry-After" in response and "0" * 16 in response.content.decode()


def test_the_catalogue_is_by_role_and_each_card_says_its_language(client):
    Course.objects.update(live=False)
    course_with_lessons(title="Desk", audience="handlers")
    course_with_lessons(title="Buying", audience="buyers", language="cy")
    course_with_lessons(title="Signs")
    main = BeautifulSoup(client.get(reverse("training:index")).content, "html.parser").main
    heads = [head.get_text(strip=True) for head in main.find_all(["h2", "h3"])][:6]
    assert heads == [
        *("Everyone at work", "Signs"),
        *("People who buy from or choose suppliers", "Buying"),
        *("Helpline staff", "Desk"),
    ]
    assert main.get_text().count("In English.") == 2 and main.get_text().count("In Welsh.") == 1


def test_a_course_says_when_it_was_checked(client, course):
    Course.objects.filter(pk=course.pk).update(checked_on=date(2026, 11, 26), next_check_on=date(2027, 11, 26))
    page = client.get(course.get_absolute_url()).text
    assert "Last checked on 26 November 2026. Next check by 26 November 2027." in page
