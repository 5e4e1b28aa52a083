"""The matrix of docs/requirements/helpline.md#identity-modes: identity modes by recipients by consent, what overrides
them, and who decides.
"""

import pytest

from compliance.referrals.rules.disclosure import (
    ACCOUNT,
    BY_CONSENT,
    EXPLOITER,
    GROUNDS,
    KINDS,
    ORIGINAL,
    RECIPIENT_OF,
    REPORTER,
    SIGNPOST_ONLY,
    SUPPLY_CHAIN,
    Refused,
    Wish,
    get_grounds,
    get_kinds,
    is_reason_for,
    judge,
    may_go_alone,
    propose_ground,
)
from portal.reference import helpline

OVERRIDE = {"ground": "serious_crime", "facts": "Seen locking them in", "is_told": True}


def wish(**given) -> Wish:
    said = {
        "target": "police",
        "identity_mode": "named_share",
        "level": "p3",
        "age": "adult",
        "kinds": {ACCOUNT},
        "consent": "given",
    }
    return Wish(**(said | given))


@pytest.mark.parametrize(
    ("mode", "given", "refused"),
    [
        ("named_share", {"consent": "given"}, ()),
        ("named_share", {"consent": "refused"}, (Refused.NO_GROUND,)),
        ("named_share", {"consent": "refused"} | OVERRIDE, ()),
        ("confidential", {"consent": "given"}, (Refused.NAME_IS_CONFIDENTIAL,)),
        ("confidential", {"consent": "given"} | OVERRIDE, ()),
        ("anonymous", {"consent": "given"}, (Refused.NO_NAME_KNOWN,)),
        ("anonymous", {"consent": "given"} | OVERRIDE, (Refused.NO_NAME_KNOWN,)),
    ],
)
@pytest.mark.parametrize("target", ["police", "la_adults", "labour_enforcement"])
def test_the_name_goes_by_mode_and_consent_or_by_an_override(mode, given, refused, target):
    asked = wish(target=target, identity_mode=mode, kinds={"place", REPORTER}, **given)
    assert judge(asked).refused == refused


@pytest.mark.parametrize("consent", ["", "not_asked", "refused", "withdrawn"])
@pytest.mark.parametrize("target", RECIPIENT_OF)
def test_nothing_goes_without_consent_and_without_a_ground(target, consent):
    """See docs/requirements/helpline.md#without-consent."""
    assert Refused.NO_GROUND in judge(wish(target=target, kinds=get_kinds(target), consent=consent)).refused


@pytest.mark.parametrize("ground", GROUNDS)
def test_an_override_says_what_it_rests_on_and_whether_they_were_told(ground):
    bare = wish(consent="refused", ground=ground, age="under_18")
    assert judge(bare).refused == (Refused.NO_FACTS, Refused.NOT_TOLD_WHY)
    told = wish(consent="refused", ground=ground, age="under_18", facts="Heard shouting", is_told=True)
    assert judge(told).refused == ()
    untold = wish(
        consent="refused", ground=ground, age="under_18", facts="Heard", is_told=False, why_not_told="He reads"
    )
    assert judge(untold).refused == ()


def test_a_child_at_risk_is_no_ground_where_nobody_is_a_child():
    assert Refused.NO_CHILD in judge(wish(ground="child_at_risk", facts="x", is_told=True)).refused
    assert "child_at_risk" not in get_grounds(age="adult", target="police")
    assert "child_at_risk" in get_grounds(age="not_sure", target="police")


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize(
    "target",
    ["border_force", "immigration_enforcement", "business_remediation", "overseas_hotline", "housing", "other"],
)
def test_no_ground_lets_immigration_an_employer_or_a_charity_be_told_without_consent(ground, target):
    facts = {"ground": ground, "facts": "Heard", "is_told": True, "age": "under_18", "target": target}
    assert Refused.NEEDS_CONSENT in judge(wish(consent="refused", **facts)).refused
    assert ground not in get_grounds(age="under_18", target=target)
    # With consent to the matter, a name that only the helpline may know still stays.
    confidential = wish(consent="given", identity_mode="confidential", kinds={REPORTER}, **facts)
    assert Refused.NAME_IS_CONFIDENTIAL in judge(confidential).refused


