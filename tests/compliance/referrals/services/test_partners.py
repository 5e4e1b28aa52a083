"""Agencies: two people bring one in, it makes its own key, and only people of its own addresses belong to it."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from compliance.casework.services import approvals
from compliance.referrals.models import Partner
from compliance.referrals.services import partners, recipients
from portal.accounts.roles import StaffRole
from portal.core.exceptions import ActionRefused
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.sharing import AGENCY_PASSPHRASE, agency

pytestmark = pytest.mark.django_db


def propose(at):
    facts = {"name": "Rowan House", "target_type": "victim_support_provider", "email_domains": ["rowan.example"]}
    return partners.propose_partner(
        facts=facts, reason="They shelter men", actor=at.lead, keys=at.keys_of(at.lead), at=at.now
    )


def test_an_agency_begins_only_once_somebody_else_has_agreed(at_desk):
    partner, approval = propose(at_desk)
    with pytest.raises(ActionRefused):
        partners.start_partnership(partner=partner, actor=at_desk.lead, at=at_desk.now)
    with pytest.raises(ActionRefused):
        approvals.decide_approval(
            approval=approval, is_yes=True, answer="", actor=at_desk.lead, keys=at_desk.keys, at=at_desk.now
        )
    approvals.decide_approval(
        approval=approval, is_yes=True, answer="", actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now
    )
    assert partners.start_partnership(partner=partner, actor=at_desk.lead, at=at_desk.now).ended_at is None
    with pytest.raises(ActionRefused):
        partners.start_partnership(partner=partner, actor=at_desk.lead, at=at_desk.now)


def test_an_agency_without_a_key_or_without_an_agreement_of_two_is_offered_to_nobody(at_desk):
    case = at_desk.case()
    propose(at_desk)
    Partner.objects.create(name="No key", target_type="housing", added_at=at_desk.now)
    assert recipients.get_recipients(case, at_desk.keys).partners == []
    agency()
    assert [one.name for one in recipients.get_recipients(case, at_desk.keys).partners] == ["Rowan House"]


@pytest.mark.parametrize("email", ["pat@elm.example", "pat@notrowan.example", "pat@rowan.example.org"])
def test_only_people_of_its_own_addresses_belong_to_it(at_desk, email):
    partner, _user = agency()
    UserFactory(email=email, role=StaffRole.PARTNER)
    with pytest.raises(ActionRefused, match="domains"):
        partners.add_member(partner=partner, email=email, actor=at_desk.lead, at=at_desk.now)
    with pytest.raises(ActionRefused, match="partner role"):
        UserFactory(email="sam@rowan.example")
        partners.add_member(partner=partner, email="sam@rowan.example", actor=at_desk.lead, at=at_desk.now)


def test_the_key_is_made_once_by_the_agency_and_its_passphrase_is_kept_nowhere(at_desk):
    partner, user = agency()
    Partner.objects.update(public_key=None, private_key=None, key_salt=None)
    client = sign_in(Client(), user)
    assert "create your agency’s key" in client.get(reverse("agency:home")).content.decode()
    address = reverse("agency:key")
    assert client.post(address, {"passphrase": "short", "again": "short"}).status_code == 422
    assert (
        client.post(address, {"passphrase": AGENCY_PASSPHRASE, "again": "another one of that length"}).status_code
        == 422
    )
    assert client.post(address, {"passphrase": AGENCY_PASSPHRASE, "again": AGENCY_PASSPHRASE}).status_code == 303
    partner.refresh_from_db()
    assert AGENCY_PASSPHRASE.encode() not in bytes(partner.private_key) + bytes(partner.key_salt)
    with pytest.raises(ActionRefused):
        partners.make_key(partner=partner, passphrase=AGENCY_PASSPHRASE, actor=user, at=at_desk.now)
    with pytest.raises(ValidationError):
        partners.make_key(partner=partner, passphrase="short", actor=user, at=at_desk.now)
    number = partners.fingerprint(partner)
    assert number in client.get(reverse("agency:home")).content.decode()
    lead = at_desk.client(at_desk.lead)
    assert number in lead.get(reverse("partners:partner", args=[partner.pk])).content.decode()


def test_leads_bring_one_in_on_the_pages(at_desk):
    lead = at_desk.client(at_desk.lead)
    given = {
        "name": "Rowan House",
        "target_type": "housing",
        "domains": "rowan.example",
        "areas": "Chesterfield",
        "reason": "x",
    }
    assert lead.post(reverse("partners:add"), given | {"domains": "http://x"}).status_code == 422
    assert lead.post(reverse("partners:add"), given | {"areas": "Atlantis-on-Sea"}).status_code == 422
    assert lead.post(reverse("partners:add"), given).status_code == 303
    partner = Partner.objects.get()
    page = lead.get(reverse("partners:partner", args=[partner.pk])).content.decode()
    assert "a second person has not approved it yet" in page and "Chesterfield" in page
    assert at_desk.client().get(reverse("partners:table")).status_code == 403
