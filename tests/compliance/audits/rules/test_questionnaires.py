"""The questions as data, and what their answers say."""

from compliance.audits.rules import questionnaires as rules

EDITION = rules.get_edition(rules.CURRENT_EDITION)


def test_the_questions_are_few_in_five_topics_and_each_edition_says_which_it_is():
    assert (len(EDITION.topics), EDITION.code) == (5, rules.CURRENT_EDITION)
    assert len(EDITION.questions) <= 25
    codes = [question.code for question in EDITION.questions]
    assert len(set(codes)) == len(codes)
    assert {question.kind for question in EDITION.questions} == {"yes_no", "number", "text"}
    assert set(rules.WORKER_FIELDS) <= set(codes)


def test_a_total_below_its_parts_gives_no_part():
    figures = rules.get_worker_figures({"workers_total": 10, "workers_women": 11, "workers_agency": 3, "pay_age": 19})
    assert figures == {"total": 10, "agency": 3, "youngest_age": 19}
    assert rules.get_worker_figures({"workers_women": 11}) == {}


def test_a_text_may_stay_empty_and_every_other_question_has_an_answer():
    missing = EDITION.list_missing({"policy_exists": "no"})
    assert "policy_exists" not in [question.code for question in missing]
    assert {question.kind for question in missing} == {"yes_no", "number"}


def test_answers_to_questions_that_are_no_longer_asked_are_left_out():
    assert EDITION.keep_known({"policy_exists": "yes", "of_an_old_edition": 3}) == {"policy_exists": "yes"}


def test_a_code_that_is_no_edition_opens_no_other_file():
    assert rules.get_edition("../../protection").code == rules.CURRENT_EDITION
    assert {rules.get_edition(code).code for code in rules.EDITIONS} == set(rules.EDITIONS)