@pytest.mark.parametrize(
    ("given", "approval", "waits"),
    [
        ({}, "", False),
        ({"kinds": {REPORTER}}, "identity_release", True),
        ({"kinds": {"person"}}, "identity_release", True),
        (OVERRIDE, "override", True),
        # A level is raised by one person: it is no ground by itself, and lets no name out.
        (OVERRIDE | {"level": "p1"}, "override", True),
        (OVERRIDE | {"level": "p1", "ground": "legal_obligation"}, "override", True),
        ({"kinds": {REPORTER}, "level": "p1"}, "identity_release", True),
        ({"kinds": {"person"}, "level": "p1"}, "identity_release", True),
        (OVERRIDE | {"level": "p1", "ground": "imminent_danger"}, "override", False),
        (OVERRIDE | {"level": "p1", "ground": "imminent_danger", "kinds": {"person", ACCOUNT}}, "override", False),
        (OVERRIDE | {"level": "p1", "ground": "imminent_danger", "kinds": {REPORTER}}, "override", True),
        (OVERRIDE | {"level": "p1", "ground": "imminent_danger", "kinds": {"original"}}, "override", True),
        (OVERRIDE | {"level": "p2", "ground": "imminent_danger"}, "override", True),
        ({"ground": "child_at_risk", "age": "not_sure", "target": "la_children", "level": "p2"}, "override", False),
        ({"ground": "child_at_risk", "age": "under_18", "target": "police", "level": "p2"}, "override", False),
        (
            {"ground": "child_at_risk", "age": "under_18", "level": "p2", "kinds": {"person", ACCOUNT}},
            "override",
            False,
        ),
        # Who told us is no part of protecting the child.
        ({"ground": "child_at_risk", "age": "under_18", "level": "p2", "kinds": {REPORTER}}, "override", True),
    ],
)
def test_a_second_person_decides_but_never_holds_up_a_rescue(given, approval, waits):
    verdict = judge(wish(**given))
    assert (verdict.approval, verdict.waits) == (approval, waits)


@pytest.mark.parametrize(
    ("ground", "level", "may"),
    [
        ("imminent_danger", "p2", True),
        ("child_at_risk", "p2", True),
        ("", "p1", True),
        ("", "p2", False),
        ("serious_crime", "p1", False),
        ("legal_obligation", "p1", False),
    ],
)
def test_only_a_life_a_child_or_consent_in_immediate_danger_goes_ahead_alone(ground, level, may):
    assert may_go_alone(ground=ground, level=level) is may


def test_a_support_provider_gets_no_detail_of_the_exploiter_and_a_business_agreed_lines_only():
    assert not {EXPLOITER, SUPPLY_CHAIN, ACCOUNT} & get_kinds("victim_support_provider")
    assert get_kinds("business_remediation") == {"agreed"}
    assert {EXPLOITER, SUPPLY_CHAIN} <= get_kinds("police")
    assert get_kinds("crimestoppers") == frozenset()
    assert judge(wish(target="crimestoppers")).refused == (Refused.SIGNPOST,)


def test_who_protects_gets_the_account_as_a_first_responder_does_and_nobody_gets_their_exploiter():
    for target in ("la_children", "la_adults", "hsc_trust", "ictg", "first_responder"):
        assert ACCOUNT in get_kinds(target), target
        assert not {EXPLOITER, SUPPLY_CHAIN, ORIGINAL} & get_kinds(target), target


def test_what_this_recipient_may_not_have_is_nothing_chosen_for_it():
    assert judge(wish(kinds=set())).refused == (Refused.NOTHING_CHOSEN,)
    assert judge(wish(target="housing", kinds={ACCOUNT})).refused == (Refused.NOTHING_CHOSEN,)
    assert judge(wish(target="housing", kinds={ACCOUNT, "needs"})).refused == ()


@pytest.mark.parametrize(
    ("reason", "refused"),
    [("", (Refused.NO_FILE_REASON,)), (" \n", (Refused.NO_FILE_REASON,)), ("Shows the number plate", ())],
)
def test_a_file_goes_as_it_came_for_a_written_reason_only(reason, refused):
    assert judge(wish(kinds={ORIGINAL}, file_reason=reason)).refused == refused


