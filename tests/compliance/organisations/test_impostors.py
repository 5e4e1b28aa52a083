"""Nobody from outside puts a page under a known company's name or number. Each way that was tried.

See docs/requirements/statements.md#verified-organisations.
"""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from compliance.organisations import companies_house, tasks
from compliance.organisations.choices import LegalForm, ProofMethod, ProofState, Role
from compliance.organisations.companies_house import Company, LookupFailed
from compliance.organisations.models import Organisation
from compliance.organisations.permissions import can_publish_for
from compliance.organisations.services import domain_verification, moderation, organisations, verification
from compliance.organisations.services.domain_verification import Probes
from portal.core.exceptions import ActionRefused
from portal.core.safe_fetch import Network
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
KNOWN = {"name": "Larkspur Foods plc", "legal_form": LegalForm.COMPANY, "company_number": "00445566"}
DOMAIN = "larkspurfoods.example"


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    monkeypatch.setattr(type(tasks.check_proof), "enqueue", lambda self, proof_id: None)


@pytest.fixture
def register(monkeypatch):
    """A companies register that is asked; it knows the known company."""
    monkeypatch.setattr(companies_house, "is_enabled", lambda: True)
    known = Company("00445566", "LARKSPUR FOODS PLC", "", "company", "active")
    monkeypatch.setattr(companies_house, "get_company", lambda number: known if number == known.number else None)


def impostor(**fields) -> Organisation:
    fields = {"legal_form": LegalForm.COMPANY, "company_number": "", **fields}
    return organisations.create(actor=UserFactory(), at=NOW, **fields)


def with_code(organisation: Organisation, domain: str) -> Organisation:
    """The code stands where it should, in a domain that is truly theirs."""
    organisations.change(organisation=organisation, actor=organisation.created_by, at=NOW, website=f"https://{domain}")
    organisation.refresh_from_db()
    actor = organisation.created_by
    proof = verification.start_proof(organisation=organisation, method=ProofMethod.DNS, actor=actor, at=NOW)
    domain_verification.request_check(proof=proof, actor=actor, at=NOW)
    world = Probes(Network(), lambda name: [f"daylight-confirm={proof.code}"])
    domain_verification.verify_domain(proof_id=proof.pk, at=NOW, probes=world)
    organisation.refresh_from_db()
    return organisation


def waits_for_staff(organisation: Organisation) -> bool:
    proof = organisation.proofs.first()
    membership = organisation.memberships.get(role=Role.ADMINISTRATOR)
    assert not can_publish_for(membership, organisation)
    return (proof.state, proof.needs_staff, organisation.is_confirmed) == (ProofState.CHECKING, True, False)


def test_the_company_itself_is_confirmed_by_its_code(register):
    assert with_code(impostor(**KNOWN), DOMAIN).is_confirmed


def test_a_known_name_below_a_domain_of_ones_own(register):
    assert waits_for_staff(with_code(impostor(**KNOWN), "larkspurfoods.evil.example"))


def test_a_known_number_under_a_name_of_ones_own(register):
    claim = impostor(name="Evil Ltd", company_number=KNOWN["company_number"])
    assert waits_for_staff(with_code(claim, "evil.example"))


def test_a_known_number_while_no_register_can_be_asked(settings):
    settings.COMPANIES_HOUSE_API_KEY = ""
    claim = impostor(name="Evil Ltd", company_number=KNOWN["company_number"])
    assert waits_for_staff(with_code(claim, "evil.example"))


def test_a_known_number_while_the_register_is_down(register, monkeypatch):
    def down(number):
        raise LookupFailed("Companies House did not respond.")

    monkeypatch.setattr(companies_house, "get_company", down)
    assert waits_for_staff(with_code(impostor(**KNOWN), DOMAIN))


def test_a_known_company_without_its_number(register):
    assert waits_for_staff(with_code(impostor(name=KNOWN["name"]), DOMAIN))


@pytest.mark.parametrize("name", ["LarkspurFoods Ltd", "Larkspur F00ds", "The Larkspur-Foods Co.", "Lаrkspur Foods"])
def test_a_name_that_looks_like_a_confirmed_one(name):
    OrganisationFactory(**KNOWN)
    claim = impostor(name=name, legal_form=LegalForm.PUBLIC_BODY)
    assert waits_for_staff(with_code(claim, DOMAIN))
    assert claim.proofs.first().is_dispute


def test_a_number_that_is_held_by_hand_typed_otherwise(client):
    OrganisationFactory(**KNOWN)
    client.force_login(UserFactory())
    for typed in ("445566", "0044 5566", "00-44-55-66", "００４４５５６６"):
        typed_in = {"name": "Evil Ltd", "legal_form": "company", "company_number": typed, "country": "GB"}
        answer = client.post(reverse("organisations:new_details"), typed_in)
        assert answer["Location"] == reverse("organisations:join_known", args=["00445566"])
    assert Organisation.objects.count() == 1


def test_another_name_or_number_once_one_is_confirmed():
    own = OrganisationFactory(name="Evil Ltd", company_number="")
    for field in ("name", "company_number"):
        organisations.change(organisation=own, actor=UserFactory(), at=NOW, **{field: KNOWN[field]})
    own.refresh_from_db()
    assert (own.name, own.company_number) == ("Evil Ltd", "")
    assert (own.wanted_name, own.wanted_company_number) == (KNOWN["name"], KNOWN["company_number"])


def test_a_known_name_in_the_address_after_another_is_confirmed():
    """Come as the known one, take its address, rename, and be confirmed as oneself."""
    claim = impostor(name=KNOWN["name"], legal_form=LegalForm.PUBLIC_BODY)
    assert claim.slug == "larkspur-foods-plc"
    organisations.change(organisation=claim, actor=claim.created_by, at=NOW, name="Evil Council")
    with_code(claim, "evilcouncil.example")
    assert (claim.is_confirmed, claim.name, claim.slug) == (True, "Evil Council", "evil-council")


def test_an_address_that_strangers_know_stays():
    own = with_code(impostor(name="Quay Council", legal_form=LegalForm.PUBLIC_BODY), "quaycouncil.example")
    assert (own.is_confirmed, own.slug) == (True, "quay-council")
    organisations.change(organisation=own, actor=own.created_by, at=NOW, name="Harbour Council")
    moderation.unconfirm(organisation=own, reason="a new name", actor=UserFactory(), at=NOW)
    own.refresh_from_db()
    with_code(own, "harbourcouncil.example")
    assert (own.is_confirmed, own.name, own.slug) == (True, "Harbour Council", "quay-council")


def test_a_known_name_held_back_until_a_rival_is_confirmed():
    """Two claims at once: the second finds the first one's number held, and takes nothing from it."""
    first, second = impostor(**KNOWN), impostor(**KNOWN)
    evidence = [
        verification.start_proof(organisation=one, method=ProofMethod.EVIDENCE, actor=one.created_by, at=NOW, note="x")
        for one in (first, second)
    ]
    verification.accept_proof(proof=evidence[0], actor=UserFactory(), at=NOW)
    with pytest.raises(ActionRefused, match="uses this company number"):
        verification.accept_proof(proof=evidence[1], actor=UserFactory(), at=NOW)
    second.refresh_from_db()
    assert not second.is_confirmed
