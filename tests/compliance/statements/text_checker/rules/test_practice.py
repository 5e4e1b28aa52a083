"""Good practice in a text: the words of a criterion, beside what must stand with them in the same sentence."""

import pytest

from compliance.statements.rubric.rules.criteria.practice import RULES_AS_DATA
from compliance.statements.text_checker.rules import practice
from compliance.statements.text_checker.rules.result import FOUND, NOT_FOUND, UNCLEAR, Text


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        ("p_supply_chain_places", "Our suppliers are in Spain.", FOUND),
        ("p_supply_chain_places", "Our suppliers are in many places.", UNCLEAR),
        ("p_supply_chain_places", "We sell tea.", NOT_FOUND),
        ("p_kpis", "We measure the share of suppliers that were audited: it was 45%.", FOUND),
        ("p_kpis", "We use key performance indicators to measure our suppliers.", UNCLEAR),
        ("p_incidents", "No cases of modern slavery were reported in the year.", FOUND),
        ("p_incidents", "Staff are encouraged to report any cases of slavery found.", NOT_FOUND),
        ("p_goals", "Next steps\nOver the next 12 months we will:\ninterview 50 pickers about fees", FOUND),
        ("p_goals", "Next steps\nWe will train our buyers on modern slavery.", UNCLEAR),
        ("p_training_who", "We trained all buyers on modern slavery.", FOUND),
        ("p_training_who", "All buyers will be trained on modern slavery.", UNCLEAR),
        ("p_goals", "We plan to map the second tier by March 2027.", FOUND),
        ("p_goals", "We plan to map the second tier.", NOT_FOUND),
        ("p_training_numbers", "We trained 64 people on modern slavery in the year.", FOUND),
        ("p_training_numbers", "We trained people on modern slavery in the year.", NOT_FOUND),
        ("p_indicators_remedied", "We found two cases of retained passports and saw that fees were repaid.", FOUND),
        ("p_indicators_remedied", "We found two cases of debt.\nThe fees were repaid.", FOUND),
        ("p_indicators_remedied", "We found no cases, and would pay compensation.", NOT_FOUND),
        ("p_indicators_remedied", "We found two cases of debt.", NOT_FOUND),
        ("p_grievance_own", "Workers can raise a concern through a whistleblowing hotline.", FOUND),
        ("p_grievance_own", "We sell tea to shops.", NOT_FOUND),
        ("p_governance", "Our procurement director is responsible for this statement.", FOUND),
        ("p_governance", "Somebody looks after it.", NOT_FOUND),
        ("p_governance", "The firm is owned by its directors, who have responsibility for its tea.", NOT_FOUND),
        ("p_supplier_monitoring", "We reserve the right to audit our suppliers of tea.", NOT_FOUND),
        ("p_supplier_monitoring", "Our hotline is monitored by an independent third party.", NOT_FOUND),
        ("p_supplier_monitoring", "Our buyers audit all suppliers of tea once a year without notice.", FOUND),
        ("p_policy_clear", "The answers of our suppliers on our code confirmed that there is no slavery.", NOT_FOUND),
        ("p_policy_clear", "Our suppliers must sign our Supplier Code, which forbids forced labour.", FOUND),
        ("p_training_who", "Over the course of the year our managers reviewed the risk of slavery.", NOT_FOUND),
        ("p_risk_method", "The firm regularly looks at its risk profile.", NOT_FOUND),
        ("p_risk_method", "We assessed the risk of slavery at suppliers by country and sector.", FOUND),
        ("p_risk_actions", "This paper tells of steps to prevent and reduce the risk of forced labour.", NOT_FOUND),
        ("p_risk_actions", "Because uniforms are a high-risk category, we audited each mill that makes ours.", FOUND),
        ("p_grievance_supply", "An independent third party runs our hotline, where concerns can be raised.", NOT_FOUND),
        ("p_grievance_supply", "Workers of suppliers can raise a concern on our confidential hotline.", FOUND),
        ("p_remediation", "We have not taken any remediation measures.", UNCLEAR),
        ("p_remediation", "All reports of abuse are investigated and referred to the police.", FOUND),
        ("p_indicators_remedied", "Investigating any complaints of slavery received through our hotline.", NOT_FOUND),
        ("p_progress", "Our sector has a low risk of slavery compared to other industries.", NOT_FOUND),
        ("p_engagement", "Larkmere is a registered charity that supports gardens.", NOT_FOUND),
        ("p_engagement", "We work with trade unions on the rights of workers.", FOUND),
        ("p_goals", "In the event that a case is found in 2030, we will review the supplier.", NOT_FOUND),
        ("p_risk_specific", "Our cleaning contracts are lower-risk than others.", NOT_FOUND),
        ("p_supply_chain_places", "We have shops in France. Our suppliers are many.", UNCLEAR),
    ],
)
def test_a_criterion_of_practice(rule, text, expected):
    assert practice.RULES[rule](Text(text)).result == expected


def test_what_was_found_and_what_was_done_may_stand_in_two_sentences():
    text = Text("We found two cases of debt.\nThe fees were repaid.")
    (span,) = practice.p_indicators_remedied(text).spans
    assert text.quote(span) == "We found two cases of debt. The fees were repaid."


def test_every_criterion_of_practice_has_its_rule_and_says_nothing_of_an_empty_text():
    assert set(practice.RULES) == set(RULES_AS_DATA)
    for rule in practice.RULES.values():
        assert rule(Text("")).result == NOT_FOUND
