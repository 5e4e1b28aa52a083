"""The words by which a text speaks of an area, a date, the past or the future."""

from datetime import date

import pytest

from compliance.statements import vocabulary
from compliance.statements.rubric.rules.signal_words import (
    count_signals,
    find_dates,
    get_area_pattern,
    get_pattern,
    is_future,
    is_past_action,
    readability,
)
from compliance.statements.rules.text import sentences
from portal.core.stemming import stem_prefix


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("policies", "polic"),
        ("policy", "polic"),
        ("training", "train"),
        ("trained", "train"),
        ("KPI", "KPI"),
        ("red", "red"),
    ],
)
def test_stems(word, root):
    assert stem_prefix(word) == root


@pytest.mark.parametrize(
    ("area", "text", "count"),
    [
        ("training", "We trained staff in a workshop and by e-learning.", 3),
        ("training", "Nothing of the kind.", 0),
        ("policies", "Our policy and our other policies.", 1),
        ("due_diligence", "Audits, site visits and unannounced checks; grievances were escalated.", 5),
        ("structure", "Two wholly-owned subsidiaries in three countries.", 3),
        ("monitoring", "We tracked key performance indicators.", 2),
        ("risk", "Vulnerable migrants answered a questionnaire.", 3),
    ],
)
def test_signals_are_counted_by_stem(area, text, count):
    assert count_signals(area, text) == count
    assert bool(get_area_pattern(area).search(text)) == bool(count)


def test_every_signal_finds_itself():
    for area in ("structure", "policies", "risk", "due_diligence", "training", "monitoring", "approval", "no_steps"):
        for word in vocabulary.signals(area):
            assert get_area_pattern(area).search(word), word
    for criterion in vocabulary.criteria():
        try:
            listed = vocabulary.criterion_signals(criterion.code)
        except KeyError:
            continue
        for word in listed:
            assert get_pattern(listed).search(word), word


@pytest.mark.parametrize(
    ("sentence", "past", "future"),
    [
        ("We trained 40 people.", True, False),
        ("We will train 40 people.", False, True),
        ("We intend to audit suppliers.", False, True),
        ("In the coming year the audits go on.", False, True),
        ("We carried out ten visits.", True, False),
        ("The goodwill of suppliers matters.", False, False),
        ("We are committed to good work.", False, False),
    ],
)
def test_past_and_future(sentence, past, future):
    assert (is_past_action(sentence), is_future(sentence)) == (past, future)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the year ended 31 March 2026", [date(2026, 3, 31)]),
        ("31st of March 2026 and March 1st, 2025", [date(2026, 3, 31), date(2025, 3, 1)]),
        ("31/03/2026", [date(2026, 3, 31)]),
        ("31 February 2026", []),
        ("0 March 2026, 99/99/9999 and 1 May 0000", []),
        ("5 apples", []),
    ],
)
def test_dates(text, found):
    assert find_dates(text) == found


def test_long_sentences_are_not_plain():
    long = "We " + "really " * 30 + "tried."
    read = readability(sentences(f"Heading\n{long} {long} Short one."))
    assert not read.is_plain
    assert read.longest.startswith("We really")
    assert readability(sentences("Heading\nWe did this. We did that.")).is_plain
    assert readability([]).is_plain


def test_stock_phrases_and_passives_are_counted():
    read = readability(sentences("We are committed to this. It was done. The farms were visited by us. Robust."))
    assert read.stock == ("we are committed to", "robust")
    assert read.passive == 1
