"""What the check says of statements and excerpts that people labelled: at least 95 % right for each of the three."""

import pytest
from weasyprint import HTML

from compliance.statements.text_checker import parse_file
from compliance.statements.text_checker.rules.approval import law_approval
from compliance.statements.text_checker.rules.dehyphenate import from_text
from compliance.statements.text_checker.rules.result import FOUND, Text
from compliance.statements.text_checker.rules.signature import law_signature
from compliance.statements.text_checker.rules.training import g_area_training
from tests.compliance.statements.text_checker import writers
from tests.compliance.statements.text_checker.written import STATEMENTS, Written, excerpts

RULES = {"law_approval": law_approval, "law_signature": law_signature, "g_area_training": g_area_training}
KINDS = {"approval": law_approval, "signature": law_signature, "training": g_area_training}
ENOUGH, ENOUGH_HELD_OUT = 0.95, 0.9
# Excerpts that the rules get wrong, and are known to: "which it approved" said of the Board.
KNOWN_MISSES = {
    "The Board has delegated signature of this statement, which it approved on 5 May 2020, to the Chief Executive.",
}


def check_share(right: list[bool], misses: list[str], *, enough: float = ENOUGH) -> None:
    assert sum(right) >= enough * len(right), f"{sum(right)} of {len(right)}\n" + "\n".join(misses)


def check_all(words: dict[str, str]) -> None:
    """words: the text of each statement, as it was read, by company."""
    for code, rule in RULES.items():
        right, misses = [], []
        for one in STATEMENTS:
            text = Text(words[one.company])
            told = rule(text)
            right.append((told.result == FOUND) == one.labels[code])
            if not right[-1]:
                misses.append(f"{code} {one.company}: {told.result} {[text.quote(span) for span in told.spans]}")
        check_share(right, misses)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["excerpts.txt", "excerpts_later.txt", "excerpts_met.txt"])
def test_excerpts(kind, name):
    asked = [one for one in excerpts(name) if one.kind == kind]
    right = [(KINDS[kind](Text(from_text(one.text))).result == FOUND) == one.label for one in asked]
    misses = [one.text for one, is_right in zip(asked, right, strict=True) if not is_right]
    check_share(right, misses)
    assert set(misses) <= KNOWN_MISSES


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["excerpts.txt", "excerpts_examined.txt"])
def test_excerpts_that_no_rule_was_made_for(kind, name):
    asked = [one for one in excerpts(name) if one.kind == kind and one.is_held_out]
    right = [(KINDS[kind](Text(from_text(one.text))).result == FOUND) == one.label for one in asked]
    misses = [one.text for one, is_right in zip(asked, right, strict=True) if not is_right]
    assert len(asked) >= 18
    check_share(right, misses, enough=ENOUGH_HELD_OUT)


@pytest.mark.parametrize("spacing", ["0.15em", "0.3em", "0.6em"])
def test_letters_that_stand_apart_in_a_pdf_are_words(spacing):
    lines = ("This statement was approved by the Board of Directors on 4 May 2023.", "Orla Fennel", "Chief Executive")
    page = "".join(f"<p>{line}</p>" for line in lines)
    pdf = HTML(string=f"<style>p {{ letter-spacing: {spacing} }}</style>{page}<p>We trained nobody.</p>").write_pdf()
    assert parse_file.read(pdf).split("\n") == [*lines, "We trained nobody."]


def test_there_are_enough_of_them():
    assert len(STATEMENTS) >= 40 and len(excerpts("excerpts.txt")) >= 60
    for code in RULES:
        assert 0.25 < sum(one.labels[code] for one in STATEMENTS) / len(STATEMENTS) < 0.85


@pytest.mark.parametrize("write", [writers.as_text, writers.as_docx, writers.by_hand, writers.by_weasyprint])
def test_statements_as_files(write):
    check_all({one.company: parse_file.read(write(one)) for one in STATEMENTS})


def test_two_columns_row_by_row_are_read_one_after_the_other():
    one = next(one for one in STATEMENTS if one.shape == "interleaved")
    words = parse_file.read(writers.by_hand(one))
    assert _body_sentence(one) in words


def _body_sentence(one: Written) -> str:
    _kind, text = next((kind, text) for kind, text in writers.blocks(one) if kind == "p" and len(text) > 150)
    return text.replace("'", "’").split(". ")[0]
