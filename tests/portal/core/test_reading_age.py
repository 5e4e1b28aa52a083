"""How old a reader of a page has to be: what counts as a sentence, and what as no word."""

from portal.core.readability import reading_age


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
    assert reading_age(["", "<p></p>"]) == 5
