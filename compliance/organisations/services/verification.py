"""Proving an organisation's identity: by its own domain, or by evidence for our staff.

See docs/requirements/statements.md#verified-organisations.
"""

import secrets
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from compliance.organisations.choices import UNDECIDED_STATES, ProofMethod, ProofState
from compliance.organisations.models import ControlProof, Organisation
from compliance.organisations.rules.domains import get_domain, is_registered_name, is_shared_domain, is_within_domain
from compliance.organisations.rules.names import lookalike_key
from compliance.organisations.services import slugs
from compliance.organisations.services.notifications import notify_administrators
from portal.accounts.models import User
from portal.core import safe_fetch
from portal.core.exceptions import ActionRefused
from portal.files.models import StoredFile
from portal.history import services as history


def find_rivals(organisation: Organisation):
    """Return confirmed organisations that have the same number, or a name that readers could confuse with it."""
    others = Organisation.objects.confirmed().open().exclude(pk=organisation.pk)
    same = others.filter(likeness=lookalike_key(organisation.name_to_confirm))
    number = organisation.number_to_confirm
    return same | others.filter(company_number=number) if number else same


@transaction.atomic
def start_proof(
    *,
    organisation: Organisation,
    method: ProofMethod,
    actor: User,
    at: datetime,
    page_url: str = "",
    evidence: StoredFile | None = None,
    note: str = "",
) -> ControlProof:
    """Start a proof; one started before is withdrawn. Evidence goes to our staff at once. Raises ActionRefused."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not organisation.needs_confirmation:
        raise ActionRefused(_("Your organisation is verified."))
    by_evidence = method == ProofMethod.EVIDENCE
    if method == ProofMethod.EMAIL:
        domain = _get_address_domain(organisation, actor)
    else:
        domain = "" if by_evidence else _get_own_domain(organisation, page_url)
    withdraw_undecided_proofs(organisation=organisation, actor=actor, at=at)
    proof = ControlProof.objects.create(
        organisation=organisation,
        method=method,
        state=ProofState.CHECKING if by_evidence else ProofState.OPEN,
        needs_staff=by_evidence,
        code="" if by_evidence else secrets.token_hex(16),
        domain=domain,
        page_url=page_url,
        evidence=evidence,
        note=note,
        is_dispute=find_rivals(organisation).exists(),
        started_by=actor,
    )
    _record(actor, "started", proof, {"method": method, "domain": domain, "dispute": proof.is_dispute})
    return proof


def withdraw_undecided_proofs(*, organisation: Organisation, actor: User, at: datetime) -> None:
    """Withdraw undecided proofs, because another starts or because what was to be proved has changed."""
    for proof in ControlProof.objects.undecided().for_organisation(organisation):
        proof.state, proof.decided_at, proof.decided_by, proof.needs_staff = ProofState.WITHDRAWN, at, actor, False
        proof.save(update_fields=["state", "decided_at", "decided_by", "needs_staff"])
        _record(actor, "withdrawn", proof)


@transaction.atomic
def accept_proof(*, proof: ControlProof, actor: User | str, at: datetime) -> ControlProof:
    """Confirm the organisation under the name and number that were proved. Raises ActionRefused.

    A number that another confirmed organisation holds is not taken from it: settle that first.
    """
    organisation = Organisation.objects.select_for_update().get(pk=proof.organisation_id)
    proof = ControlProof.objects.select_for_update().get(pk=proof.pk)
    if proof.state not in UNDECIDED_STATES or organisation.is_closed:
        raise ActionRefused(_("This request was withdrawn or decided before you selected the button."))
    number = organisation.number_to_confirm
    holders = Organisation.objects.confirmed().open().filter(company_number=number).exclude(pk=organisation.pk)
    if number and holders.exists():
        raise ActionRefused(_("Another verified organisation uses this company number. Remove its verification first."))
    organisation.name, organisation.company_number = organisation.name_to_confirm, number
    if not _was_public(organisation):
        slugs.fit_slug(organisation)
    organisation.wanted_name = organisation.wanted_company_number = ""
    organisation.confirmed_at, organisation.confirmed_by = at, proof.method
    organisation.confirmed_domain = proof.domain
    organisation.save()
    _decide(proof, ProofState.ACCEPTED, actor, at)
    _record(actor, "accepted", proof, {"name": organisation.name, "company_number": number, "domain": proof.domain})
    notify_administrators(organisation, "confirmed")
    return proof


@transaction.atomic
def refuse_proof(*, proof: ControlProof, reason: str, actor: User, at: datetime) -> ControlProof:
    """Refuse the proof; the organisation is told why. Raises ActionRefused where it was decided before."""
    proof = ControlProof.objects.select_for_update().get(pk=proof.pk)
    if proof.state not in UNDECIDED_STATES:
        raise ActionRefused(_("This request was withdrawn or decided before you selected the button."))
    proof.reason = reason
    _decide(proof, ProofState.REFUSED, actor, at)
    _record(actor, "refused", proof, {"reason": reason})
    notify_administrators(proof.organisation, "not_confirmed", reason=reason)
    return proof


def _decide(proof: ControlProof, state: ProofState, actor: User | str, at: datetime) -> None:
    proof.state, proof.decided_at, proof.needs_staff = state, at, False
    proof.decided_by = actor if isinstance(actor, User) else None
    proof.lease_token = proof.lease_until = proof.next_at = None
    proof.save()


def _was_public(organisation: Organisation) -> bool:
    """Return whether strangers may know its address: it is confirmed, or was once."""
    accepted = ControlProof.objects.for_organisation(organisation).filter(state=ProofState.ACCEPTED)
    return organisation.is_confirmed or accepted.exists()


def get_address_domain(organisation: Organisation, user: User) -> str:
    """Return the domain of the person's confirmed work address that can speak for the organisation; empty for none.

    It is a name that somebody registered, not one that strangers share; and the organisation's website, if it named
    one, is there. See docs/decisions/0032-verified-by-work-address.md.
    """
    website = get_domain(organisation.website)
    addresses = EmailAddress.objects.filter(user_id=user.pk, verified=True).values_list("email", flat=True)
    domains = (address.rpartition("@")[2].lower() for address in addresses)
    return next(
        (domain for domain in domains if is_registered_name(domain) and website in ("", domain)),
        "",
    )


def _get_address_domain(organisation: Organisation, user: User) -> str:
    domain = get_address_domain(organisation, user)
    if not domain:
        raise ActionRefused(_("Your email address is not at your organisation’s own domain. Choose another way."))
    if not organisation.website:
        organisation.website = f"https://{domain}/"
        organisation.save(update_fields=["website"])
    return domain


def _get_own_domain(organisation: Organisation, page_url: str) -> str:
    domain = get_domain(organisation.website)
    if not domain:
        raise ActionRefused(_("Add your organisation’s website in settings first."))
    if is_shared_domain(domain):
        raise ActionRefused(
            _("%(domain)s is shared by many people, so a code there does not prove anything. Send a document instead.")
            % {"domain": domain}
        )
    if page_url:
        try:
            _scheme, host, target = safe_fetch.split_url(page_url)
        except safe_fetch.CannotFetch as error:
            raise ActionRefused(str(error)) from error
        if not is_within_domain(host, domain):
            raise ActionRefused(_("Enter a page on %(domain)s, the website in your settings") % {"domain": domain})
        if "?" in target:
            raise ActionRefused(_("Page address must not include a question mark or anything after it"))
    return domain


def _record(actor: User | str, verb: str, proof: ControlProof, data: dict | None = None) -> None:
    history.record(
        actor, f"organisations.proof.{verb}", proof, {"proof": str(proof.uuid), **(data or {})},
        scope=proof.organisation.uuid,
    )  # fmt: skip
