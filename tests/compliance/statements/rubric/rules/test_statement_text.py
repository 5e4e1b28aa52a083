"""One reading of a statement for a check: its answers, its text by section, the words for messages."""

import re
from datetime import date

import pytest

from compliance.statements.rubric.rules.statement_text import StatementText, area_label, format_date, join_names
from compliance.statements.rules.content import AREAS
from compliance.statements.rules.facts import Facts
from tests.compliance.statements.rubric.statement_changes import BARE
from tests.factories.good_statement import TODAY, covered, made


def read(content=None, **changes) -> StatementText:
    return StatementText(content or made(**changes), Facts(), TODAY)


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        ([*"abcdefgh"], "a, b, c, d, e, f, g and h"),
        ([*"abcdefghij"], "a, b, c, d, e, f, g, h and 2 others"),
    ],
)
def test_names_are_joined_and_a_long_list_is_cut(names, sentence):
    assert join_names(names) == sentence


def test_a_day_is_written_out():
    assert format_date(date(2026, 3, 1)) == "1 March 2026"


def test_every_area_has_a_label():
    assert all(area_label(area) for area in AREAS)


def test_an_empty_draft_is_read_without_fault():
    text = read(BARE)
    assert (text.kind, text.legal_form, text.is_group, text.members, text.risks) == (None, "company", None, [], [])
    assert (text.due_on, text.all_narrative, text.all_sentences, text.covered_areas) == (None, "", [], [])
    assert set(text.narrative_words.values()) == {0}


def test_the_day_is_six_months_after_the_year_end():
    assert read().due_on == date(2026, 9, 30)


def test_none_of_these_is_no_choice():
    assert read(policies={"policies": ["none"]}).get_choices("policies") == []
    assert read(policies={"policies": ["no_child_labour"]}).get_choices("policies") == ["no_child_labour"]


def test_the_text_of_a_section_holds_its_items_and_disclosures_too():
    text = read(risk={"narrative_risk": "<p>We looked.</p>"})
    assert text.narrative("risk") == "We looked."
    assert "Debt of migrant tomato pickers" in text.text("risk")
    assert "A questionnaire to each supplier." in text.text("risk")
    assert text.text("web") == ""


def test_a_disclosure_counts_only_as_far_as_it_is_covered():
    rows = {"str1_unknowns": covered("Tier three."), "str1_governance": {"status": "planned", "text": "Next year."}}
    text = read(structure={"disclosures": rows})
    assert (text.get_disclosed_text("str1_unknowns"), text.get_disclosed_text("str1_governance")) == ("Tier three.", "")
    assert text.disclosure_status("str1_governance") == "planned"
    assert (text.get_disclosed_text("nothing"), text.disclosure_status("nothing")) == ("", "")


def test_not_relevant_holds_for_all_of_several_points_or_for_none():
    row = {"status": "not_relevant", "text": "We are two people."}
    text = read(structure={"disclosures": {"str1_unknowns": row, "str1_governance": covered("The board.")}})
    assert text.not_relevant("str1_unknowns") == "We are two people."
    assert text.not_relevant("str1_unknowns", "str1_governance") == ""


def test_a_sentence_is_found_in_the_sections_asked_for_and_beside_another_word():
    text = read(intro={"narrative_intro": "<p>We sell fish. We sell fish from Spain.</p>"})
    assert text.find(re.compile("fish"), "intro") == "We sell fish."
    assert text.find(re.compile("fish"), "intro", beside=re.compile("Spain")) == "We sell fish from Spain."
    assert text.find(re.compile("fish"), "training") == ""
    assert text.find(re.compile("unheard of")) == ""


def test_a_message_has_its_gaps_filled_by_the_legal_form_and_the_year():
    assert "the board of directors (section 54(6)(a))" in read().message("law_approval")
    assert "30 September 2026" in read().message("g_within_six_months")
    assert "six months after your year end" in read(period={"period_end": None}).message("g_within_six_months")
    assert "“Training”" in read().message("c_areas_vs_text", area="“Training”")
