"""What is asked of whom, when a statement is due, and how turnover is read."""

from datetime import date

import pytest

from compliance.organisations.rules import scope


def test_nobody_is_asked_more_than_ten_questions_and_a_public_body_two():
    assert scope.get_question_path({"q_form": "public_body"}) == ["q_form", "q_period_end"]
    longest = scope.get_question_path({"q_form": "company", "q_turnover": 10**9, "q_group": "subsidiary"})
    assert len(longest) == len(scope.get_questions()) == 10


def test_an_answer_given_before_a_change_of_mind_does_not_count():
    answers = {"q_form": "company", "q_group": "not_in_group", "q_parent_statement": "yes"}
    assert "q_parent_statement" not in scope.get_relevant_answers(answers)


def test_a_decision_carries_its_reason_where_that_is_written_and_the_edition_of_the_rules():
    assert scope.decide({"q_form": "public_body"}) == scope.Decision(
        outcome="not_required_public_body",
        rule=1,
        reason="Section 54 applies to commercial organisations. Public bodies can choose to publish. A Bill would "
        "include public bodies with a budget of £36 million or more.",
        source="Modern Slavery Act 2015, section 54(2) and (12)",
        ruleset="s54-2015-guidance-2025",
    )


@pytest.mark.parametrize("empty", [None, "", "not_provided"])
def test_an_empty_answer_is_no_answer(empty):
    answers = {"q_form": "company", "q_uk": "yes", "q_supplies": "yes", "q_group": "not_in_group"}
    assert scope.decide(answers | {"q_turnover": empty}) == scope.decide(answers)
    assert scope.decide(answers | {"q_turnover": 36_000_000}) != scope.decide(answers)


IN_SCOPE = {
    "q_form": "company",
    "q_ceased": "no",
    "q_supplies": "yes",
    "q_uk": "yes",
    "q_turnover": 36_000_000,
    "q_group": "subsidiary",
    "q_parent_statement": "no",
}


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        ({"q_form": "public_body"}, 1),
        ({"q_form": "other_unincorporated"}, 2),
        ({"q_ceased": "yes"}, 3),
        ({"q_supplies": "no"}, 4),
        ({"q_uk": "no"}, 5),
        ({"q_turnover": 35_999_999}, 6),
        ({"q_turnover": "under_36m"}, 6),
        ({"q_turnover": None}, 7),
        ({"q_uk": None}, 7),
        ({"q_supplies": "not_provided"}, 7),
        ({"q_uk": "unsure"}, 8),
        ({"q_supplies": "unsure"}, 8),
        ({"q_parent_statement": "yes"}, 9),
        # The parent's statement frees a subsidiary of it, and nobody else.
        ({"q_group": "parent", "q_parent_statement": "yes"}, 10),
        ({"q_parent_statement": "unsure"}, 10),
        ({"q_turnover": "36m_60m"}, 10),
        ({}, 10),
    ],
)
def test_the_first_rule_that_holds_decides(answers, rule):
    assert scope.decide(IN_SCOPE | answers).rule == rule


ALWAYS = ["q_form", "q_ceased", "q_supplies", "q_uk", "q_franchise", "q_turnover"]


@pytest.mark.parametrize(
    ("answers", "path"),
    [
        ({"q_form": "other_unincorporated"}, ["q_form", "q_period_end"]),
        ({"q_form": "company", "q_ceased": "yes"}, ["q_form", "q_ceased", "q_period_end"]),
        ({"q_form": "company", "q_supplies": "no"}, ["q_form", "q_ceased", "q_supplies", "q_period_end"]),
        ({"q_form": "company", "q_uk": "no"}, ["q_form", "q_ceased", "q_supplies", "q_uk", "q_period_end"]),
        ({"q_form": "company", "q_turnover": 35_999_999}, [*ALWAYS, "q_previous", "q_period_end"]),
        ({"q_form": "company", "q_turnover": 36_000_000}, [*ALWAYS, "q_group", "q_previous", "q_period_end"]),
        ({"q_form": "company", "q_turnover": "under_36m"}, [*ALWAYS, "q_previous", "q_period_end"]),
        ({"q_form": "llp", "q_group": "parent"}, [*ALWAYS, "q_group", "q_previous", "q_period_end"]),
        (
            {"q_form": "llp", "q_group": "subsidiary"},
            [*ALWAYS, "q_group", "q_parent_statement", "q_previous", "q_period_end"],
        ),
    ],
)
def test_once_an_answer_decides_only_the_year_end_is_still_asked(answers, path):
    assert scope.get_question_path(answers) == path


