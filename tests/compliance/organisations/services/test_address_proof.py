"""A confirmed work address as a proof: with the weight of a code only where everything else fits."""

import pytest
from allauth.account.models import EmailAddress

from compliance.organisations.choices import ProofMethod, ProofState
from compliance.organisations.services.verification import get_address_domain, start_proof
from portal.core.exceptions import ActionRefused
from tests.compliance.organisations.services.proofs import NOW, check, records
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("companies", "queued")]


def person_at(domain: str, *, verified: bool = True):
    user = UserFactory(email=f"wren@{domain}")
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": verified, "primary": True})
    return user


def prove(organisation, user):
    proof = start_proof(organisation=organisation, method=ProofMethod.EMAIL, actor=user, at=NOW)
    check(proof, records({}))
    return proof


def test_an_address_at_the_organisations_domain_verifies_it(organisation):
    proof = prove(organisation, person_at("harbourfoods.example"))
    organisation.refresh_from_db()
    assert proof.state == ProofState.ACCEPTED
    assert (organisation.confirmed_by, organisation.confirmed_domain) == ("email", "harbourfoods.example")


@pytest.mark.parametrize(
    ("website", "domain", "verified"),
    [
        ("https://harbourfoods.example/", "harbourfoods.example", False),
        ("https://harbourfoods.example/", "other.example", True),
        ("https://harbourfoods.example/", "mail.harbourfoods.example", True),
        ("", "gmail.com", True),
        ("", "harbourfoods.github.io", True),
    ],
)
def test_an_unconfirmed_foreign_or_shared_address_is_no_proof(organisation, website, domain, verified):
    organisation.website = website
    organisation.save()
    user = person_at(domain, verified=verified)
    assert get_address_domain(organisation, user) == ""
    with pytest.raises(ActionRefused):
        start_proof(organisation=organisation, method=ProofMethod.EMAIL, actor=user, at=NOW)


@pytest.mark.parametrize("change", [{"name": "Quite Another Ltd"}, {"company_number": ""}])
def test_our_staff_look_where_the_name_or_the_number_does_not_fit(organisation, change):
    for name, value in change.items():
        setattr(organisation, name, value)
    organisation.save()
    proof = prove(organisation, person_at("harbourfoods.example"))
    organisation.refresh_from_db()
    assert proof.state == ProofState.CHECKING and proof.needs_staff
    assert organisation.confirmed_at is None


def test_an_address_that_was_changed_meanwhile_is_none(organisation):
    user = person_at("harbourfoods.example")
    proof = start_proof(organisation=organisation, method=ProofMethod.EMAIL, actor=user, at=NOW)
    EmailAddress.objects.filter(user=user).update(verified=False)
    check(proof, records({}))
    assert proof.state == ProofState.OPEN
    assert proof.finding == "Your email address is no longer at this domain."
