"""Whether training on modern slavery was given, not only planned, offered for some day or praised."""

import pytest

from compliance.statements.text_checker.rules.result import FOUND, NOT_FOUND, UNCLEAR, Text
from compliance.statements.text_checker.rules.training import g_area_training


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We trained all 64 buyers on modern slavery during the year.", FOUND),
        ("Training on modern slavery was provided to all buyers.", FOUND),
        ("All staff have completed e-learning on forced labour.", FOUND),
        ("64 buyers completed the course on modern slavery.", FOUND),
        ("The risk of slavery is known to us.\nWe gave training to our buyers.", FOUND),
        ("Training on first aid was given. The training also covers modern slavery.", FOUND),
        ("We will train all buyers on modern slavery during the year to come.", UNCLEAR),
        ("Training on modern slavery is available to all of our staff on request.", UNCLEAR),
        ("Next steps\nTrain all buyers on modern slavery", NOT_FOUND),
        ("Modern slavery training", NOT_FOUND),
        ("All staff were trained in first aid.", NOT_FOUND),
        ("We sell tea.", NOT_FOUND),
        ("", NOT_FOUND),
        ("Has everybody been trained on modern slavery?", NOT_FOUND),
        ("Number of people trained on modern slavery", NOT_FOUND),
    ],
)
def test_only_training_on_slavery_that_was_given_counts(text, expected):
    assert g_area_training(Text(text)).result == expected


def test_training_far_from_any_word_of_slavery_is_on_something_else():
    apart = "\n".join("We sell tea to many shops in the country." for _ in range(6))
    text = f"We look for modern slavery.\n{apart}\nWe gave training to our buyers.\n{apart}"
    assert g_area_training(Text(text)).result == NOT_FOUND


def test_the_sentence_that_tells_of_it_is_quoted():
    text = Text("We sell tea.\nWe trained all 64 buyers on modern slavery.\nWe met.")
    (span,) = g_area_training(text).spans
    assert text.quote(span) == "We trained all 64 buyers on modern slavery."


def test_a_long_text_of_nothing_but_plans_to_train_is_judged_like_a_short_one():
    plan = "We plan training on slavery for staff and managers. "
    assert g_area_training(Text(plan * 2_000)).result == g_area_training(Text(plan)).result
