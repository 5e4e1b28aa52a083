"""Who approves and signs by legal form, and which financial years count. Modern Slavery Act 2015 s.54(1), (6), (8)."""

from datetime import date

import pytest

from compliance.statements import vocabulary
from compliance.statements.rules.facts import Approval, Signature
from compliance.statements.rules.financial_year import (
    copy_due_on,
    expected_on,
    is_about_one_year,
    parse_day,
    period_problems,
)
from compliance.statements.rules.signoff import get_actors, signoff_problems

TODAY = date(2026, 7, 1)
END = date(2026, 3, 31)


def approval(body="board_of_directors", on=date(2026, 6, 20), content_hash="a"):
    return Approval(body, on, content_hash)


def signature(role="director", on=date(2026, 6, 21), content_hash="a", **names):
    names = {"first_name": "Ada", "last_name": "Quill", "job_title": "Director"} | names
    return Signature(**names, role=role, signed_on=on, content_hash=content_hash)


def fields(form, given=None, signed=None):
    problems = signoff_problems(form, given, signed, period_end=END, today=TODAY)
    return [(one.field, one.is_warning) for one in problems]


@pytest.mark.parametrize(
    ("form", "given", "signed", "found"),
    [
        ("company", None, None, []),
        ("company", approval(), signature(), []),
        ("company", approval("members"), None, [("approving_body", False)]),
        ("company", approval("not_prescribed"), None, [("approving_body", False)]),
        ("llp", approval("members"), signature("designated_member"), []),
        ("llp", approval("board_of_directors"), None, [("approving_body", False)]),
        ("body_corporate", approval("equivalent_management_body"), signature(), []),
        ("public_body", approval("equivalent_management_body"), signature(), []),
        ("limited_partnership", None, signature("general_partner"), []),
        ("limited_partnership", approval("not_prescribed"), signature("general_partner", content_hash="b"), []),
        ("other_partnership", None, signature("partner"), []),
        ("other_partnership", None, signature("director"), [("signatory_role", False)]),
        ("company", approval(), signature("designated_member"), [("signatory_role", False)]),
        ("company", approval(on=None), None, [("approval_date", False)]),
        ("company", approval(on=date(2026, 7, 2)), None, [("approval_date", False)]),
        ("company", approval(on=TODAY), None, []),
        ("company", approval(on=date(2026, 3, 30)), None, [("approval_date", True)]),
        ("company", approval(on=END), None, []),
        ("company", approval(), signature(on=date(2026, 6, 19)), [("signed_date", False)]),
        ("company", approval(), signature(on=date(2026, 6, 20)), []),
        ("company", approval(), signature(on=None), [("signed_date", False)]),
        ("company", approval(), signature(on=date(2026, 7, 2)), [("signed_date", False)]),
        ("company", approval(), signature(content_hash="b"), [("signature_hash", False)]),
        ("company", approval(), signature(first_name=" "), [("signatory_first_name", False)]),
        (
            "limited_partnership",
            approval("not_prescribed"),
            signature("general_partner", on=date(2026, 6, 1)),
            [],
        ),
    ],
)
def test_problems_of_a_sign_off(form, given, signed, found):
    assert fields(form, given, signed) == found


BODY = "Record the approval by {}. One director or a committee is not enough"
TOO_LATE = "The date of the {} must be today or in the past"
BEFORE_YEAR_END = "The approval is dated before the end of the financial year. Check that the date is right"
TOO_EARLY = "The date of the signature cannot be before the date of the approval"
OTHER_TEXT = "The signed text is not the text that was approved. Approve and sign it again"
NEXT_DAY = date(2026, 7, 2)


@pytest.mark.parametrize(
    ("form", "given", "signed", "sentences"),
    [
        ("company", approval("members"), None, [BODY.format("the board of directors (section 54(6)(a))")]),
        ("llp", approval("board_of_directors"), None, [BODY.format("the members (section 54(6)(b))")]),
        ("company", approval(on=None), None, ["Enter the date of the approval"]),
        ("company", approval(on=NEXT_DAY), None, [TOO_LATE.format("approval")]),
        ("company", approval(on=date(2026, 3, 30)), None, [BEFORE_YEAR_END]),
        (
            "company",
            None,
            signature(first_name="", last_name=" ", job_title="\t"),
            [
                "Enter the first name of the person who signs",
                "Enter the last name of the person who signs",
                "Enter the job title of the person who signs",
            ],
        ),
        (
            "llp",
            None,
            signature("director"),
            ["The statement must be signed by a designated member (section 54(6)(b))"],
        ),
        ("company", None, signature(on=None), ["Enter the date of the signature"]),
        ("company", None, signature(on=NEXT_DAY), [TOO_LATE.format("signature")]),
        ("company", approval(), signature(on=date(2026, 6, 19)), [TOO_EARLY]),
        ("company", approval(), signature(content_hash="b"), [OTHER_TEXT]),
        (
            "company",
            approval(on=None),
            signature(on=None),
            ["Enter the date of the approval", "Enter the date of the signature"],
        ),
    ],
)
def test_each_problem_says_what_to_mend_and_whom_the_act_names(form, given, signed, sentences):
    problems = signoff_problems(form, given, signed, period_end=END, today=TODAY)
    assert [problem.sentence for problem in problems] == sentences


