"""A whole statement split into the introduction and the six areas."""

from compliance.statements.text_checker.rules.dehyphenate import from_text
from compliance.statements.text_checker.rules.split_sections import PARTS, split, without_chapter
from tests.compliance.statements.text_checker.writers import as_text
from tests.compliance.statements.text_checker.written import STATEMENTS

WORDS = as_text(STATEMENTS[0]).decode()


def test_the_text_is_split_by_its_headings():
    parts = split(from_text(WORDS))
    assert tuple(parts) == PARTS
    assert "900 direct suppliers" in parts["structure"] and "bans recruitment fees" in parts["policies"]
    assert "Global Slavery Index" in parts["risk"] and "passports" in parts["due_diligence"]
    assert parts["training"] == "We delivered training on modern slavery to all 64 buyers during the year."
    assert "second tier" in parts["monitoring"] and "section 54(1)" in parts["intro"]
    assert "Ottoline Graves" in parts["rest"] and "approved by the Board of Directors" in parts["rest"]


def test_text_without_headings_is_split_by_its_words():
    text = (
        "Our group of companies has subsidiaries in four countries and 600 employees.\n\n"
        "Our policies and our code of conduct forbid recruitment fees.\n\nWe gave training and a workshop."
    )
    parts = split(from_text(text))
    assert (
        "subsidiaries" in parts["structure"]
        and "recruitment fees" in parts["policies"]
        and "workshop" in parts["training"]
    )


def test_sections_of_a_chapter_stay_in_it():
    text = (
        "Contents\n\nOur policies .......... 2\n\nTraining . . . . . . 9\n\n"
        "About this statement\n\nHow we write it\n\nTwo people wrote it.\n\n"
        "Our policies\n\nFees\n\nNobody pays for a job.\n\nSupplier training\n\nWe gave a workshop.\n\n"
        "Suppliers\n\nThey sign it.\n\nDue diligence\n\nRemedy\n\nWe paid back.\n\nNotes\n\nOne site refused us."
    )
    parts = split(from_text(text))
    assert parts["intro"] == "## How we write it\n\nTwo people wrote it."
    assert parts["policies"] == "## Fees\n\nNobody pays for a job.\n\n## Suppliers\n\nThey sign it."
    assert parts["training"] == "## Supplier training\n\nWe gave a workshop."
    assert parts["due_diligence"] == "## Remedy\n\nWe paid back.\n\n## Notes\n\nOne site refused us."
    assert parts["rest"] == "## Contents\n\nOur policies .......... 2\n\nTraining . . . . . . 9"


def test_no_word_is_lost_between_the_parts():
    words = from_text(WORDS)
    kept = " ".join(split(words).values()).split()
    headings = [line for line in words.split("\n") if len(line.split()) < 10 and not line.endswith(".")]
    for word in {word for line in words.split("\n") if line not in headings for word in line.split()}:
        assert word in kept


CHAPTERS = """\
Introduction

We sell tea and coffee.

Assessing risk

We looked at cotton and at the risk in each country.

Shipping routes

Most of our tea comes by sea.

Ships call at two ports.

Risk in agencies

Agencies bring in pickers, and the risk is high.
"""


def test_a_heading_of_no_area_stays_a_chapter_and_what_follows_it_does_not_fall_into_it():
    parts = split(from_text(CHAPTERS))
    whole = "\n\n".join(parts.values())
    part = next(code for code, text in parts.items() if "## Shipping routes" in text)
    left, taken = without_chapter(parts[part], "Shipping routes")
    assert taken == "Most of our tea comes by sea.\n\nShips call at two ports."
    assert "pickers" in whole and "pickers" not in taken
    assert "Shipping" not in left
