"""Tests that the codes of the choices are those of the vocabulary, and that every step leads on."""

import pytest

from compliance.casework import choices
from compliance.casework import choices as casework_choices
from compliance.data_protection import choices as data_protection_choices
from compliance.referrals import choices as referrals_choices

LISTS = {
    "triage_level": choices.Level,
    "age_of_person": choices.Age,
    "danger_level": choices.Danger,
    "case_category": choices.Category,
    "case_status": choices.Status,
    "closure_reason": choices.Closure,
    "child_action": choices.ChildAction,
    "identity_mode": choices.IdentityMode,
    "consent_state": referrals_choices.ConsentState,
    "consent_override_ground": referrals_choices.OverrideGround,
    "referral_status": referrals_choices.ReferralStatus,
    "nrm_pathway": referrals_choices.Pathway,
    "nrm_stage": referrals_choices.PackStage,
    "interpreter_mode": casework_choices.InterpreterMode,
    "interpreter_outcome": casework_choices.InterpreterOutcome,
}


@pytest.mark.parametrize(("name", "codes"), LISTS.items(), ids=LISTS)
def test_the_codes_are_those_of_the_vocabulary(name, codes):
    from portal.reference import helpline

    assert set(codes.values) == set(helpline.get_labels(name))


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("handling_marking", choices.Marking),
        ("retention_class", casework_choices.RetentionClass),
        ("referral_kind", referrals_choices.ReferralKind),
    ],
)
def test_what_is_used_of_a_longer_list_is_in_it(name, codes):
    from portal.reference import helpline

    assert set(codes.values) <= set(helpline.get_labels(name))


def test_every_step_leads_to_a_state_that_has_steps():
    for steps in (
        choices.STATUS_STEPS,
        referrals_choices.REFERRAL_STEPS,
        data_protection_choices.REQUEST_STEPS,
        data_protection_choices.COMPLAINT_STEPS,
    ):
        assert {after for onward in steps.values() for after in onward} <= set(steps)
