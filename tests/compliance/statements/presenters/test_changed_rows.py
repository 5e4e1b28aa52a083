"""What changed in a part is told place by place: only what changed, and where it is."""

from copy import deepcopy

import pytest

from compliance.statements.presenters.changes import changes
from tests.factories.signed import content_of, signed_version

pytestmark = pytest.mark.django_db
RISK = "Risk 1: Migrant workers who pay fees to work in glove factories"


@pytest.fixture
def earlier():
    return content_of(signed_version())


@pytest.fixture
def later(earlier):
    return deepcopy(earlier)


def rows_between(earlier, later) -> list[tuple[str, str, str]]:
    """Each place with its words before and after."""
    return [
        (row.place, *(" ".join(run.text for run in side) for side in (row.before, row.after)))
        for part in changes(earlier, later)
        for row in part.rows
    ]


def test_of_a_risk_only_the_answer_that_changed_is_told_by_its_question(earlier, later):
    later["answers"]["risks"][0]["countries"] = ["country:MY"]
    assert rows_between(earlier, later) == [(f"{RISK} – Countries", "Malaysia Thailand", "Malaysia")]


def test_of_a_list_an_answer_that_stayed_is_not_marked(earlier, later):
    later["answers"]["risks"][0]["countries"] = ["country:IN", "country:TH"]
    ((row,),) = [part.rows for part in changes(earlier, later)]
    assert [(run.kind, run.text) for run in row.runs] == [
        ("removed", "Malaysia"), ("added", "India"), ("kept", "Thailand")
    ]  # fmt: skip


def test_a_measure_is_told_by_its_name_and_year(earlier, later):
    later["answers"]["kpis"][0]["this_year"] = "11"
    assert rows_between(earlier, later) == [("Measures – High-risk suppliers visited", "This year: 9", "This year: 11")]


def test_a_risk_with_other_words_for_it_is_the_same_risk(earlier, later):
    later["answers"]["risks"][0]["description"] = "Migrant workers who pay fees to work in two glove factories"
    assert rows_between(earlier, later) == [("", RISK, RISK.replace("in glove", "in two glove"))]


def test_a_new_first_risk_does_not_change_the_second(earlier, later):
    later["answers"]["risks"].insert(0, {"description": "Debt bondage in brick kilns", "countries": ["country:IN"]})
    assert rows_between(earlier, later) == [("Risk 1: Debt bondage in brick kilns", "", "Countries: India")]


def test_risks_in_another_order_are_one_sentence(earlier, later):
    second = {"description": "Debt bondage in brick kilns", "countries": ["country:IN"]}
    earlier["answers"]["risks"] = [*earlier["answers"]["risks"], second]
    later["answers"]["risks"] = [second, *later["answers"]["risks"]]
    (part,) = changes(earlier, later)
    assert (part.sentence, part.rows) == ("Some rows are in another order.", ())


def test_of_a_row_with_many_columns_the_cell_that_changed_is_told_by_its_column(earlier, later):
    later["answers"]["goals"][1]["result"] = "80 of 80 people"
    assert rows_between(earlier, later) == [
        ("Goals – Pay back all fees found", "Result: 57 of 80 people", "Result: 80 of 80 people")
    ]


def test_a_row_that_was_added_and_one_that_was_removed_have_one_side_alone(earlier, later):
    later["answers"]["goals"] = [later["answers"]["goals"][0], {"text": "Train every buyer", "status": "on_track"}]
    assert rows_between(earlier, later) == [
        ("Goals – Train every buyer", "", "Target date: No date; Status: On track"),
        (
            "Goals – Pay back all fees found",
            "Target date: 31 December 2026; Status: Behind; Result: 57 of 80 people",
            "",
        ),
    ]


def test_an_answer_is_told_by_its_question(earlier, later):
    later["answers"]["training_targets"] = ["procurement"]
    (row,) = rows_between(earlier, later)
    assert row[0] == "Who received training on modern slavery"
    assert len(row[2]) < len(row[1])


def test_a_paragraph_is_told_by_the_heading_above_it_and_others_are_left_out(earlier, later):
    text = "<p>First.</p><h2>Visits</h2><p>We visited {} sites.</p><p>Last.</p><h2>Pay</h2><p>We looked at pay.</p>"
    for content, number in ((earlier, "nine"), (later, "twelve")):
        content["answers"]["narrative_risk"] = text.format(number)
    assert rows_between(earlier, later) == [("Visits", "We visited nine sites.", "We visited twelve sites.")]


def test_paragraphs_added_in_a_row_are_one_place(earlier, later):
    later["answers"]["narrative_intro"] += "<p>One more.</p><p>And another.</p>"
    assert rows_between(earlier, later) == [("", "", "One more.\n\nAnd another.")]


def test_of_a_long_paragraph_the_words_beside_the_change_are_told(earlier, later):
    words = " ".join(f"word{number}" for number in range(200))
    for content, number in ((earlier, "nine"), (later, "twelve")):
        content["answers"]["narrative_risk"] = f"<p>{words} then {number} sites {words}</p>"
    ((_place, before, after),) = rows_between(earlier, later)
    assert before.startswith("… ") and before.endswith(" …")
    assert "word199 then nine sites word0" in before and "word199 then twelve sites word0" in after
    assert len(after.split()) < 40


def test_a_topic_that_is_left_out_now_says_so(earlier, later):
    later["answers"] |= {"area_training": False, "narrative_training": "", "area_training_note": "Next year."}
    assert any(
        after.startswith("The organisation answered that this statement does not cover this topic. Next year.")
        for _place, _before, after in rows_between(earlier, later)
    )


def test_nothing_is_told_of_two_that_are_the_same(earlier, later):
    assert changes(earlier, later) == []


def test_a_table_of_thousands_of_rows_that_all_changed_is_compared(earlier, later):
    for content, name in ((earlier, "Mill"), (later, "Works")):
        content["answers"]["group_members"] = [{"legal_name": f"{name} {number}"} for number in range(3000)]
    assert len(rows_between(earlier, later)) == 6000
