"""/staff/organisations/: claims, disputes, lost administrators, takedown. To all but site administrators not there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.organisations.forms.staff import DecideForm, HandoverDecideForm, ReasonForm, SearchForm
from compliance.organisations.models import ControlProof, Handover, Membership, Organisation
from compliance.organisations.permissions import can_check_organisations, can_decide_for, can_decide_proof
from compliance.organisations.rules.names import likeness
from compliance.organisations.services import moderation, verification
from compliance.organisations.tenancy import all_rows, any_row, rows
from compliance.organisations.views.base import person, posted
from portal.accounts.reauthentication import recently_authenticated
from portal.core.exceptions import ActionRefused
from portal.core.views import render_form
from portal.files import services as files

LINES_A_PAGE = 50
ACTS = {
    "take-down": (moderation.take_down, "organisations/staff_take_down.html"),
    "give-back": (moderation.give_back, "organisations/staff_give_back.html"),
    "unconfirm": (moderation.unconfirm, "organisations/staff_unconfirm.html"),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the oldest first, and a search of all organisations."""
    if not can_check_organisations(request.user):
        raise Http404
    form = SearchForm(request.GET)
    proofs = all_rows(ControlProof, request.user).for_staff().select_related("organisation").order_by("started_at")
    context: dict[str, Any] = {
        "form": form,
        "claims": proofs.filter(is_dispute=False),
        "disputes": proofs.filter(is_dispute=True),
        "handovers": all_rows(Handover, request.user).open().select_related("organisation", "user"),
        "page": Paginator(_found(request, form), LINES_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "organisations/staff_index.html", context, status=200 if form.is_valid() else 422)


def _found(request: HttpRequest, form: SearchForm) -> Any:
    found = all_rows(Organisation, request.user)
    typed = form.cleaned_data["q"].strip() if form.is_valid() else ""
    if typed:
        found = found.filter(
            Q(likeness__contains=likeness(typed) or typed) | Q(company_number__iexact=typed) | Q(slug=typed.lower())
        )
    return found


def proof(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One claim: what it says, what it rests on, who else holds the name or number; accept or refuse."""
    return _proof(request, any_row(ControlProof, request.user, uuid))


@recently_authenticated
def _proof(request: HttpRequest, found: ControlProof) -> HttpResponse:
    may_decide = can_decide_proof(request.user, found)
    form = DecideForm(posted(request))
    if request.method == "POST":
        if not may_decide:
            raise PermissionDenied
        if form.is_valid() and _decide(request, found, form):
            return redirect("organisations:staff")
    context = {
        "proof": found,
        "form": form,
        "may_decide": may_decide,
        "rivals": verification.rivals(found.organisation),
        "administrators": _administrators(found.organisation),
    }
    return render_form(request, "organisations/staff_proof.html", context)


def _decide(request: HttpRequest, found: ControlProof, form: DecideForm) -> bool:
    now = timezone.now()
    try:
        if form.cleaned_data["answer"] == "accept":
            verification.accept(proof=found, actor=person(request), at=now)
            messages.success(request, _("%(name)s is confirmed.") % {"name": found.organisation.name_to_confirm})
        else:
            verification.refuse(proof=found, reason=form.cleaned_data["reason"], actor=person(request), at=now)
            messages.success(request, _("You refused the claim. The organisation is told why."))
    except ActionRefused as error:
        form.add_error(None, str(error))
        return False
    return True


@require_safe
def proof_evidence(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = any_row(ControlProof, request.user, uuid)
    return _serve(request, found)


@require_safe
def handover_evidence(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = any_row(Handover, request.user, uuid)
    return _serve(request, found)


def _serve(request: HttpRequest, found: ControlProof | Handover) -> HttpResponse:
    if found.evidence is None:
        raise Http404
    return files.serve(found.evidence, by=request.user)


def handover(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _handover(request, any_row(Handover, request.user, uuid))


@recently_authenticated
def _handover(request: HttpRequest, found: Handover) -> HttpResponse:
    may_decide = can_decide_for(request.user, found.organisation) and found.decided_at is None
    form = HandoverDecideForm(posted(request))
    if request.method == "POST":
        if not may_decide:
            raise PermissionDenied
        if form.is_valid() and _decide_handover(request, found, form):
            return redirect("organisations:staff")
    context = {
        "handover": found,
        "form": form,
        "may_decide": may_decide,
        "administrators": _administrators(found.organisation),
    }
    return render_form(request, "organisations/staff_handover.html", context)


def _decide_handover(request: HttpRequest, found: Handover, form: HandoverDecideForm) -> bool:
    accept = form.cleaned_data["answer"] == "accept"
    try:
        moderation.decide_handover(
            handover=found,
            accept=accept,
            end_others=form.cleaned_data["end_others"],
            reason=form.cleaned_data["reason"],
            actor=person(request),
            at=timezone.now(),
        )
    except ActionRefused as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("The rights are handed over.") if accept else _("You refused. The person is told why."))
    return True


@require_safe
def organisation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = any_row(Organisation, request.user, uuid)
    context = {
        "organisation": found,
        "administrators": _administrators(found),
        "proofs": rows(ControlProof, found).select_related("decided_by", "started_by"),
        "may_decide": can_decide_for(request.user, found),
    }
    return render(request, "organisations/staff_organisation.html", context)


def act(request: HttpRequest, uuid: UUID, act: str) -> HttpResponse:
    """Take down, give back or end the confirmation, each with a reason that the organisation reads."""
    found = any_row(Organisation, request.user, uuid)
    if not can_decide_for(request.user, found):
        raise PermissionDenied
    return _act(request, found, act)


@recently_authenticated
def _act(request: HttpRequest, found: Organisation, act: str) -> HttpResponse:
    service, template = ACTS[act]
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        service(organisation=found, actor=person(request), at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Done. The administrators of the organisation are told."))
        return redirect("organisations:staff_organisation", found.uuid)
    return render_form(request, template, {"organisation": found, "form": form})


def _administrators(found: Organisation) -> Any:
    return rows(Membership, found).administrators().select_related("user")
