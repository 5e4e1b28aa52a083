"""Residual risk and priority: the worked examples (docs/requirements/suppliers.md#residual-risk), and each control,
problem, cap and floor.
"""

from datetime import date

import pytest

from compliance.suppliers.rules.risk import Control, Facts, get_band, round_score, score_place, share_points
from compliance.suppliers.rules.risk.facts import add_months, is_within_months
from compliance.suppliers.rules.risk.residual import score_exposure, score_residual
from tests.factories.risk import shipped_tables, weights

TODAY = date(2026, 11, 24)


def ago(months: int) -> date:
    return add_months(TODAY, -months)


def control(kind: str, months: int = 3, *, is_confirmed: bool = False) -> Control:
    return Control(kind, ago(months), is_confirmed)


POLICIES = (
    control("employer_pays_policy", is_confirmed=True),
    control("document_retention_policy", is_confirmed=True),
)
EXAMPLES = {
    "A, office cleaning in the UK": (
        Facts(
            country="GB",
            works=(("cleaning_security", ""),),
            workers={"total": 100, "migrant_international": 60, "agency": 30},
            audit_on=ago(8),
            controls=(control("saq"), control("grievance_mechanism")),
        ),
        (8.1, 70, None, 45, 36.7, "medium", 0.29, 0, 26.0, "medium"),
    ),
    "B, soft fruit in the UK": (
        Facts(
            country="GB",
            works=(("", "seasonal_agriculture"),),
            workers={"total": 100, "migrant_international": 90, "in_provided_housing": 90, "seasonal": 90},
            recruits_from_abroad=True,
            audit_on=ago(15),
            controls=(control("saq"),),
            open_major=1,
        ),
        (8.1, 85, None, 70, 50.0, "high", 0.13, 5, 48.5, "high"),
    ),
    "C, T-shirts from Bangladesh": (
        Facts(
            country="BD",
            works=(("", "garment_manufacture"),),
            products=("t shirts",),
            workers={"total": 100, "migrant_internal": 30, "young": 4},
            pays_by_piece_or_cash=True,
            audit_on=ago(2),
            controls=(control("saq"), control("training"), *POLICIES, control("worker_representation")),
        ),
        (65.1, 80, 100, 25, 67.8, "very_high", 0.40, 0, 40.7, "medium"),
    ),
    "D, rubber gloves from Malaysia": (
        Facts(
            country="MY",
            works=(("", "rubber_gloves"),),
            products=("nitrile gloves",),
            workers={"total": 100, "migrant_international": 70, "agency": 25, "in_provided_housing": 70},
            recruits_from_abroad=True,
            audit_on=ago(8),
            audit_was_announced=False,
            controls=(control("saq"), control("training"), control("grievance_mechanism"), *POLICIES),
            open_critical=1,
            late_actions=2,
            has_alert_a=True,
        ),
        (51.2, 80, 100, 75, 72.9, "very_high", 0.37, 21, 90, "very_high"),
    ),
    "E, solar modules from China": (
        Facts(country="CN", works=(("", "solar_panels"),), products=("solar modules",)),
        (83.3, 80, 100, 40, 77.1, "very_high", 0, 0, 77.1, "very_high"),
    ),
    "F, machine parts from Germany": (
        Facts(
            country="DE",
            works=(("automotive_machinery_electrical", ""),),
            products=("machine parts",),
            workers={"total": 100, "migrant_international": 10},
        ),
        (6.5, 40, None, 10, 17.9, "low", 0, 0, 17.9, "low"),
    ),
}


@pytest.mark.parametrize(("facts", "expected"), EXAMPLES.values(), ids=EXAMPLES)
def test_a_worked_example_comes_out_to_one_decimal(facts, expected):
    found = score_place(facts, shipped_tables(), weights(), today=TODAY)
    points = [part["points"] for part in found.parts["parts"]]
    shown = [value if value is None else round(value, 1) for value in points]
    assert (
        *shown, round(found.inherent, 1), found.inherent_band, found.parts["k"], found.parts["p"],
        round(found.residual, 1), found.band,
    ) == expected  # fmt: skip


def test_example_b_is_lifted_from_47_6_and_is_80_per_cent_known():
    found = score_place(EXAMPLES["B, soft fruit in the UK"][0], shipped_tables(), weights(), today=TODAY)
    assert round(found.parts["before"], 1) == 47.6
    assert found.confidence == 0.8
    assert [floor["rule"] for floor in found.parts["inherent_floors"]] == ["R1"]


def test_example_d_is_66_9_before_the_alert():
    found = score_place(EXAMPLES["D, rubber gloves from Malaysia"][0], shipped_tables(), weights(), today=TODAY)
    assert round(found.parts["residual_before"], 1) == 66.9


def rest(value: float = 60, **facts):
    return score_residual(value, Facts(**facts), weights(), today=TODAY)


