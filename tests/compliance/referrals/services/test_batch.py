"""Referring to several recipients at once: what is filled in, what is refused, and what counts as consent."""

import time

import pytest
from django.urls import reverse

from compliance.casework.models import Case, Reporter
from compliance.casework.services import calls
from compliance.referrals.models import Consent, Disclosure, Referral
from compliance.referrals.rules import disclosure as rules
from compliance.referrals.services import consent, drafts

pytestmark = pytest.mark.django_db
POLICE, CHILDREN, AGENCY = "police:derbyshire_constabulary", "la_children:E10000007:children", "labour_enforcement"
TOLD = {"facts": "A boy of fifteen sleeps at the car wash.", "is_told": "yes", "why_not_told": ""}


@pytest.fixture
def client(at_desk):
    return at_desk.client()


@pytest.fixture
def child(at_desk) -> Case:
    return at_desk.case(age_of_person="under_18", consent=[])


def start(client, case, *targets, **answers):
    given = {"target": targets, "kind": "referral", **answers}
    return client.post(reverse("cases:refer", args=[case.pk]), given)


def check(client, row) -> str:
    return client.get(reverse("cases:refer_check", args=[row.case_id, row.pk])).text


def test_each_recipient_gets_a_draft_with_the_usual_items_and_no_name(at_desk, client, child):
    page = client.get(reverse("cases:refer", args=[child.pk])).text
    assert CHILDREN in page
    response = start(client, child, POLICE, CHILDREN, ground="child_at_risk", **TOLD)
    rows = {row.target_type: row for row in Referral.objects.select_related("case__data_key")}
    assert rows.keys() == {"police", "la_children"}
    assert response.url == reverse("cases:refer_check", args=[child.pk, rows["police"].pk])
    for row in rows.values():
        draft = drafts.read_draft(row, at_desk.keys)
        kinds = {name.partition(":")[0] for name in draft.names}
        assert "account" in kinds
        assert not kinds & (rules.IDENTITIES | rules.FILES)
        assert draft.request.call_back and draft.request.answer_by
        assert draft.ground.facts == TOLD["facts"]
    assert "Children’s services: Derbyshire County Council" in check(client, rows["police"])
    assert "Who told us, and how to contact them" in check(client, rows["police"])
    assert not Disclosure.objects.exists()


def test_after_one_is_sent_the_next_is_shown(client, child):
    first = start(client, child, POLICE, CHILDREN, ground="child_at_risk", **TOLD)
    page = client.get(first.url)
    sent = client.post(
        first.url.replace("/check/", "/record/"),
        {"route": "phone", "who": "Sergeant Ito", "digest": page.context["package"].digest},
    )
    other = Referral.objects.get(sent_at=None)
    assert sent.url == reverse("cases:refer_check", args=[child.pk, other.pk])


@pytest.mark.parametrize(
    ("targets", "answers", "error"),
    [
        ((POLICE, AGENCY), {"ground": "child_at_risk", **TOLD}, "This reason does not cover Fair Work Agency"),
        ((POLICE,), {"ground": "child_at_risk"}, "Enter the facts you rely on"),
        ((POLICE,), {"ground": "child_at_risk", "facts": "He is fifteen"}, "Select whether the person knows"),
        ((POLICE,), {"ground": "consent"}, "govuk-error-message"),
        ((), {"ground": "child_at_risk", **TOLD}, "Select who you want to refer to"),
        (("other",), {"ground": "child_at_risk", **TOLD}, "Select the type of recipient"),
    ],
)
def test_a_reason_that_does_not_cover_every_recipient_starts_nothing(client, child, targets, answers, error):
    response = start(client, child, *targets, **answers)
    assert response.status_code == 422
    assert error in response.text
    assert not Referral.objects.exists()


def test_consent_for_one_recipient_is_not_taken_for_another(at_desk, client):
    case = at_desk.case(consent=["police"])
    response = start(client, case, POLICE, AGENCY, ground="consent")
    assert response.status_code == 422
    assert "This reason does not cover Fair Work Agency" in response.text
    assert start(client, case, POLICE, ground="consent").status_code == 303


def test_what_needs_a_second_person_still_waits_for_one(at_desk, client):
    case = at_desk.case(consent=[])
    response = start(client, case, POLICE, ground="serious_crime", **TOLD)
    page = client.get(response.url).text
    assert "A second person must approve this before you send it." in page
    assert "Record as shared by phone" not in page and "portal-passphrase" not in page


@pytest.mark.parametrize(
    ("age", "local", "consented", "reason"),
    [
        ("under_18", ["police", "la_children"], [], "child_at_risk"),
        ("under_18", ["police", "la_children"], ["police"], "child_at_risk"),
        ("under_18", ["police", "la_children"], ["police", "local_authority"], "consent"),
        ("not_sure", ["police", "la_children"], [], ""),
        ("adult", ["police", "la_adults"], [], ""),
        ("adult", ["police", "la_adults"], ["police"], "consent"),
        ("adult", [], ["support_provider"], "consent"),
        ("under_18", [], [], "child_at_risk"),
    ],
)
def test_the_reason_that_is_proposed(age, local, consented, reason):
    assert rules.propose_ground(age=age, local=local, consented=consented) == reason


def test_one_answer_is_written_down_about_several_recipients(at_desk, client):
    case, day = at_desk.case(consent=[]), at_desk.now.date()
    given = {
        "whose": "teller", "recipient": ["police", "support_provider"], "state": "given", "how_given": "call",
        "on_day": day.day, "on_month": day.month, "on_year": day.year,
    }  # fmt: skip
    address = reverse("cases:consent", args=[case.pk])
    assert client.post(address, given | {"recipient": []}).status_code == 422
    assert client.post(address, given).status_code == 303
    assert set(Consent.objects.values_list("recipient", "state")) == {
        ("police", "given"),
        ("support_provider", "given"),
    }


@pytest.mark.parametrize("code", [{}, {"give_code": True}])
def test_what_a_caller_agrees_to_on_the_call_counts_for_the_referral(at_desk, code):
    draft = calls.start_call(handler=at_desk.handler, at=at_desk.now)
    answers = {"danger_level": "not_immediate", "age_of_person": "adult", "account": "Ten men", "language": "en"}
    answers |= {"consent": ["police", "local_authority"], **code}
    opened = calls.open_new_case(draft=draft, answers=answers, actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now)
    found = consent.get_consents_in_force(opened.case, at_desk.keys)
    assert set(found) == {"police", "local_authority"}
    assert code or Reporter.objects.get().case == opened.case


def test_who_refers_shows_who_they_are_once_in_fifteen_minutes(at_desk, client, child):
    address = start(client, child, POLICE, ground="child_at_risk", **TOLD).url

    def opens(seconds_ago: int) -> bool:
        session = client.session
        session["account_authentication_methods"] = [
            record | {"at": time.time() - seconds_ago} for record in session["account_authentication_methods"]
        ]
        session.save()
        return client.get(address).status_code == 200

    assert opens(14 * 60)
    assert not opens(16 * 60)
