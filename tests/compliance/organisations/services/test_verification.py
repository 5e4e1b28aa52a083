"""Who may speak for a name: proofs are started, accepted and refused, and staff settle disputes."""

import pytest

from compliance.organisations.choices import ProofMethod, ProofState, Role
from compliance.organisations.models import ControlProof
from compliance.organisations.rules import domain_proofs
from compliance.organisations.services import moderation, organisations, verification
from portal.core.exceptions import ActionRefused
from tests.compliance.organisations.services.proofs import NOW, check, records, start
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("companies", "queued")]


@pytest.fixture
def administrator(organisation):
    return MembershipFactory(organisation=organisation, role=Role.ADMINISTRATOR)


def test_the_file_is_read_over_https_and_an_error_page_does_not_count():
    assert domain_proofs.file_has_code("hello\n daylight-confirm=abc \n", "abc")
    assert not domain_proofs.file_has_code("you asked for daylight-confirm=abc", "abc")
    assert not domain_proofs.file_has_code("", "abc")


def test_a_domain_that_is_not_spelt_like_the_name_waits_for_a_person(organisation):
    """Control of evil.example says nothing about Harbour Foods."""
    organisation.website = "https://evil.example"
    organisation.save()
    proof = start(organisation)
    check(proof, records({"evil.example": [f"daylight-confirm={proof.code}"]}))
    organisation.refresh_from_db()
    assert (proof.state, proof.needs_staff, organisation.is_confirmed) == (ProofState.CHECKING, True, False)
    assert list(ControlProof.objects.for_staff()) == [proof]
    verification.accept_proof(proof=proof, actor=UserFactory(), at=NOW)
    organisation.refresh_from_db()
    assert organisation.is_confirmed


@pytest.mark.parametrize("rival", [{"name": "HARBOUR-FOODS plc"}, {"company_number": "01234567"}])
def test_a_name_or_number_that_is_held_makes_a_dispute(organisation, rival):
    holder = OrganisationFactory(**rival)
    assert list(verification.find_rivals(organisation)) == [holder]
    proof = start(organisation)
    check(proof, records({"harbourfoods.example": [f"daylight-confirm={proof.code}"]}))
    organisation.refresh_from_db()
    assert (proof.is_dispute, proof.needs_staff, organisation.is_confirmed) == (True, True, False)


def test_a_held_number_is_free_only_after_staff_end_the_others_confirmation(organisation):
    holder = OrganisationFactory(company_number="01234567")
    proof = start(organisation, ProofMethod.EVIDENCE, note="x")
    with pytest.raises(ActionRefused, match="uses this company number"):
        verification.accept_proof(proof=proof, actor=UserFactory(), at=NOW)
    moderation.unconfirm(organisation=holder, reason="Not theirs", actor=UserFactory(), at=NOW)
    verification.accept_proof(proof=proof, actor=UserFactory(), at=NOW)
    organisation.refresh_from_db()
    assert organisation.is_confirmed


def test_evidence_goes_to_staff_who_refuse_it_with_a_reason(organisation, administrator):
    proof = start(organisation, ProofMethod.EVIDENCE, note="Letter")
    assert (proof.state, proof.needs_staff, proof.code) == (ProofState.CHECKING, True, "")
    verification.refuse_proof(proof=proof, reason="The letter names another company.", actor=UserFactory(), at=NOW)
    proof.refresh_from_db()
    assert (proof.state, proof.reason) == (ProofState.REFUSED, "The letter names another company.")
    with pytest.raises(ActionRefused):
        verification.accept_proof(proof=proof, actor=UserFactory(), at=NOW)


@pytest.mark.parametrize(
    "field", [{"name": "Famous plc"}, {"company_number": "00000001"}, {"website": "https://x.example"}]
)
def test_changing_what_is_to_be_proved_ends_the_proof(organisation, field):
    """Else a proof for one name could be accepted for another."""
    proof = start(organisation, ProofMethod.EVIDENCE)
    organisations.change(organisation=organisation, actor=UserFactory(), at=NOW, **field)
    with pytest.raises(ActionRefused, match="withdrawn"):
        verification.accept_proof(proof=proof, actor=UserFactory(), at=NOW)


def test_a_new_name_of_a_confirmed_organisation_is_taken_on_when_it_is_proved():
    organisation = OrganisationFactory(
        name="Harbour Foods Limited", company_number="07654321", website="https://quay.example"
    )
    with pytest.raises(ActionRefused, match="is verified"):
        start(organisation)
    organisations.change(organisation=organisation, actor=UserFactory(), at=NOW, name="Quay Ltd")
    proof = start(organisation)
    check(proof, records({"quay.example": [f"daylight-confirm={proof.code}"]}))
    organisation.refresh_from_db()
    assert (organisation.name, organisation.wanted_name, organisation.is_confirmed) == ("Quay Ltd", "", True)


@pytest.mark.parametrize(
    ("website", "page"),
    [
        ("", ""), ("https://gmail.com", ""), ("https://harbour.wordpress.com", ""), ("https://gov.uk", ""),
        ("https://harbourfoods.example", "https://evil.example/"),
        ("https://harbourfoods.example", "https://notharbourfoods.example/"),
        ("https://harbourfoods.example", "https://harbourfoods.example/search?q=1"),
        ("https://harbourfoods.example", "https://harbourfoods.example:8443/"),
        ("https://harbourfoods.example", "ftp://harbourfoods.example/"),
    ],
)  # fmt: skip
def test_a_proof_begins_only_on_the_organisations_own_domain(organisation, website, page):
    organisation.website = website
    organisation.save()
    with pytest.raises(ActionRefused):
        start(organisation, ProofMethod.PAGE, page_url=page)
