"""The portal mails people who have not asked for it, and must not carry a stranger's message to them."""

import pytest

from compliance.organisations.choices import Role
from compliance.organisations.models import Invitation, JoinRequest
from compliance.organisations.rules.names import contains_web_address, looks_like_message
from portal.core.fernet import decrypt
from portal.core.models import Outbox
from tests.compliance.organisations.conftest import to
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.organisations import InvitationFactory, MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def mail_to(address):
    mail = Outbox.objects.filter(to=address).latest("pk")
    return f"{mail.subject}\n{decrypt(bytes(mail.body)).decode()}"


def invite(client, organisation, address="director@example.org"):
    return client.post(to("invite", organisation.slug), {"email": address, "role": "approver"})


# --- How often -----------------------------------------------------------------------------------------------------


def test_one_person_sends_so_many_invitations_a_day(client, settings, administrator):
    settings.LIMITS = settings.LIMITS | {"invite": (2, 86400)}
    own = administrator.organisation
    for number in range(2):
        assert invite(client, own, f"person{number}@example.org").status_code == 302
    refused = invite(client, own, "person2@example.org")
    assert refused.status_code == 422
    assert "Try again tomorrow" in refused.content.decode()
    assert "person2@example.org" in refused.content.decode()
    assert (Invitation.objects.count(), Outbox.objects.count()) == (2, 2)


def test_sending_again_counts_too(client, settings, administrator):
    settings.LIMITS = settings.LIMITS | {"invite": (1, 86400)}
    waiting = InvitationFactory(organisation=administrator.organisation)
    address = to("invitation_resend", administrator.organisation.slug, waiting.uuid)
    client.post(address)
    assert "Try again tomorrow" in client.post(address, follow=True).content.decode()
    assert Outbox.objects.count() == 1


def test_one_organisation_sends_so_many_however_many_administrators_it_has(client, settings, administrator):
    settings.LIMITS = settings.LIMITS | {"organisation_invites": (1, 86400)}
    own = administrator.organisation
    invite(client, own, "one@example.org")
    sign_in(client, MembershipFactory(organisation=own, role=Role.ADMINISTRATOR).user)
    refused = invite(client, own, "two@example.org")
    assert refused.status_code == 422
    assert "Your organisation has reached its daily limit" in refused.content.decode()
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("number", ["01234567", "00000042"], ids=["here", "not here"])
def test_one_person_asks_to_join_so_often_a_day(client, settings, number):
    settings.LIMITS = settings.LIMITS | {"ask": (1, 86400)}
    OrganisationFactory(company_number="01234567")
    client.force_login(UserFactory())
    data = {"company_number": number, "message": "I keep the accounts"}
    assert client.post(to("join"), data)["Location"] == to("join_sent")
    refused = client.post(to("join"), data)
    assert refused.status_code == 422
    assert "reached your daily limit for requests to join. Try again tomorrow" in refused.content.decode()
    assert "I keep the accounts" in refused.content.decode()


def test_an_organisation_that_is_asked_by_many_gets_so_many_mails_a_day_and_every_request(
    client, settings, organisation, administrator
):
    settings.LIMITS = settings.LIMITS | {"organisation_is_asked": (2, 86400)}
    for _ in range(4):
        client.force_login(UserFactory())
        client.post(to("join_known", organisation.company_number), {"message": ""})
    assert JoinRequest.objects.count() == 4
    assert Outbox.objects.filter(to=administrator.user.email).count() == 2


# --- What it says --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "Win money at http://evil.example", "Claim www.evil.example", "evil.example/win Ltd", "Evil。example/win",
        "https:/evil.example",
    ],
)  # fmt: skip
def test_a_name_with_a_web_address_is_not_taken(client, name):
    assert contains_web_address(name)
    client.force_login(UserFactory())
    page = client.post(to("new_details"), {"name": name, "legal_form": "company", "country": "GB"})
    assert page.status_code == 422
    assert "must not include a web address" in page.content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "Harbour Foods Limited", "A.B. Smith & Sons (Leeds) Ltd", "AO.com Limited", "24/7 Cleaning plc", "3i Group plc",
        "St. Mary’s School", "Café & Co 1998 Ltd", "T/A Beech", "W.W. Wood Ltd",
    ],
)  # fmt: skip
def test_the_names_of_businesses_are_taken(name):
    assert not contains_web_address(name)


@pytest.mark.parametrize(
    "name",
    ["You won: evil.example", "Call 0900 123 456 now", "Ask win@evil.example", "You have won £5000", "evil．example"],
)
def test_an_unconfirmed_name_that_could_be_a_message_is_not_mailed(client, organisation, administrator, name):
    assert looks_like_message(name)
    organisation.name, organisation.confirmed_at = name, None
    organisation.save()
    invite(client, organisation)
    text = mail_to("director@example.org")
    assert "Invitation to join an organisation" in text
    assert "has invited you to join an organisation on" in text
    assert name not in text


def test_a_name_of_many_lines_stays_one_line_of_the_subject(client, organisation, administrator):
    organisation.name = "Harbour\nBcc: all@example.org"
    organisation.save()
    invite(client, organisation)
    assert "\n" not in Outbox.objects.get().subject


def test_an_unconfirmed_organisation_is_said_to_be_so(client, organisation, administrator):
    said = "We have not verified this organisation yet. Check with the person who invited you."
    invite(client, organisation, "one@example.org")
    assert said not in mail_to("one@example.org")
    organisation.confirmed_at = None
    organisation.save()
    invite(client, organisation, "two@example.org")
    assert "Harbour Foods Limited" in mail_to("two@example.org")
    assert said in mail_to("two@example.org")


def test_no_mail_to_strangers_bears_the_name_that_somebody_chose_for_themselves(client, organisation, administrator):
    administrator.user.first_name = "Win at evil.example"
    administrator.user.save()
    invite(client, organisation)
    text = mail_to("director@example.org")
    assert "evil.example" not in text
    assert f"{administrator.user.email} has invited you" in text


def test_administrators_are_not_mailed_what_somebody_calls_themselves(client, organisation, administrator):
    asking = UserFactory(first_name="Win at evil.example")
    client.force_login(asking)
    client.post(to("join_known", organisation.company_number), {"message": "evil.example"})
    text = mail_to(administrator.user.email)
    assert "evil.example" not in text
    assert asking.email in text
