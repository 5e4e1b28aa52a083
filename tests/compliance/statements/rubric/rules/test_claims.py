"""What a text claims and what it speaks of: suggestions with the words they rest on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.statements import vocabulary
from compliance.statements.rubric.rules import check
from compliance.statements.rubric.rules.claims import find_claims, find_claims_in_passages
from compliance.statements.rules.content import get_passages
from tests.factories.good_statement import TODAY, known, made
from tests.support.work import count_steps

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
        ("We are committed to ensuring that there is no modern slavery in our supply chains.", []),
        ("Our aim is that there are no cases of slavery in our business.", []),
        ("Alder is committed to a workplace free from slavery and human trafficking.", []),
        ("We strive for a slavery-free supply chain.", []),
        ("Suppliers must confirm that there is no slavery in their business.", []),
        ("No business can guarantee that there is no slavery in its supply chains.", []),
        ("We cannot guarantee that our supply chain has no slavery.", []),
        ("Staff can speak up with no risk of reprisal.", []),
        ("Suppliers are rated as low or no risk.", []),
        ("We have no cases of modern slavery to report.", []),
        ("We are confident that our training reduces the risk of slavery.", []),
        ("This statement sets out the steps taken to ensure slavery and human trafficking are not taking place.", []),
        ("We took measures to prevent slavery, so that there is no slavery in our supply chains.", []),
        ("There is no slavery in our supply chains.", ["no_slavery_exists"]),
        ("We are confident that there is no slavery in our supply chains.", ["no_slavery_exists", GUARANTEE]),
        ("Our factories are free from modern slavery.", ["free_of_slavery"]),
        ("", []),
    ],
)
def test_claims(text, codes):
    assert [hit.code for hit in find_claims(text)] == codes


def test_every_claim_of_the_vocabulary_is_tried():
    tried = "slavery free. free of slavery. there is no slavery. guarantee no slavery. no risk. low-risk sector. "
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
    results = check.run(content, known(content, previous_content=content), today=TODAY)
    assert len(results) == 56
    assert all(len(one.found) <= 500 and len(one.reason) < 2000 for one in results)


def test_twenty_pages_are_checked_in_few_steps():
    """A word takes some 35: patterns look for it, and no loop in Python goes over all words for each criterion."""
    page = "".join(
        f"<p>{passage.text}</p>" for passage in get_passages(made()) if passage.field.startswith("narrative")
    )
    content = made(**{area: {f"narrative_{area}": page * 2} for area in ("structure", "risk", "due_diligence")})
    facts = known(content, previous_content=content)
    words = sum(len(one.text.split()) for one in get_passages(content))
    assert words > 2500
    check.run(content, facts, today=TODAY)
    _, steps = count_steps(lambda: check.run(content, facts, today=TODAY))
    assert steps < 100 * words
