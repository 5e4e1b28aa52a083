"""The words of training: on slavery or on something else, given or only planned."""

import re

import pytest

from compliance.statements.text_checker.rules import training_words as words


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (words.SLAVERY, "training on forced labour", True),
        (words.SLAVERY, "training on first aid", False),
        (words.BEYOND_DOUBT, "modern slavery", True),
        (words.BEYOND_DOUBT, "human rights", False),
        (words.OTHER_TRAINING, "fire safety training", True),
        (words.OTHER_TRAINING, "safeguarding team", False),
        (words.OTHER_SUBJECT, "training in credit assessment", True),
        (words.OTHER_SUBJECT, "training in spotting the signs", False),
        (words.TRAINING, "a workshop", True),
        (words.TRAINING, "training budget", False),
        (words.NOT_GIVEN, "We will train our buyers", True),
        (words.NOT_GIVEN, "Training is available to staff", True),
        (words.NOT_GIVEN, "We trained our buyers", False),
        (words.OTHERS_TRAIN, "We expect suppliers to train their staff", True),
        (words.SKILLED, "our highly trained engineers", True),
        (words.INDICATOR, "Number of people trained", True),
        (words.INDICATOR, "A large number of people were trained", False),
        (words.PLANS, "Next steps", True),
        (words.PLANS, "What we did", False),
        (words.TO_DO, "Train all buyers", True),
        (words.TO_DO, "We trained all buyers", False),
        (words.COUNTED, "64 buyers completed the course", True),
        (words.COUNTED, "64 buyers", False),
        (words.PLACEHOLDER, "[insert number] were trained", True),
    ],
)
def test_the_words_match_what_they_are_for(pattern, text, expected):
    assert bool(pattern.search(text)) is expected


@pytest.mark.parametrize("name", sorted(name for name, value in vars(words).items() if isinstance(value, re.Pattern)))
def test_no_pattern_takes_long_over_a_long_sentence(name):
    pattern = getattr(words, name)
    for piece in (
        "training ",
        "to ",
        "provided training on ",
        "1,",
        "a-",
        "not ",
        " " * 9,
        "courses which ",
        "who may ",
    ):
        sentence = (piece * 300)[:2000]
        match = pattern.search(sentence)
        assert match is None or match.group() in sentence