@pytest.mark.parametrize(
    ("facts", "k"),
    [
        ({"audit_on": ago(12)}, 0.20), ({"audit_on": ago(13)}, 0.13), ({"audit_on": ago(24)}, 0.13),
        ({"audit_on": ago(25)}, 0), ({"audit_on": date(2026, 11, 25)}, 0),
        ({"audit_on": ago(1), "audit_was_announced": False}, 0.23), ({"audit_on": ago(1), "open_critical": 0.5}, 0.15),
        ({"audit_was_announced": False}, 0),
        ({"controls": (control("saq", 12),)}, 0.05), ({"controls": (control("saq", 13),)}, 0),
        ({"controls": (control("training", 24),)}, 0.05), ({"controls": (control("training", 25),)}, 0),
        ({"controls": (control("grievance_mechanism", 60),)}, 0.04),
        ({"controls": (control("grievance_mechanism", is_confirmed=True),)}, 0.10),
        ({"controls": POLICIES}, 0.05), ({"controls": POLICIES[:1]}, 0),
        ({"controls": (control("employer_pays_policy"), control("document_retention_policy"))}, 0),
        ({"controls": (control("worker_representation"),)}, 0.05),
        ({"controls": (control("worker_representation", -1),)}, 0),
    ],
)  # fmt: skip
def test_a_control_takes_its_share_away(facts, k):
    assert rest(**facts).k == k


@pytest.mark.parametrize(
    ("facts", "p"),
    [
        ({"open_business_critical": 1}, 30), ({"open_business_critical": 2}, 30), ({"open_critical": 1}, 15),
        ({"open_critical": 0.5}, 7.5), ({"open_critical": 3}, 30), ({"open_major": 2.5}, 12.5), ({"open_major": 9}, 15),
        ({"late_actions": 2}, 6), ({"late_actions": 9}, 12), ({"open_car": 1}, 3), ({"open_car": 9}, 6),
        ({"areas_not_addressed": 1}, 5), ({"areas_not_addressed": 3}, 10), ({"has_open_report": True}, 10),
        ({"open_minor": 5}, 0),
    ],
)  # fmt: skip
def test_a_problem_adds_its_points_up_to_its_cap(facts, p):
    assert rest(**facts).p == p


def test_no_paper_takes_away_more_than_half():
    everything = (
        control("saq"), control("training"), control("grievance_mechanism", is_confirmed=True), *POLICIES,
        control("worker_representation"),
    )  # fmt: skip
    found = rest(80, audit_on=ago(1), audit_was_announced=False, controls=everything)
    assert sum(item["k"] for item in found.controls) == pytest.approx(0.53)
    assert (found.k, found.value, found.change) == (0.5, 40, None)


def test_the_risk_is_a_hundred_at_most():
    assert rest(95, open_business_critical=1, open_critical=2).value == 100


def test_an_alert_and_an_issue_found_twice_lift_the_risk():
    assert rest(10, has_alert_a=True).value == 90
    assert rest(10, has_repeated_issue=True).value == 60
    assert rest(95, has_alert_a=True).value == 95


def test_what_would_change_the_risk_is_the_largest_control_that_is_not_in_place():
    assert rest(60).change == {"key": "audit_0_12_months", "k": 0.15, "to": 51}
    assert rest(60, audit_on=ago(1)).change == {"key": "grievance_confirmed_by_workers", "k": 0.10, "to": 42}
    old = rest(60, audit_on=ago(20), controls=(control("grievance_mechanism", is_confirmed=True),))
    assert old.change["key"] == "audit_0_12_months"
    assert rest(60, has_alert_a=True).change["to"] == 90


@pytest.mark.parametrize(
    ("pence", "tier", "factor"),
    [
        (None, 1, 1.0), (999_999, 1, 0.9), (1_000_000, 1, 1.0), (10_000_000, 2, 1.1), (100_000_000, 3, 1.2),
        (None, 0, 1.1),
    ],
)  # fmt: skip
def test_spend_and_tier_change_the_order_only(pence, tier, factor):
    assert score_exposure(Facts(spend_pence=pence, tier=tier), weights())["factor"] == factor


def test_priority_is_the_risk_times_exposure_and_a_hundred_at_most():
    facts = EXAMPLES["F, machine parts from Germany"][0]
    found = score_place(facts, shipped_tables(), weights(), today=TODAY)
    assert round(found.priority, 1) == 19.6
    alert = score_place(EXAMPLES["D, rubber gloves from Malaysia"][0], shipped_tables(), weights(), today=TODAY)
    assert alert.priority == 99


def test_a_good_audit_in_a_very_high_setting_asks_for_caution():
    facts = EXAMPLES["C, T-shirts from Bangladesh"][0]
    assert score_place(facts, shipped_tables(), weights(), today=TODAY).parts["is_caution_due"]
    for key in ("A, office cleaning in the UK", "D, rubber gloves from Malaysia", "E, solar modules from China"):
        assert not score_place(EXAMPLES[key][0], shipped_tables(), weights(), today=TODAY).parts["is_caution_due"]


def test_bands_begin_where_the_table_says():
    assert [get_band(value) for value in (0, 24.99, 25, 44.99, 45, 64.99, 65, 100, None)] == [
        "low", "low", "medium", "medium", "high", "high", "very_high", "very_high", "",
    ]  # fmt: skip


def test_a_whole_number_never_stands_in_a_band_that_the_score_is_not_in():
    assert [round_score(value) for value in (44.6, 45.0, 24.9, 26.5, 64.7, 48.5)] == [44, 45, 24, 27, 64, 49]


def test_shares_add_up_to_the_whole_number_before_the_floors():
    found = score_place(EXAMPLES["B, soft fruit in the UK"][0], shipped_tables(), weights(), today=TODAY)
    assert share_points(found.parts["parts"]) == {"country": 4, "sector": 27, "workforce": 17}


def test_twelve_months_back_count_to_the_day():
    assert is_within_months(date(2025, 11, 24), 12, TODAY)
    assert not is_within_months(date(2025, 11, 23), 12, TODAY)
    assert not is_within_months(None, 12, TODAY)
