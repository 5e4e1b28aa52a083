"""What each of our own courses holds, and what it may not say."""

import re

import pytest

from learning.base.choices import Weight
from learning.training.choices import Use
from learning.training.services.loading import read_courses
from portal.core.readability import reading_age
from portal.core.text import split_at_pauses, split_passages, split_words, strip_tags

COURSES = {course.slug: course for course in read_courses()}
LESSONS = [(course, lesson) for course in COURSES.values() for lesson in course.lessons]
NAMES = [f"{course.slug}/{lesson.slug}" for course, lesson in LESSONS]
each_lesson = pytest.mark.parametrize(("course", "lesson"), LESSONS, ids=NAMES)
OLDEST_READER = 12
MAX_SENTENCE = 25


def said(value):
    """Every text of a block that a reader sees."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from said(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name not in {"type", "kind"}:
                yield from said(each)


def test_four_courses_and_one_for_the_desk_are_ours():
    assert list(COURSES) == [
        *("spot-the-signs", "buying-responsibly", "board-and-section-54", "taking-a-disclosure"),
        "handling-concerns",
    ]


@pytest.mark.parametrize("slug", COURSES)
def test_a_course_has_lessons_and_a_bank_with_more_questions_than_a_quiz_asks(slug):
    course = COURSES[slug]
    assert 4 <= len(course.lessons) <= 6
    bank = [each for lesson in course.lessons for each in lesson.questions(Use.QUIZ)]
    assert len(bank) >= 12
    assert len({each["question"] for each in bank}) == len(bank)
    assert any(sum(answer["is_right"] for answer in each["answers"]) > 1 for each in bank)


@each_lesson
def test_a_lesson_is_neither_a_line_nor_a_book(course, lesson):
    scenarios = [block for block in lesson.body if block["type"] == "scenario"]
    assert 250 <= count_words(said([block for block in lesson.body if block not in scenarios])) <= 400
    # Nobody reads every branch.
    assert all(count_words(said(block)) <= 300 for block in scenarios)


def count_words(texts):
    return sum(len(split_words(strip_tags(text))) for text in texts)


@each_lesson
def test_a_lesson_can_be_read_by_a_child_of_twelve(course, lesson):
    for texts_of in (list(said(lesson.body)), list(said(lesson.page.blocks))):
        assert reading_age(texts_of) <= OLDEST_READER
    long = [
        sentence
        for text in said(lesson.page.blocks)
        for passage in split_passages(text)
        for sentence in split_at_pauses(passage)
        if len(split_words(sentence)) > MAX_SENTENCE
    ]
    assert long == []


@each_lesson
def test_every_question_says_why_and_has_more_than_two_answers(course, lesson):
    for use in Use:
        for question in lesson.questions(use):
            assert len(question["answers"]) >= 3, question["question"]
            assert question["because"].startswith("<p>")


@each_lesson
def test_what_is_said_of_the_guidance_cites_the_guidance(course, lesson):
    """A template, a framework or our own advice is never passed off as what the guidance says.

    Answers to choose from carry no numbers; what explains them does.
    """
    weights = [source["value"]["weight"] for source in lesson.page.sources]
    for text in said(lesson.page.blocks):
        for passage in text.replace("</li>", "</p>").split("</p>"):
            if "<" not in text or "the guidance" not in passage.lower():
                continue
            cited = [weights[number - 1] for number in _numbers(passage)]
            assert Weight.GUIDANCE in cited, passage


def _numbers(passage):
    return [int(number) for number in re.findall(r"\[(\d+)\]", passage)]


@each_lesson
def test_every_source_is_cited_and_every_lesson_has_one(course, lesson):
    cited = {number for text in said(lesson.page.blocks) for number in _numbers(text)}
    assert cited == set(range(1, len(lesson.page.sources) + 1))
    assert cited


@each_lesson
def test_words_that_hurt_or_blame_stay_out(course, lesson):
    text = " ".join(said(lesson.page.blocks)).lower()
    for word in ("illegal immigrant", "prostitute", "genuine victim", "compliant", "click here"):
        assert word not in text
