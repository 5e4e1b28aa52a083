"""Tests of what a recipient is told about who told us: for whom, in which order, and to whom nothing is said."""

import pytest

from compliance.concerns.rules.tellers import TellerRole
from compliance.referrals.rules.disclosure import RECIPIENT_OF
from compliance.referrals.rules.privacy import Notice, TellerFacts, get_notices, may_learn_who_told, sort_tellers

VICTIM = TellerFacts(TellerRole.SELF, identity_mode="confidential")
OTHER = TellerFacts(TellerRole.OTHER, identity_mode="confidential")
NOBODY_KNOWS = TellerFacts(TellerRole.NOT_KNOWN, identity_mode="not_asked")


@pytest.mark.parametrize(
    ("teller", "notices"),
    [
        (VICTIM, (Notice.VICTIM_TOLD, Notice.NAME_KEPT, Notice.AT_RISK)),
        (TellerFacts(TellerRole.SELF, "anonymous"), (Notice.VICTIM_TOLD, Notice.NO_NAME, Notice.AT_RISK)),
        (
            TellerFacts(TellerRole.SELF, "named_share", is_named=True),
            (Notice.VICTIM_TOLD, Notice.NAMED, Notice.NAME_SHARED, Notice.AT_RISK),
        ),
        (OTHER, (Notice.OTHER_TOLD, Notice.NAME_KEPT, Notice.DO_NOT_LOOK)),
        (TellerFacts(TellerRole.OTHER, "named_share"), (Notice.OTHER_TOLD, Notice.NAME_LEFT_OUT, Notice.DO_NOT_LOOK)),
        (
            TellerFacts(TellerRole.OTHER, "confidential", is_named=True),
            (Notice.OTHER_TOLD, Notice.NAMED, Notice.NAME_OVERRIDDEN),
        ),
        (NOBODY_KNOWS, (Notice.NOT_KNOWN_WHO, Notice.PRIVACY_NOT_ASKED, Notice.MAY_BE_AT_RISK)),
        (
            TellerFacts(TellerRole.NOT_KNOWN, "not_asked", is_named=True),
            (Notice.NOT_KNOWN_WHO, Notice.NAMED, Notice.NAME_WITHOUT_ASKING, Notice.MAY_BE_AT_RISK),
        ),
        (
            TellerFacts(TellerRole.NOT_KNOWN, "anonymous"),
            (Notice.NOT_KNOWN_WHO, Notice.NO_NAME, Notice.MAY_BE_AT_RISK),
        ),
        (TellerFacts(TellerRole.SELF, "not_asked"), (Notice.VICTIM_TOLD, Notice.PRIVACY_NOT_ASKED, Notice.AT_RISK)),
    ],
    ids=str,
)
def test_who_told_us_and_how_private_decides_the_notices(teller, notices):
    assert get_notices(teller) == notices


@pytest.mark.parametrize("mode", ["named_share", "confidential", "anonymous"])
@pytest.mark.parametrize("is_named", [True, False])
def test_nobody_is_told_not_to_look_for_a_victim(mode, is_named):
    assert Notice.DO_NOT_LOOK not in get_notices(TellerFacts(TellerRole.SELF, mode, is_named=is_named))


def test_victims_come_first_and_equal_facts_are_said_once():
    named = TellerFacts(TellerRole.OTHER, identity_mode="named_share", is_named=True)
    assert sort_tellers(iter([OTHER, named, VICTIM, OTHER])) == [VICTIM, OTHER, named]


def test_of_whom_nobody_knows_who_they_are_neither_is_said_and_no_rule_of_theirs_leaves():
    for mode in ("named_share", "confidential", "anonymous", "not_asked"):
        notices = get_notices(TellerFacts(TellerRole.NOT_KNOWN, mode))
        assert not {Notice.VICTIM_TOLD, Notice.OTHER_TOLD, Notice.AT_RISK, Notice.DO_NOT_LOOK} & set(notices)
    assert not NOBODY_KNOWS.may_be_contacted


def test_only_who_may_be_met_needs_the_rules_for_safe_contact():
    assert VICTIM.may_be_contacted and not OTHER.may_be_contacted
    assert TellerFacts(TellerRole.OTHER, identity_mode="named_share", is_named=True).may_be_contacted


def test_an_agreed_word_is_known_by_its_code_or_by_the_word_itself():
    assert TellerFacts(TellerRole.SELF, "confidential", safety=("code_word",)).has_code_word
    assert TellerFacts(TellerRole.SELF, "confidential", code_word="bluebell").has_code_word
    assert not VICTIM.has_code_word


@pytest.mark.parametrize("target", [*RECIPIENT_OF, "crimestoppers"])
def test_a_business_and_whoever_gets_nothing_learn_nothing_of_who_told_us(target):
    assert may_learn_who_told(target) is (target not in {"business_remediation", "crimestoppers"})
