"""The check of a whole statement: what blocks, what is a notice, and which ruleset holds."""

from datetime import date

import pytest

from compliance.statements import vocabulary
from compliance.statements.choices import SectionCode
from compliance.statements.rubric.rules import check
from compliance.statements.rubric.rules.check import Approval, Facts, Ruleset, Web
from compliance.statements.rubric.rules.result import met
from compliance.statements.rules.content import assemble, content_hash
from tests.compliance.statements.rubric.statement_changes import (
    BARE,
    signature,
)
from tests.factories.good_statement import ORGANISATION, TODAY, known, made


def test_every_result_explains_itself_with_source_weight_and_place():
    for content, facts in ((made(), known(made())), (BARE, Facts())):
        results = check.run(content, facts, today=TODAY)
        assert [one.criterion for one in results] == [one.code for one in vocabulary.criteria()]
        for one in results:
            criterion = vocabulary.criterion(one.criterion)
            assert (one.weight, one.source, one.blocks) == (criterion.weight, criterion.sources, criterion.blocks)
            assert one.reason.endswith((".", "?")), one.reason
            assert "{" not in one.reason
            assert one.section in ("", *SectionCode.values), one
            if one.field:
                known_codes = {f.code for f in vocabulary.fields()} | {d.code for d in vocabulary.disclosures()}
                assert one.field in known_codes, one
            if one.result in ("not_met", "partly_met"):
                assert one.section, one


def test_an_empty_draft_is_checked_without_fault():
    results = check.run(BARE, Facts(), today=TODAY)
    assert {one.criterion for one in check.blocking(results)} == {
        "law_financial_year",
        "law_steps_or_none",
        "law_business_and_supply_chains",
        "law_approval",
        "law_signature",
        "law_copy_on_request",
        "law_group_coverage",
    }


def test_only_what_the_rubric_says_blocks():
    content = made()
    bare_facts = Facts(web=Web(has_website=True))
    blocked = {one.criterion for one in check.blocking(check.run(content, bare_facts, today=TODAY))}
    assert blocked == {"law_approval", "law_signature"}
    assert not check.blocking_before_approval(check.run(content, bare_facts, today=TODAY))
    assert not check.blocking(check.run(content, known(content), today=TODAY))


def test_a_doubt_that_a_text_raises_never_blocks():
    content = made(period={"period_end": "2026-05-31"})
    results = check.run(content, known(content), today=TODAY)
    assert {one.criterion: one.result for one in results}["law_financial_year"] == "partly_met"
    assert not check.blocking(results)


def test_a_no_steps_statement_can_be_published():
    content = assemble(
        organisation=ORGANISATION,
        year=2026,
        sections={
            "period": {"period_start": "2025-04-01", "period_end": "2026-03-31", "statement_kind": "no_steps"},
            "organisations": {"is_group": False},
        },
    )
    assert not check.blocking(check.run(content, known(content), today=TODAY))


@pytest.mark.parametrize(
    ("form", "body", "role"),
    [
        ("company", "board_of_directors", "director"),
        ("body_corporate", "equivalent_management_body", "director"),
        ("llp", "members", "designated_member"),
        ("limited_partnership", None, "general_partner"),
        ("other_partnership", None, "partner"),
        ("public_body", "equivalent_management_body", "director"),
        ("other_unincorporated", "equivalent_management_body", "director"),
    ],
)
def test_each_kind_of_organisation_can_be_approved_and_signed(form, body, role):
    content = made(signoff={"legal_form": form})
    fingerprint = content_hash(content)
    approval = Approval(body, date(2026, 6, 20), fingerprint) if body else None
    facts = known(content, approval=approval, signature=signature(role=role, content_hash=fingerprint))
    assert not check.blocking(check.run(content, facts, today=TODAY))
    for other in {"director", "designated_member", "general_partner", "partner"} - {role}:
        wrong = known(content, approval=approval, signature=signature(role=other, content_hash=fingerprint))
        blocked = [one.criterion for one in check.blocking(check.run(content, wrong, today=TODAY))]
        assert blocked == ["law_signature"]


def test_the_bill_is_a_notice_and_never_a_failure():
    results = check.run(BARE, Facts(), today=TODAY)
    pending = check.by_weight(results)["pending"]
    assert [one.criterion for one in check.notices(results)] == [one.criterion for one in pending]
    assert not [one for one in check.open_results(results) if one.weight == "pending"]
    assert not any(one.blocks for one in pending)


def test_results_are_grouped_by_weight_in_order():
    groups = check.by_weight(check.run(made(), known(made()), today=TODAY))
    assert {code: len(some) for code, some in groups.items()} == {
        "must": 9,
        "should": 16,
        "good_practice": 28,
        "pending": 3,
    }
    assert list(groups) == ["must", "should", "good_practice", "pending"]


@pytest.mark.parametrize(
    ("ends_on", "name"),
    [
        (date(2015, 3, 31), "s54-2015-guidance-2025"),
        (date(2026, 3, 31), "s54-2015-guidance-2025"),
        (date(2027, 12, 30), "s54-2015-guidance-2025"),
        (date(2027, 12, 31), "bill"),
        (date(2030, 3, 31), "bill"),
        (None, "bill"),
    ],
)
def test_a_ruleset_is_chosen_by_the_end_of_the_financial_year(ends_on, name):
    later = Ruleset("bill", date(2027, 12, 31), {})
    assert check.ruleset_for(ends_on, (later, *check.RULESETS)).name == name


def test_a_new_ruleset_does_not_touch_an_old_year():
    later = Ruleset("bill", date(2027, 1, 1), {"g_registry": lambda r: met("New rule.")})
    rulesets = (*check.RULESETS, later)
    assert len(check.run(made(), known(made()), today=TODAY, rulesets=rulesets)) == 56
    ended = made(period={"period_start": "2026-04-01", "period_end": "2027-03-31"})
    (only,) = check.run(ended, known(ended), today=date(2027, 7, 1), rulesets=rulesets)
    assert (only.criterion, only.reason) == ("g_registry", "New rule.")


def test_every_condition_of_the_rubric_is_known():
    assert {one.applies_when for one in vocabulary.criteria()} == set(check.CONDITIONS)
    assert set(check.WHY_NOT) == set(check.CONDITIONS) - {"always"}


def test_the_ruleset_holds_the_whole_rubric():
    assert set(check.RULESETS[0].rules) == {one.code for one in vocabulary.criteria()}


def test_the_check_never_says_that_a_statement_complies():
    for content, facts in ((made(), known(made())), (BARE, Facts())):
        for one in check.run(content, facts, today=TODAY):
            words = one.reason.casefold()
            assert "compliant" not in words and "complies" not in words and "score" not in words
