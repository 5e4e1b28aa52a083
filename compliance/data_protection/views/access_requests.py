"""/desk/requests/: what people ask about their own data. One person writes the answer, another releases it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.casework.services.sealed_search import Found
from compliance.casework.views.base import Desk, get_post_data, go, page, run_service, unlocked
from compliance.data_protection import permissions
from compliance.data_protection.choices import RequestStatus
from compliance.data_protection.forms import data_rights as forms
from compliance.data_protection.models import SubjectAccess
from compliance.data_protection.selectors import data_rights as reading
from compliance.data_protection.services import access_requests as services
from portal.accounts.reauthentication import recently_authenticated
from portal.core import pdf
from portal.core.exceptions import ActionRefused


def _at_hand(desk: Desk, uuid: UUID) -> SubjectAccess:
    access_request = reading.find_request(uuid, desk.user, desk.keys)
    if access_request is None:
        raise Http404
    return access_request


def _shown(
    request: HttpRequest, desk: Desk, access_request: SubjectAccess, template: str, **context: Any
) -> HttpResponse:
    words = reading.read_words(access_request, "request", desk.keys)
    answer = services.read_answer(access_request, desk.keys) if words is not None else None
    return page(request, desk, f"access/{template}", asked=access_request, told=words, answer=answer, **context)


@unlocked
@require_safe
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Those that are held apart have a list of their own, for leads."""
    today, reader = timezone.localdate(desk.now), {"user": desk.user, "keys": desk.keys}
    return page(
        request,
        desk,
        "access/index.html",
        rows=reading.get_open_requests(today, is_held_apart=False, **reader),
        apart=reading.get_open_requests(today, is_held_apart=True, **reader) if desk.is_lead else None,
        answered=reading.get_answered_requests(is_lead=desk.is_lead, **reader),
    )


@unlocked
def take(request: HttpRequest, desk: Desk) -> HttpResponse:
    today = timezone.localdate(desk.now)
    form = forms.TakeRequestForm(get_post_data(request), today=today, initial={"received_on": today})
    if request.method == "POST" and form.is_valid():
        access_request = services.record_request(**form.cleaned_data, by=desk.user, at=desk.now)
        message = _("%(reference)s saved. Answer by %(day)s.") % {
            "reference": access_request.reference, "day": f"{access_request.due_on:%-d %B %Y}",
        }  # fmt: skip
        messages.success(request, message)
        return (
            go("duties:request", access_request.pk)
            if permissions.can_answer_request(desk.user, access_request)
            else go("duties:requests")
        )
    return page(request, desk, "access/take.html", form=form)


@unlocked
@require_safe
def detail(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    access_request = _at_hand(desk, uuid)
    waits = access_request.status == RequestStatus.REVIEW
    may_release = waits and permissions.can_release_answer(desk.user, access_request)
    return _shown(request, desk, access_request, "request.html", may_release=may_release, waits=waits)


@require_POST
@unlocked
def hold_apart(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    access_request = _at_hand(desk, uuid)
    message = _("Only leads can see this request now, and its answer will not reveal anything.")
    run_service(request, services.hold_apart, said=message, access_request=access_request, by=desk.user, at=desk.now)
    return go("duties:request", uuid) if desk.is_lead else go("duties:requests")


def _filled(
    request: HttpRequest, desk: Desk, access_request: SubjectAccess, form: Any, service: Any, template: str, **context
):
    """A page with one form; sent, the service gets what was typed. What it refuses stands beside it."""
    if request.method == "POST" and form.is_valid():
        try:
            service(access_request=access_request, **form.cleaned_data, by=desk.user, keys=desk.keys, at=desk.now)
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return go("duties:request", access_request.pk)
    return _shown(request, desk, access_request, template, form=form, **context)


@unlocked
def check(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    access_request = _at_hand(desk, uuid)
    return _filled(
        request,
        desk,
        access_request,
        forms.CheckForm(get_post_data(request)),
        services.save_identity_check,
        "check.html",
    )


@unlocked
def look(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Words are sent in the body: an address stays in the history of a browser."""
    access_request, result = _at_hand(desk, uuid), None
    form = forms.LookForm(get_post_data(request))
    keep = None
    if request.method == "POST" and form.is_valid():
        try:
            result = services.search_for_request(
                access_request=access_request,
                words=form.cleaned_data["words"],
                by=desk.user,
                keys=desk.keys,
                at=desk.now,
            )
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            keep = _keep_form(request, result)
            if "keep" in request.POST and keep is not None and keep.is_valid():
                return _kept(request, desk, access_request, result, keep)
    return _shown(request, desk, access_request, "look.html", form=form, result=result, keep=keep)


def _keep_form(request: HttpRequest, result: Found) -> forms.KeepForm | None:
    sent = request.POST if "keep" in request.POST else None
    return forms.KeepForm(sent, hits=result.hits, initial={"words": request.POST.get("words")}) if result.hits else None


def _kept(request: HttpRequest, desk: Desk, access_request: SubjectAccess, result: Found, keep: Any) -> HttpResponse:
    hits = [hit for hit in result.hits if str(hit.uuid) in keep.cleaned_data["kept"]]
    message = _("Results saved.")
    arguments = {"access_request": access_request, "hits": hits, "by": desk.user, "keys": desk.keys, "at": desk.now}
    run_service(request, services.save_findings, said=message, **arguments)
    return go("duties:request", access_request.pk)


@unlocked
def write(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    access_request = _at_hand(desk, uuid)
    before = services.read_answer(access_request, desk.keys)
    previous = {"gives": before.gives, "left_out": before.left_out, "erases": before.erases}
    previous |= {"exemptions": access_request.exemptions, "review_on": access_request.review_on}
    today = timezone.localdate(desk.now)
    form = forms.WriteForm(get_post_data(request), today=today, kind=access_request.kind, initial=previous)
    return _filled(request, desk, access_request, form, services.write_answer, "write.html")


@unlocked
@recently_authenticated
def release(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """The second person reads what would go out, then lets it go."""
    access_request = _at_hand(desk, uuid)
    if not permissions.can_release_answer(desk.user, access_request):
        raise PermissionDenied
    if request.method == "POST":
        message = _("Answer approved. Download the letter and send it in the way you agreed.")
        run_service(
            request,
            services.release_answer,
            said=message,
            access_request=access_request,
            by=desk.user,
            keys=desk.keys,
            at=desk.now,
        )
        return go("duties:request", uuid)
    return _shown(request, desk, access_request, "release.html")


@unlocked
def send_back(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    access_request = _at_hand(desk, uuid)
    if not permissions.can_release_answer(desk.user, access_request):
        raise PermissionDenied
    return _filled(
        request, desk, access_request, forms.SendBackForm(get_post_data(request)), services.send_back, "send_back.html"
    )


@unlocked
@require_safe
def letter(request: HttpRequest, desk: Desk, uuid: UUID, kind: str) -> HttpResponse:
    """kind: txt or pdf."""
    access_request = _at_hand(desk, uuid)
    try:
        rendered = services.render_letter(access_request=access_request, by=desk.user, keys=desk.keys, at=desk.now)
    except ActionRefused as refusal:
        messages.warning(request, refusal.sentence)
        return go("duties:request", uuid)
    if kind == "pdf":
        body = pdf.render_pdf_in_sandbox(
            render_to_string("casework/access/letter.html", rendered, request), identifier=uuid.bytes
        )
        response = HttpResponse(body, content_type="application/pdf")
    else:
        text = render_to_string("casework/access/letter.txt", rendered, request)
        response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{access_request.reference}.{kind}"'
    return response
