"""The words of the question in a passage of the page."""

from learning.resources.rules.highlight import Piece, find_best_passage, mark_terms
from learning.resources.rules.stemming import Term


def test_the_words_that_were_asked_for_are_marked_in_all_their_forms():
    assert mark_terms("Who signs it?", [Term("sign")]) == [Piece("Who "), Piece("signs", is_hit=True), Piece(" it?")]


def test_single_words_that_mean_the_same_are_marked_and_names_are_not():
    terms = [Term("revenue", frozenset({("turnov",), ("car", "wash")}))]
    assert [piece.text for piece in mark_terms("turnover of a car", terms) if piece.is_hit] == ["turnover"]


def test_the_passage_with_the_most_of_the_words_is_shown():
    assert find_best_passage(["Pay them.", "Pay it back.", "No."], [Term("pay"), Term("back")]) == "Pay it back."
    assert find_best_passage(["No."], [Term("pay")]) == ""


def test_a_long_passage_is_cut_around_the_first_of_the_words():
    long = "word " * 100 + "passport " + "word " * 100
    cut = find_best_passage([long], [Term("passport")])
    assert "passport" in cut
    assert len(cut) < 200
    assert cut.startswith("… ")
    assert cut.endswith(" …")
