"""What a text claims and what it speaks of: suggestions with the words they rest on."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.statements import vocabulary
from compliance.statements.rubric.rules import check
from compliance.statements.rubric.rules.claims import find_claims, find_claims_in_passages
from compliance.statements.rubric.rules.countries import find_country
from compliance.statements.rubric.rules.signal_words import (
    count_signals,
    find_dates,
    get_area_pattern,
    get_pattern,
    is_future,
    is_past_action,
    readability,
    stem,
)
from compliance.statements.rules.content import get_passages
from compliance.statements.rules.text import sentences
from tests.factories.good_statement import TODAY, known, made

GUARANTEE = "guarantee"
ACT = "to ensure that slavery and human trafficking is not taking place in any of its supply chains"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Our supply chain is slavery-free.", ["slavery_free"]),
        ("We are an exploitation free business.", ["slavery_free"]),
        ("Our goods are free from any form of modern slavery.", ["free_of_slavery"]),
        ("We aim to be free of slavery.", []),
        ("We seek a supply chain free from slavery.", []),
        ("We work towards being free of slavery.", []),
        ("Our commitment is a trade free of slavery.", []),
        ("Each step brings a trade free of slavery nearer.", []),
        ("We have no modern slavery in our business.", ["no_slavery_exists"]),
        ("There are no cases of slavery here.", ["no_slavery_exists"]),
        ("We did not identify a case.", []),
        ("We can confirm that our suppliers do not use slavery.", ["guarantee"]),
        ("We guarantee there is no trafficking.", ["guarantee"]),
        ("There is no risk in our chain.", ["no_risk"]),
        ("We see zero modern slavery risk.", ["no_risk"]),
        ("We are a low-risk business.", ["low_risk_blanket"]),
        ("We have a zero-tolerance policy.", ["zero_tolerance_only"]),
        ("We are fully compliant with the Modern Slavery Act.", ["act_compliance_claim"]),
        ("We comply with the Modern Slavery Act.", ["act_compliance_claim"]),
        ("We took steps " + ACT + ".", []),
        ("We can confirm the steps we took " + ACT + ".", []),
        ("We are satisfied that we took steps ensuring that slavery and human trafficking are not taking place.", []),
        ("We took steps " + ACT + ", and there is no risk.", ["no_risk"]),
        ("We are satisfied that our steps ensure that slavery and human trafficking is not taking place.", [GUARANTEE]),
        ("We are confident that this ensures that slavery and human trafficking is not taking place.", [GUARANTEE]),
        (
            "We can confirm that our checks make sure that slavery or human trafficking is not taking place.",
            [GUARANTEE],
        ),
        ("We can confirm steps that help ensure that slavery and human trafficking is not taking place.", []),
        ("We can confirm that slavery and human trafficking is not taking place.", [GUARANTEE]),
        ("SLAVERY FREE goods and no risk.", ["slavery_free", "no_risk"]),
        ("Freedom of movement is in our policy.", []),
        ("", []),
    ],
)
def test_claims(text, codes):
    assert [hit.code for hit in find_claims(text)] == codes


def test_every_claim_of_the_vocabulary_is_tried():
    tried = "slavery free. free of slavery. there is no slavery. guarantee slavery. no risk. low-risk sector. "
    tried += "zero tolerance. complies with the Modern Slavery Act."
    assert {hit.code for hit in find_claims(tried)} == {claim.code for claim in vocabulary.claims()}


def test_a_hit_tells_the_sentence_the_place_and_the_message():
    text = "We sell fish. Our fish is slavery-free."
    (hit,) = find_claims(text, section="risk", field="narrative_risk")
    assert hit.sentence == "Our fish is slavery-free."
    assert text[hit.start : hit.end] == "slavery-free"
    assert (hit.weight, hit.section, hit.field) == ("warn", "risk", "narrative_risk")
    assert hit.message == "Home Office: no business should claim to be slavery free."


def test_a_hit_in_a_list_or_an_item_is_found_too():
    content = made(risk={"narrative_risk": "<ul><li>Fish</li><li>No risk &amp; slavery&#45;free</li></ul>"})
    hits = find_claims_in_passages(get_passages(content))
    assert [(hit.code, hit.section) for hit in hits] == [("slavery_free", "risk"), ("no_risk", "risk")]


@given(st.text())
def test_hits_stand_where_they_say(text):
    for hit in find_claims(text + " no risk."):
        assert 0 <= hit.start < hit.end <= len(text) + 9


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
    assert stem(word) == root


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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We buy from Spain and Italy.", "Spain"),
        ("Farms in the United Kingdom", "United Kingdom"),
        ("We buy from many places.", ""),
        ("turkey and china", ""),
        ("", ""),
    ],
)
def test_countries(text, name):
    assert find_country(text) == name


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


def test_long_sentences_give_a_question_and_no_failure():
    long = "<p>" + "We " + "really " * 30 + "tried.</p>"
    content = made(**{area: {f"narrative_{area}": long * 9, "disclosures": None} for area in ("risk", "structure")})
    results = {one.criterion: one for one in check.run(content, known(content), today=TODAY)}
    assert results["g_plain_english"].result in ("met", "partly_met")
    only = {code: {f"narrative_{code}": None, "disclosures": None} for code in ("policies", "due_diligence")}
    only |= {code: {f"narrative_{code}": None, "disclosures": None} for code in ("training", "monitoring")}
    content = made(risk={"narrative_risk": long * 20, "disclosures": None}, **only)
    results = {one.criterion: one for one in check.run(content, known(content), today=TODAY)}
    assert results["g_plain_english"].result == "partly_met"
    assert results["g_plain_english"].section == "risk"


HOSTILE = (
    *("<", ".", "a", "tier-", "guarantee ", "year end ", "1/1/", "approved by a ", "is ed", "no risk. ", "held "),
    *("Supplier Spain ", "ensure that slavery and human trafficking "),
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_megabyte_of_hostile_text_is_checked_in_good_time(hostile):
    text = hostile * (1_000_000 // len(hostile))
    content = made(risk={"narrative_risk": text})
    started = time.process_time()
    results = check.run(content, known(content, previous_content=content), today=TODAY)
    assert time.process_time() - started < 10
    assert len(results) == 56
    assert all(len(one.found) <= 500 and len(one.reason) < 2000 for one in results)


def test_twenty_pages_are_checked_in_a_tenth_of_a_second():
    page = "".join(
        f"<p>{passage.text}</p>" for passage in get_passages(made()) if passage.field.startswith("narrative")
    )
    content = made(**{area: {f"narrative_{area}": page * 2} for area in ("structure", "risk", "due_diligence")})
    facts = known(content, previous_content=content)
    assert sum(len(one.text.split()) for one in get_passages(content)) > 2500
    check.run(content, facts, today=TODAY)
    times = []
    for _ in range(5):
        started = time.process_time()
        check.run(content, facts, today=TODAY)
        times.append(time.process_time() - started)
    assert min(times) < 0.1
