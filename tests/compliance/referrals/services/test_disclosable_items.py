"""Tests of what a case could tell somebody outside: which things, in which words, without known names and numbers."""

import pytest

from compliance.casework.models import CaseLocation, CaseSupplyChainLink, Exploiter, PersonIdentity
from compliance.casework.services import case_files
from compliance.casework.services.case_keys import seal_columns, seal_with_own_key
from compliance.concerns.choices import Author
from compliance.concerns.services import dialogue
from compliance.referrals.rules import disclosure as rules
from compliance.referrals.rules.referrals import WITHHELD
from compliance.referrals.services import disclosable_items
from compliance.referrals.services.disclosable_items import Item
from tests.factories.casework import attach
from tests.factories.merged import CALLER, called, merge
from tests.factories.sharing import EMAIL, MARKS, NAME, PHONE, people

pytestmark = pytest.mark.django_db
BY_HAND = frozenset(rules.KINDS) - {rules.REPORTER}


def items(at_desk, case, *kinds) -> list[Item]:
    return disclosable_items.get_items(case, at_desk.keys, kinds=kinds or rules.KINDS)


def text_of(at_desk, case, kind: str) -> str:
    (item,) = items(at_desk, case, kind)
    return item.text


def add(at_desk, row, **sealed):
    seal_columns(at_desk.keys.get_key(row.case), row, **sealed)
    row.save(force_insert=True)
    return row


def test_only_the_kinds_that_were_asked_for_come_and_none_that_is_empty(at_desk):
    case = at_desk.case()
    assert {item.kind for item in items(at_desk, case, rules.URGENCY, rules.PLACE)} == {rules.URGENCY, rules.PLACE}
    assert items(at_desk, case, rules.AGREED, rules.SUPPLY_CHAIN, rules.FILE, rules.PERSON) == []


def test_urgency_is_said_in_words(at_desk):
    case = at_desk.case()
    assert text_of(at_desk, case, rules.URGENCY) == (
        f"Urgency: {case.get_level_display()}\nDanger: No danger known\nAge: Adult"
    )


@pytest.mark.parametrize("kind", sorted(BY_HAND))
def test_who_told_us_stands_in_no_text_but_their_own(at_desk, kind):
    case = at_desk.case()
    marked = f"{NAME}, {PHONE}, {EMAIL}"
    add(at_desk, CaseLocation(case=case, role="exploitation"), place={"premises": marked, "directions": marked})
    add(at_desk, Exploiter(case=case, count_mode="exact", count=1), description={"name": marked, "contact": marked})
    add(at_desk, CaseSupplyChainLink(case=case, tier="tier_1"), details={"business": marked, "workers": marked})
    case.summary_for_partners = b""
    at_desk.keys.seal(case, summary_for_partners=marked)
    case.save()
    attach(case, at_desk.handler, what=marked)
    group = people(case, at_desk.keys)
    seal_with_own_key(PersonIdentity(group=group), details={"how_to_reach": marked}).save(force_insert=True)
    texts = [item.text for item in items(at_desk, case, kind)]
    assert not any(mark in text for text in texts for mark in MARKS)


def test_what_is_taken_out_is_seen_to_be_taken_out(at_desk):
    (item,) = items(at_desk, at_desk.case(), rules.ACCOUNT)
    assert item.text.count(WITHHELD) >= 2 and "Twelve people sleep in a shed" in item.text


def test_who_told_us_is_one_item_with_their_rules_and_no_number_that_must_not_be_rung(at_desk):
    case = at_desk.case(identity_mode="named_share")
    (item,) = items(at_desk, case, rules.REPORTER)
    assert f"Name: {NAME}" in item.text and f"Phone: {PHONE}" in item.text
    assert "How to contact them safely: Do not leave a voicemail" in item.text
    silent = at_desk.case(identity_mode="named_share", contact_method=["secure_inbox"])
    (item,) = items(at_desk, silent, rules.REPORTER)
    assert PHONE not in item.text and "Do not phone them" in item.text


def test_of_somebody_anonymous_there_is_nothing_to_name(at_desk):
    assert items(at_desk, at_desk.case(identity_mode="anonymous"), rules.REPORTER) == []


