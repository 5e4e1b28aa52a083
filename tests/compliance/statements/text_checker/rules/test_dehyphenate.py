"""Lines of a file put together as people read them."""

import pytest

from compliance.statements.text_checker.rules.dehyphenate import from_paragraphs, from_text


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("We re-\nviewed our sup-\npliers.", "We reviewed our suppliers."),
        ("Our self-\nassessment of high-\nrisk goods.", "Our self-assessment of high-risk goods."),
        ("The e\ufb00ect of de\ufb01ning a work\ufb02ow", "The effect of defining a workflow"),
        ("soft\u00adware  and\xa0more", "software and more"),
        ("Our risks are\n• cotton\n• cocoa", "Our risks are\ncotton\ncocoa"),
        ("Risk\n\nWe looked.", "Risk\nWe looked."),
        ("This goes on\n\nand on after a page.", "This goes on and on after a page."),
    ],
)
def test_lines_are_put_together_as_people_read_them(text, whole):
    assert from_text(text) == whole


def test_running_headers_and_page_numbers_are_dropped():
    own = ("Cotton", "Cocoa", "Copper", "Coal")
    pages = "\f".join(
        f"Larkmere statement 2022\n{one} begins here.\n{one} goes on.\n{one} ends.\n{n} of 4"
        for n, one in enumerate(own, 1)
    )
    words = from_text(pages)
    assert "Larkmere" not in words and "of 4" not in words and words.count("begins") == 4


def test_whole_paragraphs_stay_whole():
    assert from_paragraphs(["One\u00a0two", "", "three\nfour"]) == "One two\nthree\nfour"
