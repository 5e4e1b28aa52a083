"""Sharing without consent: which ground reaches which public body, and whom no ground ever reaches."""

import pytest

from compliance.concerns.rules.sharing_without_consent import (
    CHILD_AT_RISK,
    GROUNDS,
    IMMINENT_DANGER,
    LEGAL_OBLIGATION,
    RECIPIENTS_WITHOUT_CONSENT,
    SERIOUS_CRIME,
    may_share_without_consent,
)


def test_every_ground_has_its_recipients():
    assert set(RECIPIENTS_WITHOUT_CONSENT) == set(GROUNDS)


@pytest.mark.parametrize(
    ("target", "grounds"),
    [
        ("police", set(GROUNDS)),
        ("ictg", {IMMINENT_DANGER, CHILD_AT_RISK, LEGAL_OBLIGATION}),
        ("la_adults", {IMMINENT_DANGER, LEGAL_OBLIGATION, SERIOUS_CRIME}),
        ("health", {IMMINENT_DANGER}),
        ("labour_enforcement", {IMMINENT_DANGER, LEGAL_OBLIGATION, SERIOUS_CRIME}),
        ("immigration", set()),
        ("employer", set()),
        ("support_service", set()),
    ],
)
def test_each_recipient_is_reached_on_its_grounds_alone(target, grounds):
    assert {ground for ground in GROUNDS if may_share_without_consent(ground=ground, target=target)} == grounds


def test_an_unknown_ground_reaches_nobody():
    assert not may_share_without_consent(ground="", target="police")