def test_each_person_who_told_us_is_an_item_of_their_own_after_a_merge(at_desk):
    first, second = at_desk.case(identity_mode="named_share"), at_desk.case(account="Another place.")
    called(at_desk, first)
    case = merge(at_desk, first, second)
    names = [item.name for item in items(at_desk, case, rules.REPORTER)]
    assert len(names) == len(set(names)) == 3
    texts = "\n".join(item.text for item in items(at_desk, case, *BY_HAND))
    assert "They sleep in the van" in texts
    assert not any(mark in texts for mark in (*CALLER.values(), NAME))


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "someone other than the person affected, who asked us not to share their name"),
        ({"identity_mode": "anonymous"}, "someone other than the person affected, who did not give a name"),
        (
            {"reporter_type": "potential_victim", "identity_mode": "named_share"},
            "the person affected, who agreed that their name may be shared",
        ),
    ],
)
def test_how_to_handle_it_says_the_role_and_the_privacy_of_who_told_us(at_desk, answers, words):
    assert f"Who told us: {words}\n" in text_of(at_desk, at_desk.case(**answers), rules.HANDLING)


def test_messages_of_the_reporter_are_offered_each_by_itself_and_ours_are_not(at_desk):
    case = at_desk.case()
    concern = case.contacts.get().concern
    key = at_desk.keys.get_key(concern)
    for author, text in ((Author.REPORTER, f"They moved us. {NAME}"), (Author.HELPLINE, "We will ring.")):
        dialogue.add_message(concern, key, author=author, text=text, now=at_desk.now)
    messages = [
        item for item in items(at_desk, case, rules.ACCOUNT) if item.name.startswith(disclosable_items.MESSAGE_PREFIX)
    ]
    assert [item.text for item in messages] == [f"They moved us. {WITHHELD}"]


def test_a_place_is_said_with_the_council_and_the_force_that_it_means(at_desk):
    case = at_desk.case()
    (item,) = items(at_desk, case, rules.PLACE)
    assert "Brightway Wash" in item.text and "Council: " in item.text and "Chesterfield" in item.text


def test_the_business_that_told_us_is_not_among_those_of_the_supply_chain(at_desk):
    case = at_desk.case()
    add(
        at_desk,
        CaseSupplyChainLink(case=case, tier="tier_1"),
        details={"business": "Gant & Sons", "own_business": "Oakfield Foods", "product": "Washing"},
    )
    assert text_of(at_desk, case, rules.SUPPLY_CHAIN) == (
        "Business: Gant & Sons\nGoods or services: Washing\nPlace in the supply chain: "
        + str(disclosable_items.helpline.get_label("supply_chain_tier", "tier_1"))
    )


def test_the_name_of_a_person_affected_stands_in_an_item_of_its_own(at_desk):
    case = at_desk.case()
    group = people(case, at_desk.keys)
    seal_with_own_key(PersonIdentity(group=group), details={"name": "Linh Tran"}).save(force_insert=True)
    assert text_of(at_desk, case, rules.PERSON) == "Name: Linh Tran"
    assert not any("Linh" in item.text for item in items(at_desk, case, *(BY_HAND - {rules.PERSON})))


def test_a_file_is_named_by_what_it_is_and_by_its_fingerprint_and_not_by_its_own_name(at_desk):
    case = at_desk.case()
    attach(case, at_desk.handler, name="robin-secret.txt", what="A payslip")
    (item,) = items(at_desk, case, rules.FILE)
    (file,) = case_files.get_files(case, at_desk.keys)
    assert "Description: A payslip" in item.text and f"SHA-256: {file.sha256}" in item.text
    assert "robin-secret" not in item.text and file.neutral_name in item.text


@pytest.mark.parametrize(
    ("codes", "words"), [([], ""), (["unknown"], ""), (["romanian"], "Romanian"), (["romanian", "unknown"], "Romanian")]
)
def test_nationalities_are_names_and_not_codes(codes, words):
    assert disclosable_items.describe_nationalities(codes) == words
