"""Harm: a child asks for help, and the police are told not to find out who told us and not to ask anybody named."""

from itertools import combinations, product

import pytest

from compliance.concerns.rules.tellers import TellerRole
from compliance.referrals.rules.disclosure import RECIPIENT_OF
from compliance.referrals.rules.privacy import TellerFacts, may_learn_who_told
from compliance.referrals.services import disclosure
from compliance.referrals.services.privacy_text import build_privacy_text
from portal.reference import helpline
from tests.factories.sharing import MARKS, PHONE

VICTIM, OTHER, NOT_KNOWN = TellerRole
MODES = ("named_share", "confidential", "anonymous", "not_asked")
WORD = "bluebell"
SAFETY = tuple(helpline.get_labels("contact_safety"))
# For an informant only; said of a victim it keeps the police from the person who asked for help.
INFORMANT = ("Do not try to find out who told us", "do not ask the people named")
EXPECTED = {
    (VICTIM, "named_share", True): (
        "The person affected told us about themselves. "
        "This referral identifies them. "
        "Ask us before you share that with anyone. "
        "They agreed that we can share their name. "
        "They are a person at risk, not an informant. "
        "Do not tell anyone around them that they contacted us."
    ),
    (VICTIM, "named_share", False): (
        "The person affected told us about themselves. "
        "This referral does not include their name. "
        "If you need it, ask us. "
        "They are a person at risk, not an informant. "
        "Do not tell anyone around them that they contacted us."
    ),
    (VICTIM, "confidential", True): (
        "The person affected told us about themselves. "
        "This referral identifies them. "
        "Ask us before you share that with anyone. "
        "They asked us not to share their name. "
        "We have shared it for a reason that the law allows. "
        "They are a person at risk, not an informant. "
        "Do not tell anyone around them that they contacted us."
    ),
    (VICTIM, "confidential", False): (
        "The person affected told us about themselves. "
        "They asked us not to share their name. "
        "If you need to contact them, ask us. "
        "They are a person at risk, not an informant. "
        "Do not tell anyone around them that they contacted us."
    ),
    (VICTIM, "anonymous", False): (
        "The person affected told us about themselves. "
        "They did not give us their name. "
        "We can contact them only if they come back to us. "
        "They are a person at risk, not an informant. "
        "Do not tell anyone around them that they contacted us."
    ),
    (OTHER, "named_share", True): (
        "Someone other than the person affected told us. "
        "This referral identifies them. "
        "Ask us before you share that with anyone. "
        "They agreed that we can share their name."
    ),
    (OTHER, "named_share", False): (
        "Someone other than the person affected told us. "
        "This referral does not include their name. "
        "If you need it, ask us. "
        "Do not try to find out who told us, and do not ask the people named in this referral who it was."
    ),
    (OTHER, "confidential", True): (
        "Someone other than the person affected told us. "
        "This referral identifies them. "
        "Ask us before you share that with anyone. "
        "They asked us not to share their name. "
        "We have shared it for a reason that the law allows."
    ),
    (OTHER, "confidential", False): (
        "Someone other than the person affected told us. "
        "They asked us not to share their name. "
        "If you need to contact them, ask us. "
        "Do not try to find out who told us, and do not ask the people named in this referral who it was."
    ),
    (OTHER, "anonymous", False): (
        "Someone other than the person affected told us. "
        "They did not give us their name. "
        "We can contact them only if they come back to us. "
        "Do not try to find out who told us, and do not ask the people named in this referral who it was."
    ),
    (VICTIM, "not_asked", True): (
        "The person affected told us about themselves. "
        "This referral identifies them. "
        "Ask us before you share that with anyone. "
        "We have not asked them whether we can share their name. "
        "We have shared it for a reason that the law allows. "
        "They are a person at risk, not an informant. "
        "Do not tell anyone around them that they contacted us."
    ),
    (VICTIM, "not_asked", False): (
        "The person affected told us about themselves. "
        "We have not asked them whether we can share their name. "
        "This referral does not include it. "
        "They are a person at risk, not an informant. "
        "Do not tell anyone around them that they contacted us."
    ),
    (OTHER, "not_asked", True): (
        "Someone other than the person affected told us. "
        "This referral identifies them. "
        "Ask us before you share that with anyone. "
        "We have not asked them whether we can share their name. "
        "We have shared it for a reason that the law allows."
    ),
    (OTHER, "not_asked", False): (
        "Someone other than the person affected told us. "
        "We have not asked them whether we can share their name. "
        "This referral does not include it. "
        "Do not try to find out who told us, and do not ask the people named in this referral who it was."
    ),
    (NOT_KNOWN, "named_share", True): (
        "We do not know who told us: the person affected, or someone else. "
        "This referral identifies them. "
        "Ask us before you share that with anyone. "
        "They agreed that we can share their name. "
        "They may be at risk. Do not try to find out who they are, and do not tell anyone that they contacted us."
    ),
    (NOT_KNOWN, "named_share", False): (
        "We do not know who told us: the person affected, or someone else. "
        "This referral does not include their name. "
        "If you need it, ask us. "
        "They may be at risk. Do not try to find out who they are, and do not tell anyone that they contacted us."
    ),
    (NOT_KNOWN, "confidential", True): (
        "We do not know who told us: the person affected, or someone else. "
        "This referral identifies them. "
        "Ask us before you share that with anyone. "
        "They asked us not to share their name. "
        "We have shared it for a reason that the law allows. "
        "They may be at risk. Do not try to find out who they are, and do not tell anyone that they contacted us."
    ),
    (NOT_KNOWN, "confidential", False): (
        "We do not know who told us: the person affected, or someone else. "
        "They asked us not to share their name. "
        "If you need to contact them, ask us. "
        "They may be at risk. Do not try to find out who they are, and do not tell anyone that they contacted us."
    ),
    (NOT_KNOWN, "anonymous", False): (
        "We do not know who told us: the person affected, or someone else. "
        "They did not give us their name. "
        "We can contact them only if they come back to us. "
        "They may be at risk. Do not try to find out who they are, and do not tell anyone that they contacted us."
    ),
    (NOT_KNOWN, "not_asked", True): (
        "We do not know who told us: the person affected, or someone else. "
        "This referral identifies them. "
        "Ask us before you share that with anyone. "
        "We have not asked them whether we can share their name. "
        "We have shared it for a reason that the law allows. "
        "They may be at risk. Do not try to find out who they are, and do not tell anyone that they contacted us."
    ),
    (NOT_KNOWN, "not_asked", False): (
        "We do not know who told us: the person affected, or someone else. "
        "We have not asked them whether we can share their name. "
        "This referral does not include it. "
        "They may be at risk. Do not try to find out who they are, and do not tell anyone that they contacted us."
    ),
}
SAFETY_SETS = [(), *((code,) for code in SAFETY), *combinations(SAFETY, 2), SAFETY]