def test_a_statement_may_be_signed_today_and_without_a_known_year_end_no_approval_is_early():
    assert signoff_problems("company", approval(on=TODAY), signature(on=TODAY), period_end=END, today=TODAY) == []
    assert signoff_problems("company", approval(on=date(2001, 1, 1)), None, period_end=None, today=TODAY) == []


@pytest.mark.parametrize(
    ("form", "approver", "signer"),
    [
        ("company", "the board of directors (section 54(6)(a))", "a director (section 54(6)(a))"),
        ("llp", "the members (section 54(6)(b))", "a designated member (section 54(6)(b))"),
        ("limited_partnership", None, "a general partner (section 54(6)(c))"),
        ("other_partnership", None, "a partner (section 54(6)(d))"),
        ("public_body", "the senior management body", "the accounting officer, chief executive or equivalent"),
        ("unheard_of", "the board, the members or the equivalent body (section 54(6))", None),
    ],
)
def test_words_cite_the_act(form, approver, signer):
    found = get_actors(form)
    assert approver is None or found.cited_approver == approver
    assert signer is None or found.cited_signer == signer


def test_every_legal_form_has_words():
    for code in vocabulary.enumeration("legal_form").codes:
        assert get_actors(code).approver and get_actors(code).signer
        letter = vocabulary.enumeration("legal_form").option(code).facts["s54_6"]
        assert get_actors(code).provision == (f"54(6)({letter})" if letter else "")


@pytest.mark.parametrize(
    ("start", "end", "publishing", "found"),
    [
        (date(2025, 4, 1), END, True, []),
        (None, None, True, [("period_start", False), ("period_end", False)]),
        (date(2025, 4, 1), None, True, [("period_end", False)]),
        (date(2026, 4, 1), END, True, [("period_end", False)]),
        (END, END, True, [("period_end", True)]),
        (date(2025, 4, 1), date(2026, 9, 30), False, [("period_end", True)]),
        (date(2025, 4, 1), date(2026, 10, 1), False, [("period_end", False)]),
        (date(2025, 4, 1), TODAY, True, [("period_end", True)]),
        (date(2025, 7, 3), date(2026, 7, 2), True, [("period_end", False)]),
        (date(2025, 7, 3), date(2026, 7, 2), False, []),
        (date(2014, 7, 1), date(2015, 6, 30), False, [("period_end", False)]),
        (date(2015, 1, 1), date(2015, 12, 31), False, []),
        (date(2024, 2, 29), date(2025, 2, 27), False, []),
    ],
)
def test_problems_of_a_financial_year(start, end, publishing, found):
    problems = period_problems(start, end, today=TODAY, is_publishing=publishing)
    assert [(one.field, one.is_warning) for one in problems] == found


@pytest.mark.parametrize(
    ("end", "is_year"),
    [
        (date(2026, 3, 31), True),
        (date(2026, 3, 24), True),
        (date(2026, 4, 7), True),
        (date(2026, 3, 23), False),
        (date(2026, 4, 8), False),
    ],
)
def test_a_year_may_end_a_week_aside(end, is_year):
    assert is_about_one_year(date(2025, 4, 1), end) is is_year


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("2026-03-31", END),
        ("2026-02-30", None),
        ("9999-12-31", None),
        ("0001-01-01", date(1, 1, 1)),
        ("", None),
        (None, None),
        (20260331, None),
        ("soon", None),
    ],
)
def test_days_that_do_not_exist_are_no_days(answer, found):
    assert parse_day(answer) == found


def test_the_expected_date_follows_the_examples_of_the_guide():
    for ends, expected in vocabulary.deadline().examples:
        assert expected_on({"answers": {"period_end": ends}}) == date.fromisoformat(expected)
    assert expected_on({"answers": {}}) is None


@pytest.mark.parametrize(
    ("received", "due"), [(date(2026, 6, 1), date(2026, 6, 30)), (date(2026, 12, 15), date(2027, 1, 13))]
)
def test_a_copy_is_due_on_the_thirtieth_day(received, due):
    assert copy_due_on(received) == due
