"""Proofs of control for tests: started, and checked against a world of DNS records or pages."""

from datetime import UTC, datetime

from compliance.organisations.choices import ProofMethod
from compliance.organisations.services import domain_verification, verification
from compliance.organisations.services.domain_verification import Probes
from portal.core.safe_fetch import Network
from tests.factories.accounts import UserFactory

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def start(organisation, method=ProofMethod.DNS, **kwargs):
    return verification.start_proof(organisation=organisation, method=method, actor=UserFactory(), at=NOW, **kwargs)


def records(values):
    """A world that holds TXT records and no network."""
    return Probes(Network(connect=None, resolve=lambda host, seconds: []), lambda name: values.get(name, []))


def check(proof, world, at=NOW):
    domain_verification.request_check(proof=proof, actor=UserFactory(), at=at)
    domain_verification.verify_domain(proof_id=proof.pk, at=at, probes=world)
    proof.refresh_from_db()
    return proof
