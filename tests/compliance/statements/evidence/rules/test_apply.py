"""What accepting a suggestion does to the answers of a section."""

import pytest

from compliance.statements.evidence.rules.apply import Kpi, apply_suggestion, merge_ticks


def test_the_sentence_stands_after_what_was_typed():
    applied = apply_suggestion({"narrative_risk": "<p>Ours.</p>"}, section="risk", sentence="A & B <x>.", ticks={})
    assert applied.answers["narrative_risk"] == "<p>Ours.</p>\n<p>A &amp; B &lt;x&gt;.</p>"


def test_a_point_keeps_the_status_that_a_person_gave():
    told = {"disclosures": {"rsk1_method": {"status": "planned", "text": "Next year"}}}
    applied = apply_suggestion(told, section="risk", disclosure="rsk1_method", pointer="Here", ticks={})
    assert applied.answers == told
    assert applied.kept == ["disclosure"]
    fresh = apply_suggestion({}, section="risk", disclosure="rsk1_method", pointer="Here", ticks={})
    assert fresh.answers["disclosures"] == {"rsk1_method": {"status": "covered", "text": "Here"}}


def test_a_measure_fills_the_one_that_came_from_last_year_and_never_a_figure_that_stands():
    kpi = Kpi("Sites", "%", "40")
    copied = {"kpis": [{"name": "Sites", "unit": "per cent", "last_year": "30", "this_year": None}]}
    filled = apply_suggestion(copied, section="monitoring", kpi=kpi, ticks={}).answers["kpis"]
    assert filled == [{"name": "Sites", "unit": "per cent", "last_year": "30", "this_year": "40"}]
    typed = {"kpis": [{"name": "Sites", "this_year": "41"}]}
    applied = apply_suggestion(typed, section="monitoring", kpi=kpi, ticks={})
    assert (applied.answers, applied.kept) == (typed, ["measure"])
    full = {"kpis": [{"name": str(n), "this_year": "1"} for n in range(20)]}
    assert apply_suggestion(full, section="monitoring", kpi=kpi, ticks={}).kept == ["measure"]


def test_a_text_at_its_limit_is_left_alone():
    long = {"narrative_risk": "<p>" + "a" * 99_990 + "</p>"}
    applied = apply_suggestion(long, section="risk", sentence="One more.", ticks={})
    assert (applied.answers, applied.kept) == (long, ["text"])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], ["own_staff", "announced"]),
        (["none"], ["own_staff", "announced"]),
        (["unannounced", "supplier_staff"], ["own_staff", "supplier_staff", "announced", "unannounced"]),
    ],
)
def test_ticks_are_added_to_those_that_stand(before, after):
    assert merge_ticks("social_audits", before, ["announced", "own_staff"]) == after
