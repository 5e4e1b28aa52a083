"""/staff/organisations/: claims, disputes, lost administrators, takedowns. All but site administrators get 404."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.organisations.forms.staff import DecideForm, HandoverDecideForm, ReasonForm, SearchForm
from compliance.organisations.models import ControlProof, Handover, Membership, Organisation
from compliance.organisations.permissions import can_check_organisations, can_decide_for, can_decide_proof
from compliance.organisations.rules.names import lookalike_key
from compliance.organisations.services import moderation, verification
from compliance.organisations.tenancy import get_row_for_staff, get_rows, get_rows_for_staff
from compliance.organisations.views.base import get_post_data, get_user
from portal.accounts.reauthentication import recently_authenticated
from portal.core.exceptions import ActionRefused
from portal.core.types import Context
from portal.core.views import FilteredListView, render_form
from portal.files import services as files

MODERATION_ACTIONS = {
    "take-down": (moderation.take_down_pages, "organisations/staff_take_down.html"),
    "give-back": (moderation.restore_pages, "organisations/staff_give_back.html"),
    "unconfirm": (moderation.unconfirm, "organisations/staff_unconfirm.html"),
}


class Index(FilteredListView):
    """What waits for a decision, the oldest first, and a search of all organisations."""

    template_name = "organisations/staff_index.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_check_organisations(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Organisation]:
        self.form = SearchForm(self.request.GET)
        return _search_organisations(self.request, self.form)

    def get_context_data(self, **kwargs: Any) -> Context:
        user = self.request.user
        proofs = (
            get_rows_for_staff(ControlProof, user).for_staff().select_related("organisation").order_by("started_at")
        )
        return super().get_context_data(
            claims=proofs.filter(is_dispute=False),
            disputes=proofs.filter(is_dispute=True),
            handovers=get_rows_for_staff(Handover, user).open().select_related("organisation", "user"),
            **kwargs,
        )


def _search_organisations(request: HttpRequest, form: SearchForm) -> QuerySet[Organisation]:
    organisations = get_rows_for_staff(Organisation, request.user)
    typed = form.cleaned_data["q"].strip() if form.is_valid() else ""
    if typed:
        organisations = organisations.filter(
            Q(likeness__contains=lookalike_key(typed) or typed)
            | Q(company_number__iexact=typed)
            | Q(slug=typed.lower())
        )
    return organisations


def proof(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one claim with its evidence and its rivals; accept or refuse it."""
    return _proof(request, get_row_for_staff(ControlProof, request.user, uuid))


@recently_authenticated
def _proof(request: HttpRequest, claim: ControlProof) -> HttpResponse:
    may_decide = can_decide_proof(request.user, claim)
    form = DecideForm(get_post_data(request))
    if request.method == "POST":
        if not may_decide:
            raise PermissionDenied
        if form.is_valid() and _decide(request, claim, form):
            return redirect("organisations:staff")
    context = {
        "proof": claim,
        "form": form,
        "may_decide": may_decide,
        "rivals": verification.find_rivals(claim.organisation),
        "administrators": _administrators(claim.organisation),
    }
    return render_form(request, "organisations/staff_proof.html", context)


def _decide(request: HttpRequest, claim: ControlProof, form: DecideForm) -> bool:
    now = timezone.now()
    try:
        if form.cleaned_data["answer"] == "accept":
            verification.accept_proof(proof=claim, actor=get_user(request), at=now)
            messages.success(request, _("%(name)s is verified.") % {"name": claim.organisation.name_to_confirm})
        else:
            verification.refuse_proof(proof=claim, reason=form.cleaned_data["reason"], actor=get_user(request), at=now)
            messages.success(request, _("Verification refused. We have told the organisation why."))
    except ActionRefused as error:
        form.add_error(None, str(error))
        return False
    return True


@require_safe
def proof_evidence(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send the evidence of a claim."""
    claim = get_row_for_staff(ControlProof, request.user, uuid)
    return _serve(request, claim)


@require_safe
def handover_evidence(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send the evidence of a handover."""
    row = get_row_for_staff(Handover, request.user, uuid)
    return _serve(request, row)


def _serve(request: HttpRequest, row: ControlProof | Handover) -> HttpResponse:
    if row.evidence is None:
        raise Http404
    return files.serve(row.evidence, by=request.user)


def handover(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a request for a handover; accept or refuse it."""
    return _handover(request, get_row_for_staff(Handover, request.user, uuid))


@recently_authenticated
def _handover(request: HttpRequest, row: Handover) -> HttpResponse:
    may_decide = can_decide_for(request.user, row.organisation) and row.decided_at is None
    form = HandoverDecideForm(get_post_data(request))
    if request.method == "POST":
        if not may_decide:
            raise PermissionDenied
        if form.is_valid() and _decide_handover(request, row, form):
            return redirect("organisations:staff")
    context = {
        "handover": row,
        "form": form,
        "may_decide": may_decide,
        "administrators": _administrators(row.organisation),
    }
    return render_form(request, "organisations/staff_handover.html", context)


def _decide_handover(request: HttpRequest, row: Handover, form: HandoverDecideForm) -> bool:
    accept = form.cleaned_data["answer"] == "accept"
    try:
        moderation.decide_handover(
            handover=row,
            accept=accept,
            end_others=form.cleaned_data["end_others"],
            reason=form.cleaned_data["reason"],
            actor=get_user(request),
            at=timezone.now(),
        )
    except ActionRefused as error:
        form.add_error(None, str(error))
        return False
    messages.success(
        request, _("New administrator added.") if accept else _("Request refused. We have told the person why.")
    )
    return True


@require_safe
def organisation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one organisation and what our staff can do about it."""
    current = get_row_for_staff(Organisation, request.user, uuid)
    context = {
        "organisation": current,
        "administrators": _administrators(current),
        "proofs": get_rows(ControlProof, current).select_related("decided_by", "started_by"),
        "may_decide": can_decide_for(request.user, current),
    }
    return render(request, "organisations/staff_organisation.html", context)


def act(request: HttpRequest, uuid: UUID, act: str) -> HttpResponse:
    """Take down, restore or unconfirm, each with a reason that the organisation reads."""
    current = get_row_for_staff(Organisation, request.user, uuid)
    if not can_decide_for(request.user, current):
        raise PermissionDenied
    return _act(request, current, act)


@recently_authenticated
def _act(request: HttpRequest, current: Organisation, act: str) -> HttpResponse:
    service, template = MODERATION_ACTIONS[act]
    form = ReasonForm(get_post_data(request))
    if request.method == "POST" and form.is_valid():
        service(organisation=current, actor=get_user(request), at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Done. We have told the organisation’s administrators."))
        return redirect("organisations:staff_organisation", current.uuid)
    return render_form(request, template, {"organisation": current, "form": form})


def _administrators(current: Organisation) -> Any:
    return get_rows(Membership, current).administrators().select_related("user")