def test_the_table_has_every_combination_of_who_told_us_and_how_private():
    possible = {(who, mode, named) for who, mode, named in product(TellerRole, MODES, (True, False))}
    assert set(EXPECTED) == {one for one in possible if one[1:] != ("anonymous", True)}


@pytest.mark.parametrize(("facts", "expected"), EXPECTED.items())
def test_every_combination_says_just_what_is_true_of_it(facts, expected):
    who, mode, is_named = facts
    for safety in SAFETY_SETS:
        teller = TellerFacts(who, mode, is_named, safety, code_word=WORD if "code_word" in safety else "")
        first, *rest = build_privacy_text([teller], target="police").split("\n")
        assert first == expected
        if who is not OTHER:
            assert not any(words in first for words in INFORMANT)
        if who is not VICTIM and not is_named:
            assert rest == [], "nobody contacts an informant who is not named: their rules would say who they are"
            continue
        (line,) = rest
        for code in set(safety) - {"code_word"}:
            assert str(helpline.get_label("contact_safety", code)) in line
        assert (f"“{WORD}”" in line) is ("code_word" in safety)
        assert ("We do not know how to contact them safely" in line) is (safety == ())


def test_an_agreed_word_that_cannot_be_printed_is_asked_for():
    teller = TellerFacts(VICTIM, "confidential", safety=("code_word",))
    assert "There is an agreed word: ask us for it first" in build_privacy_text([teller], target="police")


