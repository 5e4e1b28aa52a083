"""The job that looks for an organisation's code: its row holds lease, attempt and next time (security 4.3)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import dns.exception
import dns.resolver
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from compliance.organisations import companies_house
from compliance.organisations.choices import LegalForm, ProofMethod, ProofState
from compliance.organisations.models import ControlProof, Organisation
from compliance.organisations.rules import domain_proofs
from compliance.organisations.rules.domains import belongs_to
from compliance.organisations.rules.names import domain_bears_name, likeness
from compliance.organisations.services.verification import accept, rivals
from portal.core import leases, safe_fetch
from portal.core.safe_fetch import CannotFetch, Network
from portal.history import services as history

LEASE = timedelta(minutes=2)
DNS_SECONDS = 5.0
# Kinds that have a company number when they are of this country.
REGISTERED = frozenset({LegalForm.COMPANY, LegalForm.LLP, LegalForm.LIMITED_PARTNERSHIP})


@dataclass(frozen=True)
class World:
    """What the job looks at; tests put their own in its place."""

    network: Network
    records: Callable[[str], list[str]]


def check(*, proof_id: int, at: datetime, world: World | None = None) -> ControlProof | None:
    """Look for the code and write down what was found. Nothing where the row is not due or somebody is at it."""
    proof = _take(proof_id, at)
    if proof is None:
        return None
    finding = _look(proof, world or World(Network(), txt_records))
    return write(proof, finding, at, number_is_right=not finding and _number_is_right(proof.organisation))


def txt_records(name: str) -> list[str]:
    """The TXT values of a name; empty where there are none. Raises CannotFetch where nobody answers."""
    try:
        answer = dns.resolver.resolve(f"{name}.", "TXT", lifetime=DNS_SECONDS, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException as error:
        raise CannotFetch(_("The DNS servers of your domain did not answer.")) from error
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


@transaction.atomic
def _take(proof_id: int, at: datetime) -> ControlProof | None:
    proof = ControlProof.objects.select_for_update().filter(pk=proof_id, state=ProofState.CHECKING).first()
    if proof is None or proof.needs_staff:
        return None
    rows = ControlProof.objects.filter(leases.free(at), pk=proof.pk)
    proof.lease_token = leases.claim(rows, until=at + LEASE, attempts=F("attempts") + 1)
    return proof if proof.lease_token else None


def _look(proof: ControlProof, world: World) -> str:
    """What is missing, as a sentence; empty when the code is there."""
    try:
        found = _has_record(proof, world) if proof.method == ProofMethod.DNS else _has_page(proof, world)
    except CannotFetch as error:
        return str(error)
    if found:
        return ""
    if proof.method == ProofMethod.DNS:
        return _("We did not find the code in the DNS records. New records can take some hours to be seen everywhere.")
    return _("We opened the page and did not find the code.")


def _has_record(proof: ControlProof, world: World) -> bool:
    names = (f"{domain_proofs.RECORD}.{proof.domain}", proof.domain)
    return any(domain_proofs.record_says(world.records(name), proof.code) for name in names)


def _has_page(proof: ControlProof, world: World) -> bool:
    """The well-known file, or the head of the page that was named; never led away from the domain."""

    def text_of(url: str) -> str:
        page = safe_fetch.fetch(url, network=world.network, may_visit=lambda host: belongs_to(host, proof.domain))
        return page.body.decode("utf-8", "replace") if page.status == 200 else ""

    if proof.page_url:
        return domain_proofs.head_says(text_of(proof.page_url), proof.code)
    try:
        return domain_proofs.file_says(text_of(f"https://{proof.domain}{domain_proofs.WELL_KNOWN}"), proof.code)
    except CannotFetch:
        return domain_proofs.file_says(text_of(f"https://www.{proof.domain}{domain_proofs.WELL_KNOWN}"), proof.code)


def _number_is_right(organisation: Organisation) -> bool:
    """Whether the companies register knows the number under this name. A code in a domain says nothing of a number."""
    number = organisation.number_to_confirm
    if not number:
        return not (organisation.country == "GB" and organisation.legal_form in REGISTERED)
    if not companies_house.is_on():
        return False
    try:
        company = companies_house.company(number)
    except companies_house.LookupFailed:
        return False
    return company is not None and likeness(company.name) == likeness(organisation.name_to_confirm)


@transaction.atomic
def write(proof: ControlProof, finding: str, at: datetime, *, number_is_right: bool = False) -> ControlProof | None:
    """Only while the row still waits for this attempt's answer. A person looks wherever a doubt is left."""
    token = proof.lease_token
    proof = ControlProof.objects.select_for_update().select_related("organisation").get(pk=proof.pk)
    if proof.state != ProofState.CHECKING or proof.needs_staff or proof.lease_token != token:
        return None
    proof.lease_token = proof.lease_until = proof.check_at = None
    if finding:
        proof.state, proof.finding = ProofState.OPEN, finding
        proof.save(update_fields=["state", "finding", "lease_token", "lease_until", "check_at"])
        return proof
    proof.seen_at = at
    proof.is_dispute = rivals(proof.organisation).exists()
    is_its_own = domain_bears_name(proof.domain, proof.organisation.name_to_confirm)
    proof.needs_staff = proof.is_dispute or not is_its_own or not number_is_right
    proof.save(update_fields=["seen_at", "is_dispute", "needs_staff", "lease_token", "lease_until", "check_at"])
    history.record("system", "organisations.proof.seen", proof, {"domain": proof.domain}, scope=proof.organisation.uuid)
    return proof if proof.needs_staff else accept(proof=proof, actor="system", at=at)
