import pytest

from learning.resources.rules.reading_age import reading_age, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *[
            ("the", 1),
            ("house", 1),
            ("houses", 2),
            ("police", 2),
            ("table", 2),
            ("people", 2),
            ("asked", 1),
            ("wanted", 2),
        ],
        *[("moves", 1), ("places", 2), ("statement", 2), ("safely", 2), ("agreement", 3), ("quiet", 2), ("idea", 3)],
        *[("employer", 3), ("being", 2), ("supplier", 3), ("business", 2), ("organisation", 5), ("company", 3)],
        *[
            ("guidance", 2),
            ("directors", 3),
            ("special", 2),
            ("initial", 3),
            ("themselves", 2),
            ("wages", 2),
            ("£5", 1),
        ],
    ],
)
def test_the_sounds_of_a_word_are_counted(word, count):
    assert syllables(word) == count


def test_short_words_in_short_sentences_are_for_a_young_reader():
    assert reading_age(["<p>Call the helpline. It is free. You do not have to give your name.</p>"]) < 9


def test_long_words_in_long_sentences_are_for_an_old_one():
    text = (
        "Organisations demonstrating proportionate consideration of remediation methodologies throughout "
        "international supply chains should additionally communicate subsequent evaluation of effectiveness."
    )
    assert reading_age([text]) > 20


def test_an_item_of_a_list_is_a_sentence_of_its_own():
    items = "".join(f"<li>ask who pays worker {name}</li>" for name in "abcdefgh")
    assert reading_age([f"<ul>{items}</ul>"]) < reading_age([items.replace("</li><li>", " and then ")])


def test_numbers_of_sources_and_tags_are_no_words():
    plain = reading_age(["<p>Call the helpline today.</p>"])
    assert reading_age(['<p>Call the <b class="extraordinarily">helpline</b> today. [1]</p>']) == plain


def test_nothing_asks_for_nobody():
    assert reading_age(["", "<p></p>"]) == 0
