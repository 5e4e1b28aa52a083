"""Verifying an organisation by its own domain or by a document; and handover of a lost administrator's rights."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.organisations.choices import ProofMethod, ProofState
from compliance.organisations.forms.organisations import EvidenceForm, PageForm
from compliance.organisations.forms.people import HandoverForm
from compliance.organisations.models import ControlProof, Organisation
from compliance.organisations.permissions import can_ask_handover
from compliance.organisations.rules import domain_proofs
from compliance.organisations.rules.domains import get_domain, is_shared_domain
from compliance.organisations.services import domain_verification, moderation, verification
from compliance.organisations.tenancy import get_membership, get_rows, organisations_with_number
from compliance.organisations.views.base import (
    get_administrator,
    get_post_data,
    get_post_data_and_files,
    get_user,
    page_context,
)
from portal.core.exceptions import ActionRefused
from portal.core.views import render_form
from portal.files import services as files


@require_safe
def index(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show the state of the confirmation and the ways to it."""
    me = get_administrator(request, organisation)
    current = me.organisation
    proof = get_rows(ControlProof, current).undecided().first()
    last = get_rows(ControlProof, current).exclude(state=ProofState.WITHDRAWN).first()
    domain = get_domain(current.website)
    context = page_context(
        me,
        proof=proof,
        line=domain_proofs.proof_line(proof.code) if proof else "",
        file_address=f"https://{proof.domain}{domain_proofs.WELL_KNOWN_PATH}" if proof else "",
        record=f"{domain_proofs.DNS_RECORD_NAME}.{proof.domain}" if proof else "",
        meta=f'<meta name="{domain_proofs.PROOF_KEY}" content="{proof.code}">' if proof else "",
        refused=last if last and last.state == ProofState.REFUSED else None,
        domain="" if is_shared_domain(domain) else domain,
        address_domain=verification.get_address_domain(current, me.user) if current.needs_confirmation else "",
        is_shared=bool(domain) and is_shared_domain(domain),
    )
    return render(request, "organisations/confirm.html", context)


def by_page(request: HttpRequest, organisation: str) -> HttpResponse:
    """Start a proof by a page of the website."""
    me = get_administrator(request, organisation)
    form = PageForm(get_post_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            verification.start_proof(
                organisation=me.organisation,
                method=ProofMethod.PAGE,
                actor=me.user,
                at=timezone.now(),
                page_url=form.cleaned_data["page_url"],
            )
        except ActionRefused as error:
            form.add_error("page_url", str(error))
        else:
            return redirect("organisations:confirm", organisation)
    domain = get_domain(me.organisation.website)
    return render_form(request, "organisations/confirm_page.html", page_context(me, form=form, domain=domain))


@require_POST
def by_dns(request: HttpRequest, organisation: str) -> HttpResponse:
    """Start a proof by a DNS record."""
    me = get_administrator(request, organisation)
    try:
        verification.start_proof(organisation=me.organisation, method=ProofMethod.DNS, actor=me.user, at=timezone.now())
    except ActionRefused as error:
        messages.error(request, str(error))
    return redirect("organisations:confirm", organisation)


@require_POST
def by_email(request: HttpRequest, organisation: str) -> HttpResponse:
    """Start a proof by the person's own work address, and have the job look at it."""
    me = get_administrator(request, organisation)
    try:
        proof = verification.start_proof(
            organisation=me.organisation, method=ProofMethod.EMAIL, actor=me.user, at=timezone.now()
        )
        domain_verification.request_check(proof=proof, actor=me.user, at=timezone.now())
    except ActionRefused as error:
        messages.error(request, str(error))
    return redirect("organisations:confirm", organisation)


def by_evidence(request: HttpRequest, organisation: str) -> HttpResponse:
    """Start a proof by a document."""
    me = get_administrator(request, organisation)
    form = EvidenceForm(*get_post_data_and_files(request))
    if request.method == "POST" and form.is_valid():
        try:
            scope = me.organisation.uuid
            with files.receive_with_record(form.cleaned_data["evidence"], scope=scope, by=me.user) as evidence:
                verification.start_proof(
                    organisation=me.organisation,
                    method=ProofMethod.EVIDENCE,
                    actor=me.user,
                    at=timezone.now(),
                    evidence=evidence,
                    note=form.cleaned_data["note"],
                )
        except ValidationError as error:
            form.add_error("evidence", error)
        except ActionRefused as error:
            form.add_error("evidence", str(error))
        else:
            messages.success(request, _("We have your document. We will check it and email you."))
            return redirect("organisations:confirm", organisation)
    return render_form(request, "organisations/confirm_evidence.html", page_context(me, form=form))


@require_POST
def check(request: HttpRequest, organisation: str) -> HttpResponse:
    """Have the job look for the code; the page then shows what it found."""
    me = get_administrator(request, organisation)
    proof = get_rows(ControlProof, me.organisation).undecided().first()
    if proof is not None and proof.method != ProofMethod.EVIDENCE:
        try:
            domain_verification.request_check(proof=proof, actor=me.user, at=timezone.now())
        except ActionRefused as error:
            messages.error(request, str(error))
    return redirect("organisations:confirm", organisation)


# --- A lost administrator ------------------------------------------------------------------------------------------


def handover(request: HttpRequest, organisation: str) -> HttpResponse:
    """Let a member ask our staff to become administrator."""
    membership = get_membership(request, organisation)
    current = membership.organisation
    return _handover(request, current, current.uuid, page_context(membership, layout="layouts/organisation.html"))


def handover_by_number(request: HttpRequest, company_number: str) -> HttpResponse:
    """Let a stranger ask for a confirmed organisation, whose name is not shown.

    What they send takes room of their own: a stranger must not fill an organisation's.
    """
    holder = organisations_with_number(company_number).confirmed().first()
    if holder is None:
        raise Http404
    context = {"company_number": company_number, "layout": "layouts/signed_in.html"}
    return _handover(request, holder, get_user(request).uuid, context)


def _handover(request: HttpRequest, organisation: Organisation, scope: UUID, context: dict) -> HttpResponse:
    if not can_ask_handover(get_user(request), organisation):
        raise Http404
    if pending := moderation.get_open_handover(organisation, get_user(request)):
        return render(request, "organisations/handover_waits.html", context | {"waiting": pending})
    form = HandoverForm(*get_post_data_and_files(request))
    if request.method == "POST" and form.is_valid():
        try:
            with files.receive_with_record(
                form.cleaned_data["evidence"], scope=scope, by=get_user(request)
            ) as evidence:
                moderation.request_handover(
                    organisation=organisation,
                    user=get_user(request),
                    message=form.cleaned_data["message"],
                    evidence=evidence,
                    at=timezone.now(),
                )
        except ValidationError as error:
            form.add_error("evidence", error)
        except ActionRefused as error:
            form.add_error("evidence", str(error))
        else:
            messages.success(request, _("We have your request. We will check it and email you."))
            return redirect("dashboard:home")
    return render_form(request, "organisations/handover.html", context | {"form": form})