def test_the_next_question_is_the_first_without_an_answer_until_none_is_left():
    assert scope.next_question({}) == "q_form"
    assert scope.next_question({"q_form": "public_body"}) == "q_period_end"
    assert scope.next_question({"q_form": "company", "q_supplies": "yes"}) == "q_ceased"
    assert scope.next_question({"q_form": "public_body", "q_period_end": "2026-03-31"}) is None


def test_a_question_is_found_by_its_code():
    assert [scope.get_question(row["code"]) for row in scope.get_questions()] == list(scope.get_questions())


DUE, OTHER_DUE = date(2026, 9, 30), date(2027, 9, 30)


@pytest.mark.parametrize(
    ("outcomes_by_day", "is_free"),
    [
        ([], False),
        ([(DUE, "not_required_turnover")], True),
        ([(DUE, "required")], False),
        # The newest answer counts, and an answer for another year does not.
        ([(DUE, "required"), (DUE, "not_required_turnover")], False),
        ([(DUE, "not_required_turnover"), (DUE, "required")], True),
        ([(OTHER_DUE, "not_required_turnover")], False),
        # An answer without a year end speaks for years that none names.
        ([(None, "not_required_ceased")], True),
        ([(None, "not_required_ceased"), (DUE, "required")], False),
        ([(None, "required"), (DUE, "not_required_ceased")], True),
    ],
)
def test_a_statement_is_not_owed_by_the_newest_answer_for_its_year(outcomes_by_day, is_free):
    assert scope.is_statement_not_required(outcomes_by_day, DUE) is is_free


@pytest.mark.parametrize(
    ("typed", "pounds"),
    [
        ("36m", 36_000_000), ("£36,000,000", 36_000_000), ("36 000 000", 36_000_000), ("36.5 million", 36_500_000),
        ("£1.2bn", 1_200_000_000), ("0", 0), ("35,999,999.99", 35_999_999), (" 36M ", 36_000_000), ("750k", 750_000),
        ("36\u00a0000\u00a0000", 36_000_000), ("36 million pounds", 36_000_000), ("GBP 36000000", 36_000_000),
        ("1 billion", 10**9), ("36,000 thousand", 36_000_000), ("1.5 thousand", 1500), ("10,000bn", 10**13),
    ],
)  # fmt: skip
def test_turnover_is_read_as_people_type_it(typed, pounds):
    assert scope.parse_turnover(typed) == pounds


@pytest.mark.parametrize("typed", ["", "lots", "-5", "36.000.000", "1e9", "36 x", "9" * 400, "٣٦٠٠٠٠٠٠ and", "99999bn"])
def test_what_is_no_turnover_is_refused_by_what_was_typed(typed):
    with pytest.raises(ValueError) as refused:
        scope.parse_turnover(typed)
    assert str(refused.value) == typed


@pytest.mark.parametrize(
    ("pounds", "band"),
    [
        (0, "under_36m"), (35_999_999, "under_36m"), (36_000_000, "36m_60m"), (60_000_000, "60m_100m"),
        (99_999_999, "60m_100m"), (100_000_000, "100m_500m"), (500_000_000, "over_500m"),
    ],
)  # fmt: skip
def test_a_band_holds_its_lower_end(pounds, band):
    assert scope.turnover_band_for(pounds) == band
