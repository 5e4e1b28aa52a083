"""A message to a reporter cannot claim what the log of their case denies."""

from uuid import uuid4

import pytest
from django.urls import reverse

from compliance.casework.message_snippets import SNIPPET_CLAIMS, SNIPPETS
from compliance.casework.rules.message_claims import (
    Claim,
    DisclosureLog,
    SharedItem,
    find_claims,
    find_untrue_claims,
    get_true_snippets,
    is_true,
)
from compliance.casework.services import messages
from compliance.concerns.models import Message
from compliance.referrals.models import Disclosure, Referral
from compliance.referrals.services import drafts
from compliance.referrals.services.disclosure import Ground
from portal.core.exceptions import ActionRefused
from tests.factories.referrals import begin, choose, say_yes, send
from tests.factories.sharing import desk

AGREED = SharedItem("police", is_agreed=True, ground="", may_name_teller=False)
NAMED = SharedItem("police", is_agreed=True, ground="", may_name_teller=True)
FOR_A_CHILD = SharedItem("la_children", is_agreed=False, ground="child_at_risk", may_name_teller=False)
SERIOUS_CRIME = SharedItem("police", is_agreed=False, ground="serious_crime", may_name_teller=False)


@pytest.mark.parametrize(
    ("claim", "log", "truth"),
    [
        (Claim.NOT_NAMED, DisclosureLog(), True),
        (Claim.NOT_NAMED, DisclosureLog((AGREED,)), True),
        (Claim.NOT_NAMED, DisclosureLog((AGREED, NAMED)), False),
        (Claim.ONLY_AGREED, DisclosureLog(), False),
        (Claim.ONLY_AGREED, DisclosureLog((AGREED,)), True),
        (Claim.ONLY_AGREED, DisclosureLog((AGREED, FOR_A_CHILD)), False),
        (Claim.EXCEPTION, DisclosureLog((AGREED,)), False),
        (Claim.EXCEPTION, DisclosureLog((FOR_A_CHILD,)), True),
        (Claim.EXCEPTION, DisclosureLog((SERIOUS_CRIME,)), False),
        (Claim.NOTHING_SHARED, DisclosureLog(), True),
        (Claim.NOTHING_SHARED, DisclosureLog((AGREED,)), False),
        (Claim.NO_NEWS, DisclosureLog(has_answer=True), False),
        (Claim.NO_NEWS, DisclosureLog(), True),
        (Claim.FINISHED, DisclosureLog(is_waiting=True), False),
        (Claim.FINISHED, DisclosureLog(), True),
    ],
)
def test_the_log_decides_what_may_be_claimed(claim, log, truth):
    assert is_true(claim, log) is truth


@pytest.mark.parametrize(("code", "claim"), SNIPPET_CLAIMS.items())
def test_every_phrase_with_a_condition_is_recognised_in_a_text(code, claim):
    assert claim in find_claims(f"Hello. {SNIPPETS[code]} Goodbye.")


def test_phrases_without_a_condition_claim_nothing():
    assert [code for code in SNIPPETS if code not in SNIPPET_CLAIMS and find_claims(str(SNIPPETS[code]))] == []


@pytest.mark.parametrize(
    "text",
    [
        "We did not give your name to the police.",
        "We didn’t tell them who you are.",
        "Nobody outside knows who told us.",
        "We never passed on your details.",
    ],
)
def test_the_same_in_other_words_is_recognised(text):
    assert find_untrue_claims(text, DisclosureLog((NAMED,))) == [Claim.NOT_NAMED]


@pytest.mark.parametrize(
    "text",
    ["Thank you. We told the police where it is.", "What is your name?", "You do not have to tell us who did it."],
)
def test_plain_messages_claim_nothing(text):
    assert find_claims(text) == []


def test_a_phrase_that_is_not_true_is_not_offered():
    assert "not_named" not in get_true_snippets(SNIPPETS, SNIPPET_CLAIMS, DisclosureLog((NAMED,)))
    assert "not_named" in get_true_snippets(SNIPPETS, SNIPPET_CLAIMS, DisclosureLog((AGREED,)))


# --- At the desk --------------------------------------------------------------------------------------------------


@pytest.fixture
def at_desk(db):
    return desk()


def named_to_the_police(at_desk) -> Referral:
    row = choose(at_desk, begin(at_desk, at_desk.case(identity_mode="named_share")), "account", "reporter")
    row = drafts.ask_second_person(referral=row, actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now)
    say_yes(at_desk, row)
    sent = send(at_desk, drafts.find_referral(row.case, row.pk))
    assert Disclosure.objects.get().shows_reporter
    return sent


@pytest.mark.parametrize("act", ["preview", "send"])
def test_after_a_referral_that_named_them_nobody_is_told_that_it_did_not(at_desk, act):
    case = named_to_the_police(at_desk).case
    client, address = at_desk.client(), reverse("cases:conversation", args=[case.pk])
    page = client.get(address).text
    assert str(SNIPPETS["not_named"]) not in page
    text = f"Thank you. {SNIPPETS['not_named']}"
    answer = client.post(address, {"text": text, "language": "en", "act": act, "token": str(uuid4())})
    assert answer.status_code == 422
    assert "Something that went out named them" in answer.text
    assert text in answer.text
    assert not Message.objects.exists()


def test_sending_checks_again_what_the_preview_had_found_true(at_desk):
    case = named_to_the_police(at_desk).case
    concern = case.contacts.get().concern
    who = {"actor": at_desk.handler, "keys": at_desk.keys, "at": at_desk.now}
    with pytest.raises(ActionRefused, match="did not say who told us"):
        messages.send_message(
            case=case, concern=concern, text="We did not say who told us.", token=uuid4(), is_told=False, **who
        )
    assert not Message.objects.exists()


def test_what_the_log_bears_out_is_offered_and_goes(at_desk):
    case = at_desk.case(age_of_person="under_18", consent=[])
    ground = Ground(ground="child_at_risk", facts="She is 15", is_told=True)
    send(at_desk, choose(at_desk, begin(at_desk, case, "la_children:"), "place", ground=ground))
    client, address = at_desk.client(), reverse("cases:conversation", args=[case.pk])
    page = client.get(address).text
    assert str(SNIPPETS["exception"]) in page
    assert str(SNIPPETS["passed_on"]) not in page
    text = f"{SNIPPETS['exception']} {SNIPPETS['not_named']}"
    client.post(address, {"text": text, "language": "en", "act": "send", "token": str(uuid4())})
    assert Message.objects.count() == 1


def test_a_victim_named_in_a_pack_or_as_the_person_is_not_told_that_nobody_knows(at_desk):
    case = at_desk.case(purpose="seeking_help_self", reporter_type="potential_victim")
    Disclosure.objects.create(
        case=case, recipient_type="first_responder", basis="consent", fields_sent=[], at=at_desk.now, words=b"x"
    )
    page = at_desk.client().get(reverse("cases:conversation", args=[case.pk])).text
    assert str(SNIPPETS["not_named"]) not in page
