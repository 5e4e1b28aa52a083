"""What keeps a course from its review."""

from datetime import date

import pytest

from learning.training.rules.course_checks import (
    FEW_QUESTIONS,
    NO_LESSON,
    NO_SUCH_SOURCE,
    TYPED_PHONE,
    Problem,
    find_problems,
    get_latest_next_check,
)

QUESTION = {"question": "What?", "answers": [{"text": "This", "is_right": True}], "because": "<p>So.</p>"}


def lesson(words="<p>Words. [1]</p>", questions=8, sources=1):
    value = {"title": "Look", "body": [{"type": "text", "value": words, "id": "1"}], "check": QUESTION}
    return {"type": "lesson", "value": value | {"questions": [QUESTION] * questions, "sources": [{}] * sources}}


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        ([lesson()], []),
        ([lesson(questions=4), lesson(questions=4)], []),
        ([], [Problem(NO_LESSON)]),
        ([lesson(questions=7)], [Problem(FEW_QUESTIONS)]),
        ([lesson("<p>So. [2]</p>")], [Problem(NO_SUCH_SOURCE, "Look", "[2]")]),
        ([lesson("<p>So. [0]</p>")], [Problem(NO_SUCH_SOURCE, "Look", "[0]")]),
    ],
)
def test_problems_of_a_course(content, problems):
    assert find_problems(content) == problems


@pytest.mark.parametrize("number", ["0808 800 5000", "08000 121 700", "0800 1111", "+44 20 7946 0018", "020 7946 0018"])
def test_a_typed_phone_number_is_found(number):
    assert find_problems([lesson(f"<p>Call {number}.</p>")]) == [Problem(TYPED_PHONE, "Look", number)]


@pytest.mark.parametrize("words", ["999", "101", "[phone: childline]", "2015", "section 54(2)", "0.5 of 20"])
def test_what_is_no_phone_number_of_a_service_stays(words):
    assert find_problems([lesson(f"<p>Say {words}.</p>")]) == []


def test_the_next_check_is_within_a_year():
    today = date(2026, 11, 29)
    assert get_latest_next_check(None, today) == date(2027, 11, 29)
    assert get_latest_next_check(date(2026, 1, 5), today) == date(2027, 1, 5)
    assert get_latest_next_check(date(2028, 1, 5), today) == date(2027, 11, 29)
