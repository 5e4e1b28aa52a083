"""The job that looks for an organisation's code: its row holds lease, attempt and next time.

See docs/requirements/security.md#background-jobs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import dns.exception
import dns.resolver
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.organisations import companies_house
from compliance.organisations.choices import UNDECIDED_STATES, LegalForm, ProofMethod, ProofState
from compliance.organisations.models import ControlProof, Organisation
from compliance.organisations.rules import domain_proofs
from compliance.organisations.rules.domains import is_within_domain
from compliance.organisations.rules.names import domain_matches_name, lookalike_key
from compliance.organisations.services.verification import accept_proof, find_rivals, get_address_domain
from portal.accounts.models import User
from portal.core import safe_fetch
from portal.core.exceptions import ActionRefused
from portal.core.safe_fetch import CannotFetch, Network
from portal.history import services as history
from portal.jobs import protocol
from portal.jobs.protocol import JobKind

DNS_SECONDS = 5.0
# Kinds that have a company number when they are of this country.
REGISTERED = frozenset({LegalForm.COMPANY, LegalForm.LLP, LegalForm.LIMITED_PARTNERSHIP})
# What ends a job, besides its state.
ENDED = ("lease_token", "lease_until", "next_at", "problem")


@dataclass(frozen=True)
class Probes:
    """What the job looks at; tests pass their own."""

    network: Network
    records: Callable[[str], list[str]]


@transaction.atomic
def request_check(*, proof: ControlProof, actor: User, at: datetime) -> ControlProof:
    """Have a job look for the code. Pressing twice asks once.

    Raises ActionRefused where there is nothing to look for.
    """
    proof = ControlProof.objects.select_for_update().get(pk=proof.pk)
    if proof.state not in UNDECIDED_STATES:
        raise ActionRefused(_("This request has expired. Start a new one."))
    if proof.state == ProofState.OPEN:
        changes = {**protocol.RESTARTED, "state": ProofState.CHECKING, "next_at": at, "finding": ""}
        for name, value in changes.items():
            setattr(proof, name, value)
        proof.save(update_fields=list(changes))
        transaction.on_commit(partial(protocol.wake, JOB, proof.pk))
    return proof


def verify_domain(*, proof_id: int, at: datetime, probes: Probes | None = None) -> ControlProof | None:
    """Look for the code and write down what was found. Nothing where the row is not due or somebody is at it."""
    proof = protocol.claim(JOB, pk=proof_id, now=at)
    if proof is None:
        return None
    results: list[ControlProof | None] = []

    def work(proof: ControlProof) -> None:
        finding = _look(proof, probes or Probes(Network(), txt_records))
        is_right = not finding and _number_is_right(proof.organisation)
        results.append(save_result(proof, finding, at, number_is_right=is_right))

    protocol.attempt(JOB, proof, work, clock=lambda: at)
    return results[0] if results else None


def retry(proof_id: int, *, now: datetime) -> bool:
    """Look again for a code that nobody could look for. Return whether there was one."""
    return protocol.retry(JOB, pk=proof_id, now=now)


def txt_records(name: str) -> list[str]:
    """Return the TXT values of a name; empty where there are none. Raises CannotFetch where nobody answers."""
    try:
        answer = dns.resolver.resolve(f"{name}.", "TXT", lifetime=DNS_SECONDS, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException as error:
        raise CannotFetch(_("Your domain’s DNS servers did not respond.")) from error
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


def _look(proof: ControlProof, probes: Probes) -> str:
    """Return what is missing, as a sentence; empty when the code is there."""
    if proof.method == ProofMethod.EMAIL:
        return _look_at_address(proof)
    try:
        is_there = _has_record(proof, probes) if proof.method == ProofMethod.DNS else _has_page(proof, probes)
    except CannotFetch as error:
        return str(error)
    if is_there:
        return ""
    if proof.method == ProofMethod.DNS:
        return _("We did not find the code in your DNS records. New records can take a few hours to appear everywhere.")
    return _("We opened the page but did not find the code.")


def _look_at_address(proof: ControlProof) -> str:
    """Return what is missing of an address at the domain: whoever asked may have changed it meanwhile."""
    person = proof.started_by
    if person and get_address_domain(proof.organisation, person) == proof.domain:
        return ""
    return _("Your email address is no longer at this domain.")


def _has_record(proof: ControlProof, probes: Probes) -> bool:
    names = (f"{domain_proofs.DNS_RECORD_NAME}.{proof.domain}", proof.domain)
    return any(domain_proofs.record_has_code(probes.records(name), proof.code) for name in names)


def _has_page(proof: ControlProof, probes: Probes) -> bool:
    """The well-known file, or the head of the page that was named; never led away from the domain."""

    def text_of(url: str) -> str:
        page = safe_fetch.fetch(
            url, network=probes.network, may_visit=lambda host: is_within_domain(host, proof.domain)
        )
        return page.body.decode("utf-8", "replace") if page.status == 200 else ""

    if proof.page_url:
        return domain_proofs.head_has_code(text_of(proof.page_url), proof.code)
    try:
        return domain_proofs.file_has_code(
            text_of(f"https://{proof.domain}{domain_proofs.WELL_KNOWN_PATH}"), proof.code
        )
    except CannotFetch:
        return domain_proofs.file_has_code(
            text_of(f"https://www.{proof.domain}{domain_proofs.WELL_KNOWN_PATH}"), proof.code
        )


def _number_is_right(organisation: Organisation) -> bool:
    """Return whether the companies register knows the number under this name.

    A code in a domain says nothing of a number.
    """
    number = organisation.number_to_confirm
    if not number:
        return not (organisation.country == "GB" and organisation.legal_form in REGISTERED)
    if not companies_house.is_enabled():
        return False
    try:
        company = companies_house.get_company(number)
    except companies_house.LookupFailed:
        return False
    return company is not None and lookalike_key(company.name) == lookalike_key(organisation.name_to_confirm)


@transaction.atomic
def save_result(
    proof: ControlProof, finding: str, at: datetime, *, number_is_right: bool = False
) -> ControlProof | None:
    """Save the answer while the row still waits for this attempt. A person looks wherever a doubt is left."""
    token = proof.lease_token
    proof = ControlProof.objects.select_for_update().select_related("organisation").get(pk=proof.pk)
    if proof.state != ProofState.CHECKING or proof.needs_staff or proof.lease_token != token:
        return None
    proof.lease_token = proof.lease_until = proof.next_at = None
    proof.problem = ""
    if finding:
        proof.state, proof.finding = ProofState.OPEN, finding
        proof.save(update_fields=["state", "finding", *ENDED])
        return proof
    proof.seen_at = at
    proof.is_dispute = find_rivals(proof.organisation).exists()
    is_its_own = domain_matches_name(proof.domain, proof.organisation.name_to_confirm)
    # Anybody who works there has an address: without a number that the companies register knows, a person looks.
    is_weak = proof.method == ProofMethod.EMAIL and not proof.organisation.number_to_confirm
    proof.needs_staff = proof.is_dispute or not is_its_own or not number_is_right or is_weak
    proof.save(update_fields=["seen_at", "is_dispute", "needs_staff", *ENDED])
    event = "address_seen" if proof.method == ProofMethod.EMAIL else "seen"
    history.record(
        "system", f"organisations.proof.{event}", proof, {"domain": proof.domain}, scope=proof.organisation.uuid
    )
    return proof if proof.needs_staff else accept_proof(proof=proof, actor="system", at=at)


def _put_aside(proof: ControlProof, now: datetime) -> dict[str, object]:
    return {
        "state": ProofState.OPEN,
        "finding": _("We could not check for the code. Try again later."),
    }


JOB = JobKind(
    model=ControlProof,
    label=gettext_lazy("Checking a domain for a code"),
    owed=Q(state=ProofState.CHECKING, needs_staff=False),
    task="compliance.organisations.tasks.check_proof",
    # One that is open still: its organisation may have started another, or its domain been accepted meanwhile.
    aside=Q(state=ProofState.OPEN, put_aside_at__isnull=False),
    put_aside=_put_aside,
    restart=lambda proof, now: {"state": ProofState.CHECKING, "next_at": now, "finding": ""},
    related=("organisation",),
)