def test_every_reason_against_it_is_named_the_gravest_first():
    bare = wish(target="housing", consent="refused", ground="serious_crime", identity_mode="anonymous")
    assert judge(bare).refused == (
        Refused.NEEDS_CONSENT,
        Refused.NO_FACTS,
        Refused.NOT_TOLD_WHY,
        Refused.NOTHING_CHOSEN,
    )
    named = wish(kinds={REPORTER, ORIGINAL}, consent="refused", identity_mode="anonymous")
    assert judge(named).refused == (Refused.NO_GROUND, Refused.NO_NAME_KNOWN, Refused.NO_FILE_REASON)


def test_what_rests_on_neither_consent_nor_ground_rests_on_no_law():
    verdict = judge(wish(consent="refused"))
    assert (verdict.basis, verdict.condition) == ("", "")


@pytest.mark.parametrize(
    ("reason", "target", "age", "consented", "may"),
    [
        (BY_CONSENT, "police", "adult", {"police"}, True),
        (BY_CONSENT, "police", "adult", {"local_authority"}, False),
        (BY_CONSENT, "police", "adult", set(), False),
        # Who agreed to the council agreed to each of its teams, and to no charity beside it.
        (BY_CONSENT, "la_children", "adult", {"local_authority"}, True),
        (BY_CONSENT, "housing", "adult", {"local_authority"}, False),
        (BY_CONSENT, "crimestoppers", "adult", {"police"}, False),
        ("imminent_danger", "police", "adult", set(), True),
        # Consent is no ground, and a ground that does not fit stays out although somebody agreed.
        ("imminent_danger", "housing", "adult", {"support_provider"}, False),
        ("child_at_risk", "police", "adult", {"police"}, False),
        ("child_at_risk", "police", "not_sure", set(), True),
        ("child_at_risk", "housing", "under_18", set(), False),
        ("", "police", "adult", {"police"}, False),
    ],
)
def test_a_recipient_is_told_for_its_own_consent_or_for_a_ground_that_fits_it(reason, target, age, consented, may):
    assert is_reason_for(reason, target=target, age=age, consented=consented) is may


@pytest.mark.parametrize(
    ("age", "local", "consented", "proposed"),
    [
        ("adult", {"police", "la_adults"}, {"police", "local_authority"}, BY_CONSENT),
        ("under_18", {"police", "la_children"}, {"police", "local_authority"}, BY_CONSENT),
        # A child, and somebody with a duty there whom nobody agreed to: the risk to the child.
        ("under_18", {"police", "la_children"}, {"police"}, "child_at_risk"),
        ("under_18", set(), {"police"}, "child_at_risk"),
        ("under_18", set(), set(), "child_at_risk"),
        ("adult", {"police", "la_adults"}, {"police"}, BY_CONSENT),
        ("adult", set(), {"police"}, BY_CONSENT),
        # Nobody may be called a child by a form: a person has to think first.
        ("not_sure", {"police"}, set(), ""),
        ("not_sure", set(), {"police"}, BY_CONSENT),
        ("adult", set(), set(), ""),
    ],
)
def test_a_form_proposes_consent_then_the_risk_to_a_child_and_else_nothing(age, local, consented, proposed):
    assert propose_ground(age=age, local=local, consented=consented) == proposed


def test_every_code_is_one_of_the_vocabulary():
    assert set(RECIPIENT_OF) | SIGNPOST_ONLY == set(helpline.get_labels("referral_target_type"))
    assert set(RECIPIENT_OF.values()) <= set(helpline.get_labels("consent_recipient"))
    assert set(GROUNDS) == set(helpline.get_labels("consent_override_ground"))
    for ground in ("", *GROUNDS):
        verdict = judge(wish(ground=ground))
        assert verdict.basis in helpline.get_labels("lawful_basis")
        assert verdict.condition in helpline.get_labels("special_category_condition")
    lacks = judge(wish(consent="lacks_capacity"))
    assert (lacks.refused, lacks.basis) == ((), "recognised_legitimate_interest")
    assert len(set(KINDS)) == len(KINDS)
