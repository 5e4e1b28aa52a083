"""The text that is searched, and the sentence that is shown for a search."""

import pytest

from compliance.statements.rules.search_text import (
    MAX_SHOWN_LENGTH,
    build_search_text,
    find_excerpt,
    get_search_words,
    get_trigrams,
)

ANSWERS = {
    "statement_kind": "steps_taken",
    "narrative_intro": "<p>Who we are. What we did.</p>",
    "narrative_risk": "<h3>Where</h3><ul><li>Gloves</li><li>Fish &amp; chips</li></ul><table><tr><td>Thailand</td>"
    "<td>£48,000,000</td></tr></table>",
    "extra_sections": [{"code": "extra_1", "heading": "Our farms", "after": "intro"}],
    "narrative_extra_1": "<p>We pick\nberries.</p>",
    "narrative_training": "",
}


def build(**answers: object):
    return build_search_text({"answers": ANSWERS | answers})  # type: ignore[typeddict-item]


def test_each_sentence_is_a_line_and_each_section_has_its_place():
    text = build()
    assert text.body.splitlines() == [
        "Who we are.", "What we did.", "Our farms", "We pick berries.", "Where", "Gloves", "Fish & chips",
        "Thailand £48,000,000",
    ]  # fmt: skip
    starts = {code: text.body[start:].splitlines()[0] for code, start in text.sections}
    assert starts == {"intro": "Who we are.", "extra_1": "Our farms", "risk": "Where"}


def test_a_statement_of_no_steps_has_its_reason_and_none_of_the_areas():
    text = build(statement_kind="no_steps", no_steps_reason="We are new.")
    assert text.body.startswith("We are new.\nWho we are.")
    assert "Gloves" not in text.body
    assert text.sections[0] == ("no-steps", 0)


@pytest.mark.parametrize(
    ("q", "sentence", "section", "marked"),
    [
        ("berry", "We pick berries.", "extra_1", ["berries"]),
        ("GLOVES", "Gloves", "risk", ["Gloves"]),
        ("what we did", "What we did.", "intro", []),
        ("fish chips", "Fish & chips", "risk", ["Fish", "chips"]),
        ("love", None, "", []),
        ("48,000,000", "Thailand £48,000,000", "risk", ["48", "000", "000"]),
    ],
)
def test_the_sentence_with_most_words_is_found(q, sentence, section, marked):
    text = build()
    words = get_search_words(q)
    excerpt = find_excerpt(text.body, text.sections, words)
    if sentence is None or not words:
        assert excerpt is None
        return
    assert excerpt is not None
    assert "".join(piece.text for piece in excerpt.pieces) == sentence
    assert excerpt.section == section
    assert [piece.text for piece in excerpt.pieces if piece.is_match] == marked


def test_a_sentence_is_shown_before_a_heading_of_the_same_words():
    body = "Training\nAll buyers had two hours of training in the year, by a trainer.\nTraining again"
    excerpt = find_excerpt(body, [("training", 0)], ["training"])
    assert excerpt is not None
    assert "".join(piece.text for piece in excerpt.pieces).startswith("All buyers")


def test_a_long_sentence_is_cut_around_what_was_found():
    body = f"{'word ' * 200}bondage {'tail ' * 200}"
    excerpt = find_excerpt(body, [("risk", 0)], ["bondage"])
    assert excerpt is not None
    shown = "".join(piece.text for piece in excerpt.pieces)
    assert shown.startswith("… word")
    assert shown.endswith("tail …")
    assert "bondage" in shown
    assert len(shown) <= MAX_SHOWN_LENGTH + 12


def test_signs_of_a_pattern_are_letters_like_others():
    assert get_search_words("a.* (b)+ [c] bondage") == ["b", "c", "bondage"]
    assert find_excerpt("x", [("risk", 0)], ["b", "c"]) is None


def test_words_are_parted_into_trigrams_with_their_ends():
    assert get_trigrams("fish") == {"  f", " fi", "fis", "ish", "sh "}
