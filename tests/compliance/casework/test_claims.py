"""A message to a reporter cannot claim what the log of their case denies."""

from uuid import uuid4

import pytest
from django.urls import reverse

from compliance.casework.models import Disclosure, Referral
from compliance.casework.phrases import CLAIMS, PHRASES
from compliance.casework.rules.claims import Claim, Log, Shared, claims_in, is_true, offered, untrue_claims
from compliance.casework.services import talking
from compliance.casework.services.disclosure import Ground
from compliance.casework.services.referrals import drafting
from compliance.casework.services.steps import Refusal
from compliance.concerns.models import Message
from tests.factories.referrals import begin, choose, say_yes, send
from tests.factories.sharing import desk

AGREED = Shared("police", is_agreed=True, ground="", may_name_teller=False)
NAMED = Shared("police", is_agreed=True, ground="", may_name_teller=True)
FOR_A_CHILD = Shared("la_children", is_agreed=False, ground="child_at_risk", may_name_teller=False)
SERIOUS_CRIME = Shared("police", is_agreed=False, ground="serious_crime", may_name_teller=False)


@pytest.mark.parametrize(
    ("claim", "log", "truth"),
    [
        (Claim.NOT_NAMED, Log(), True),
        (Claim.NOT_NAMED, Log((AGREED,)), True),
        (Claim.NOT_NAMED, Log((AGREED, NAMED)), False),
        (Claim.ONLY_AGREED, Log(), False),
        (Claim.ONLY_AGREED, Log((AGREED,)), True),
        (Claim.ONLY_AGREED, Log((AGREED, FOR_A_CHILD)), False),
        (Claim.EXCEPTION, Log((AGREED,)), False),
        (Claim.EXCEPTION, Log((FOR_A_CHILD,)), True),
        (Claim.EXCEPTION, Log((SERIOUS_CRIME,)), False),
        (Claim.NOTHING_SHARED, Log(), True),
        (Claim.NOTHING_SHARED, Log((AGREED,)), False),
        (Claim.NO_NEWS, Log(has_answer=True), False),
        (Claim.NO_NEWS, Log(), True),
        (Claim.FINISHED, Log(is_waiting=True), False),
        (Claim.FINISHED, Log(), True),
    ],
)
def test_the_log_decides_what_may_be_claimed(claim, log, truth):
    assert is_true(claim, log) is truth


@pytest.mark.parametrize(("code", "claim"), CLAIMS.items())
def test_every_phrase_with_a_condition_is_recognised_in_a_text(code, claim):
    assert claim in claims_in(f"Hello. {PHRASES[code]} Goodbye.")


def test_phrases_without_a_condition_claim_nothing():
    assert [code for code in PHRASES if code not in CLAIMS and claims_in(str(PHRASES[code]))] == []


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
    assert untrue_claims(text, Log((NAMED,))) == [Claim.NOT_NAMED]


@pytest.mark.parametrize(
    "text",
    ["Thank you. We told the police where it is.", "What is your name?", "You do not have to tell us who did it."],
)
def test_plain_messages_claim_nothing(text):
    assert claims_in(text) == []


def test_a_phrase_that_is_not_true_is_not_offered():
    assert "not_named" not in offered(PHRASES, CLAIMS, Log((NAMED,)))
    assert "not_named" in offered(PHRASES, CLAIMS, Log((AGREED,)))


# --- At the desk --------------------------------------------------------------------------------------------------


@pytest.fixture
def at_desk(db):
    return desk()


def named_to_the_police(at_desk) -> Referral:
    row = choose(at_desk, begin(at_desk, at_desk.case(identity_mode="named_share")), "account", "reporter")
    row = drafting.ask_second_person(referral=row, actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now)
    say_yes(at_desk, row)
    sent = send(at_desk, drafting.find(row.case, row.pk))
    assert Disclosure.objects.get().shows_reporter
    return sent


@pytest.mark.parametrize("act", ["preview", "send"])
def test_after_a_referral_that_named_them_nobody_is_told_that_it_did_not(at_desk, act):
    case = named_to_the_police(at_desk).case
    client, address = at_desk.client(), reverse("cases:conversation", args=[case.pk])
    page = client.get(address).text
    assert str(PHRASES["not_named"]) not in page
    text = f"Thank you. {PHRASES['not_named']}"
    answer = client.post(address, {"text": text, "language": "en", "act": act, "token": str(uuid4())})
    assert answer.status_code == 422
    assert "Something that went out named them" in answer.text
    assert text in answer.text
    assert not Message.objects.exists()


def test_sending_checks_again_what_the_preview_had_found_true(at_desk):
    case = named_to_the_police(at_desk).case
    concern = case.contacts.get().concern
    who = {"actor": at_desk.handler, "keys": at_desk.keys, "at": at_desk.now}
    with pytest.raises(Refusal, match="did not say who told us"):
        talking.say(case=case, concern=concern, text="We did not say who told us.", token=uuid4(), is_told=False, **who)
    assert not Message.objects.exists()


def test_what_the_log_bears_out_is_offered_and_goes(at_desk):
    case = at_desk.case(age_of_person="under_18", consent=[])
    ground = Ground(ground="child_at_risk", facts="She is 15", is_told=True)
    send(at_desk, choose(at_desk, begin(at_desk, case, "la_children:"), "place", ground=ground))
    client, address = at_desk.client(), reverse("cases:conversation", args=[case.pk])
    page = client.get(address).text
    assert str(PHRASES["exception"]) in page
    assert str(PHRASES["passed_on"]) not in page
    text = f"{PHRASES['exception']} {PHRASES['not_named']}"
    client.post(address, {"text": text, "language": "en", "act": "send", "token": str(uuid4())})
    assert Message.objects.count() == 1


def test_a_victim_named_in_a_pack_or_as_the_person_is_not_told_that_nobody_knows(at_desk):
    case = at_desk.case(purpose="seeking_help_self", reporter_type="potential_victim")
    Disclosure.objects.create(
        case=case, recipient_type="first_responder", basis="consent", fields_sent=[], at=at_desk.now, words=b"x"
    )
    page = at_desk.client().get(reverse("cases:conversation", args=[case.pk])).text
    assert str(PHRASES["not_named"]) not in page
