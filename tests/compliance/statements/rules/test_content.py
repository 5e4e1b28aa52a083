"""What is approved and signed: the same answers give the same content and the same fingerprint."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.statements import vocabulary
from compliance.statements.rules.content import (
    assemble,
    canonical_json,
    content_hash,
    count_narrative_words,
    get_passages,
    narrative_text,
)
from compliance.statements.rules.text import word_count

ORGANISATION = {"name": "Harbourlight Foods Ltd", "company_number": "01234567", "legal_form": "company"}
SECTIONS = {
    "period": {"period_start": "2025-04-01", "period_end": "2026-03-31", "statement_kind": "steps_taken"},
    "organisations": {"is_group": False, "sectors": ["construction", "other"], "sectors_other": "Boats"},
    "signoff": {"approving_body": "board_of_directors", "signatory_first_name": "Ada", "signatory_role": "director"},
    "structure": {
        "area_structure": True,
        "narrative_structure": "<p>We sell fish.</p>",
        "disclosures": {"str1_governance": {"status": "covered", "text": "The board."}},
    },
    "risk": {
        "risks": [{"description": "Pickers in Spain", "source": "supply_chains", "supply_chain_tiers": ["tier_2"]}],
        "no_risks": None,
    },
    "web": {"has_website": True, "statement_url": "https://harbourlight.example/slavery"},
}


def made(**changes):
    return assemble(organisation=ORGANISATION, year=2026, sections=SECTIONS | changes)


def test_the_content_holds_answers_disclosures_and_who_it_is_about():
    content = made()
    assert content["schema"] == 1
    assert content["organisation"] == {"name": "Harbourlight Foods Ltd", "company_number": "01234567"}
    assert content["year"] == 2026
    assert content["answers"]["legal_form"] == "company"
    assert content["answers"]["approving_body"] == "board_of_directors"
    assert content["answers"]["is_group"] is False
    assert content["disclosures"] == {"str1_governance": {"status": "covered", "text": "The board."}}


def test_the_planned_signatory_and_the_web_section_are_left_out():
    assert not [code for code in made()["answers"] if code.startswith("signatory_")]
    assert not {"has_website", "statement_url"} & set(made()["answers"])
    assert content_hash(made(web={"has_website": False})) == content_hash(made())


def test_the_legal_form_answered_in_the_draft_goes_before_the_organisations():
    assert made(signoff={"legal_form": "llp"})["answers"]["legal_form"] == "llp"
    assert made(signoff={"legal_form": ""})["answers"]["legal_form"] == "company"


@pytest.mark.parametrize("empty", [None, "", "  \n ", [], {}])
def test_an_unanswered_question_changes_nothing(empty):
    period = SECTIONS["period"] | {"no_steps_reason": empty, "language": empty}
    training = {"training_targets": empty, "disclosures": empty}
    assert canonical_json(made(period=period, training=training)) == canonical_json(made())


def test_an_answer_to_a_question_that_is_not_asked_is_left_out():
    period = SECTIONS["period"] | {"no_steps_reason": "We had no time."}
    assert "no_steps_reason" not in made(period=period)["answers"]
    period["statement_kind"] = "no_steps"
    assert made(period=period)["answers"]["no_steps_reason"] == "We had no time."


def test_an_answer_that_rests_on_one_left_out_is_left_out_too():
    care = {"indicators": ["none"], "remediations": ["other"], "remediations_other": "We called."}
    assert set(made(due_diligence=care)["answers"]) & set(care) == {"indicators"}


def test_an_answer_of_an_item_that_is_not_asked_is_left_out():
    risk = {"risks": [{"description": "Cleaners", "source": "own_operations", "supply_chain_tiers": ["tier_1"]}]}
    assert made(risk=risk)["answers"]["risks"] == [{"description": "Cleaners", "source": "own_operations"}]


def test_unknown_codes_and_wrong_shapes_never_enter():
    content = made(
        risk={"risks": "many", "no_risks": "yes", "surprise": 1, "narrative_risk": {"a": 1}},
        policies={"policies": "none", "disclosures": {"str1_governance": {"status": "covered"}, "zzz": "x"}},
    )
    assert not {"risks", "no_risks", "surprise", "narrative_risk", "policies"} & set(content["answers"])
    assert set(content["disclosures"]) == {"str1_governance"}


def test_ticks_are_a_set_and_rows_are_a_list():
    one = made(policies={"policies": ["no_child_labour", "freedom_of_movement"]})
    other = made(policies={"policies": ["freedom_of_movement", "no_child_labour", "no_child_labour"]})
    assert content_hash(one) == content_hash(other)
    rows = [{"name": "Visits", "this_year": "4"}, {"name": "Calls", "this_year": "9"}]
    assert content_hash(made(monitoring={"kpis": rows})) != content_hash(made(monitoring={"kpis": rows[::-1]}))


def test_figures_typed_as_numbers_or_words_are_the_same():
    as_number, as_text = ({"kpis": [{"name": "Visits", "this_year": value}]} for value in (4, "4"))
    assert content_hash(made(monitoring=as_number)) == content_hash(made(monitoring=as_text))


def test_composed_and_decomposed_letters_and_line_ends_are_the_same():
    name = "Café Søren"
    texts = [f"<p>{name}</p>\r\n<p>b</p>", unicodedata.normalize("NFD", f"<p>{name}</p>\n<p>b</p>")]
    assert len({content_hash(made(intro={"narrative_intro": text})) for text in texts}) == 1


def test_the_canonical_form_is_sorted_compact_utf_8():
    assert canonical_json({"b": 1, "a": {"d": "é", "c": True}}) == '{"a":{"c":true,"d":"é"},"b":1}'.encode()
    assert len(content_hash(made())) == 64


def test_a_change_of_any_answer_changes_the_hash():
    seen = {content_hash(made())}
    for change in (
        {"period": SECTIONS["period"] | {"period_end": "2026-03-30"}},
        {"structure": SECTIONS["structure"] | {"narrative_structure": "<p>We sell fish!</p>"}},
        {"structure": SECTIONS["structure"] | {"disclosures": {"str1_governance": {"status": "planned"}}}},
        {"risk": {"no_risks": True}},
        {"organisations": {"is_group": True}},
        {"signoff": {"approving_body_name": "The Board"}},
    ):
        seen.add(content_hash(made(**change)))
    assert len(seen) == 7


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
CODES = [field.code for field in vocabulary.fields() if not field.prefix]
ANSWERS = st.dictionaries(st.sampled_from(CODES), JSON, max_size=6)


@given(st.dictionaries(st.sampled_from([*SECTIONS, "training", "monitoring", "unknown"]), ANSWERS, max_size=4))
def test_any_answers_give_content_that_survives_storage(sections):
    content = assemble(organisation=ORGANISATION, year=2026, sections=sections)
    stored = json.loads(json.dumps(content))
    assert content_hash(stored) == content_hash(content)
    assert json.loads(canonical_json(content)) == content
    again = assemble(
        organisation=ORGANISATION,
        year=2026,
        sections={code: dict(reversed(sections[code].items())) for code in reversed(sections)},
    )
    assert canonical_json(again) == canonical_json(content)
    assert b"\x00" not in canonical_json(content)
    get_passages(content)
    count_narrative_words(content)


def test_a_number_that_json_does_not_have_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"a": float("nan")})


def test_words_are_counted_by_section_and_in_all():
    content = made(intro={"narrative_intro": "<p>Our third statement, don't worry.</p>"})
    assert count_narrative_words(content, "intro") == 5
    assert count_narrative_words(content, "structure") == 3
    assert count_narrative_words(content, "training") == 0
    assert count_narrative_words(content) == 8
    assert narrative_text(content, "structure") == "We sell fish."
    assert word_count("twenty-one 3 & x") == 3


def test_passages_name_the_section_and_the_field():
    found = [(one.section, one.field, one.text) for one in get_passages(made())]
    assert ("structure", "narrative_structure", "We sell fish.") in found
    assert ("structure", "str1_governance", "The board.") in found
    assert ("risk", "risks", "Pickers in Spain") in found
    assert ("organisations", "sectors_other", "Boats") in found
