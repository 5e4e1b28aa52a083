"""What a file tells of its lines: as plain words for the checker, as marks for the editor."""

from compliance.statements.rules.richtext import to_html
from compliance.statements.text_checker.rules import structure
from compliance.statements.text_checker.rules.dehyphenate import from_paragraphs, from_text
from compliance.statements.text_checker.rules.split_sections import split

WORD = [
    f"{structure.HEADING}Our policies",
    "Three of them.",
    f"{structure.BULLET}Supplier code",
    f"{structure.BULLET}Speaking up",
    f"{structure.NUMBERED}Ask",
    f"{structure.NUMBERED}Check",
    f"{structure.ROW}Country{structure.CELL}Sites",
    f"{structure.ROW}Spain{structure.CELL}4 | 5",
]


def test_lists_and_tables_of_a_word_file_come_into_the_part():
    html = to_html(split(from_paragraphs(WORD, is_marked=True))["policies"])
    assert "<ul><li>Supplier code</li><li>Speaking up</li></ul>" in html
    assert "<ol><li>Ask</li><li>Check</li></ol>" in html
    assert "<tr><td>Spain</td><td>4 | 5</td></tr>" in html


def test_the_checker_reads_words_alone():
    words = from_paragraphs(WORD)
    assert words.split("\n")[:3] == ["Our policies", "Three of them.", "Supplier code"]
    assert words.split("\n")[-2:] == ["Spain", "4 | 5"]
    assert not any(letter in words for letter in structure.KINDS)


def test_bullets_and_numbers_of_a_pdf_or_a_text_stay_lists():
    lead = "Our policies\n\nWe have these for everybody who works with us.\n\n"
    text = f"{lead}• a supplier code\n\n• a line to call\n\n1. Ask the supplier.\n\n2. Check the answer."
    html = to_html(split(from_text(text, is_marked=True))["policies"])
    assert "<ul><li>a supplier code</li><li>a line to call</li></ul>" in html
    assert "<ol><li>Ask the supplier.</li><li>Check the answer.</li></ol>" in html


def test_letters_that_mean_something_here_are_taken_out_of_a_strangers_file():
    assert structure.without_foreign(f"a{structure.ROW}b{structure.CELL}c") == "abc"