def test_a_victim_and_somebody_else_who_told_us_each_have_their_own_words():
    both = [TellerFacts(OTHER, "confidential"), TellerFacts(VICTIM, "confidential", safety=("no_voicemail",))]
    first, second, third = build_privacy_text(both, target="la_children").split("\n")
    assert (first, second) == (EXPECTED[VICTIM, "confidential", False], EXPECTED[OTHER, "confidential", False])
    assert "Do not leave a voicemail" in third


@pytest.mark.parametrize("who", TellerRole)
@pytest.mark.parametrize("target", RECIPIENT_OF)
def test_a_business_never_learns_that_it_was_the_victim_who_told_us(target, who):
    said = build_privacy_text([TellerFacts(who, "confidential", safety=("code_word",), code_word=WORD)], target=target)
    assert ("person affected" not in said and WORD not in said) is not may_learn_who_told(target)
    assert may_learn_who_told(target) is (target != "business_remediation")


def package(at_desk, case, target, *kinds):
    offered = disclosure.get_offered_items(case, at_desk.keys, target)
    names = [item.name for item in offered if item.kind in kinds]
    return disclosure.build_package(
        case, at_desk.keys, target=target, to="X", names=names, note="", on=at_desk.now.date()
    )


@pytest.mark.parametrize("target", ["police", "la_children"])
def test_a_child_who_asked_for_help_is_not_described_as_an_informant(at_desk, target):
    case = at_desk.case(
        purpose="seeking_help_self", age_of_person="under_18", contact_safety=["code_word", "speak_only_to_person"],
        code_word=WORD,
    )  # fmt: skip
    made = package(at_desk, case, target, "account", "handling")
    assert "The person affected told us about themselves." in made.privacy
    assert not any(words in made.privacy for words in INFORMANT)
    assert "ask us for it first" in made.privacy and "Speak only to the person" in made.privacy
    assert WORD not in made.privacy, "no number goes with it"
    assert not any(mark in str(made.as_json()) for mark in MARKS)


def test_how_to_handle_it_says_the_same_as_the_privacy_text(at_desk):
    case = at_desk.case(purpose="seeking_help_self", consent=["police"])
    made = package(at_desk, case, "police", "handling")
    assert "the person affected, who asked us not to share their name" in made.items[0].text


def test_a_name_that_goes_with_the_agreed_word_has_it_beside_it(at_desk):
    case = at_desk.case(identity_mode="named_share", contact_safety=["code_word"], code_word=WORD)
    made = package(at_desk, case, "police", "reporter")
    assert WORD in made.items[0].text and PHONE in made.items[0].text
    assert f"“{WORD}”" in made.privacy


@pytest.mark.parametrize("rules_of_contact", [{"contact_method": ["email"]}, {"phone": ""}])
def test_the_agreed_word_stays_with_us_where_no_number_may_be_called(at_desk, rules_of_contact):
    """docs/requirements/helpline.md#safe-calls"""
    case = at_desk.case(identity_mode="named_share", code_word=WORD, **rules_of_contact)
    made = package(at_desk, case, "police", "reporter")
    assert WORD not in made.privacy + "".join(item.text for item in made.items)


def test_an_agreed_word_that_is_their_name_does_not_name_them(at_desk):
    case = at_desk.case(purpose="seeking_help_self", contact_safety=["code_word"], code_word="Marigold")
    made = package(at_desk, case, "police", "account")
    assert "Marigold" not in str(made.as_json()) and "ask us for it first" in made.privacy
