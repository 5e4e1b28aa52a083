"""The rankings as the data files have them."""

import pytest

from compliance.statements import vocabulary
from compliance.statements.rubric.rules.criteria.practice import RULES_AS_DATA
from compliance.statements.text_checker.rules.rankings import (
    AREA_RANKINGS,
    HYPOTHETICAL,
    INCIDENT,
    KPI_FORM,
    Ranking,
    get_label,
    get_practice_codes,
    get_ranking,
    get_words,
)
from compliance.statements.text_checker.rules.sentence_model import LABELS

OTHERS = ("steps_done", "steps_stated", "own_business_and_chains", "own_business", "supply_chains", "on_slavery")


@pytest.mark.parametrize(
    "code", [*get_practice_codes(), *OTHERS, *(c for codes in AREA_RANKINGS.values() for c in codes)]
)
def test_every_ranking_can_be_read(code):
    ranking = get_ranking(code)
    assert isinstance(ranking, Ranking) and (ranking.label in LABELS or not ranking.label)
    assert ranking.label or ranking.needs


def test_every_ranked_criterion_is_one_of_the_rubric():
    plain = {code for code in get_practice_codes() if code not in RULES_AS_DATA}
    assert plain == {"p_kpis_counted", "p_kpis_named", "p_remediation_plain", "p_supply_chain_places_plain"}
    assert {f"g_area_{area}" for area in AREA_RANKINGS} < {one.code for one in vocabulary.criteria()}


def test_the_label_of_a_criterion():
    assert get_label("g_area_structure") == "structure" and get_label("p_remediation") == "remediation"
    assert get_label("p_unknowns") == get_label("law_approval") == ""


def test_words_are_whole():
    assert get_words("slavery").search("Modern slavery") and not get_words("suppliers").search("supplication")


@pytest.mark.parametrize("text", ["No cases were reported in the year.", "We found evidence of forced labour."])
def test_an_incident_is_what_was_or_was_not_found(text):
    assert INCIDENT.search(text) and not HYPOTHETICAL.search(text)


@pytest.mark.parametrize("text", ["Staff are encouraged to report any case found.", "If a case is found, we act."])
def test_what_people_are_asked_to_do_is_hypothetical(text):
    assert HYPOTHETICAL.search(text)


def test_a_measure_has_a_form():
    assert KPI_FORM.search("94% of staff") and KPI_FORM.search("Of our 52 growers, 50 answered")
    assert not KPI_FORM.search("We audited growers")
