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

from compliance.casework import permissions
from compliance.casework.choices_sharing import RequestStatus
from compliance.casework.forms import rights as forms
from compliance.casework.models import SubjectAccess
from compliance.casework.reading import rights as reading
from compliance.casework.services import access_requests as services
from compliance.casework.services.search import Found
from compliance.casework.services.steps import Refusal
from compliance.casework.views.frame import Desk, done, go, page, posted, unlocked
from portal.accounts.reauthentication import recently_authenticated
from portal.core import pdf


def _at_hand(desk: Desk, uuid: UUID) -> SubjectAccess:
    found = reading.request(uuid, desk.user, desk.keys)
    if found is None:
        raise Http404
    return found


def _shown(request: HttpRequest, desk: Desk, found: SubjectAccess, template: str, **context: Any) -> HttpResponse:
    told = reading.words(found, "request", desk.keys)
    answer = services.answer_of(found, desk.keys) if told is not None else None
    return page(request, desk, f"access/{template}", asked=found, told=told, answer=answer, **context)


@unlocked
@require_safe
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Those that are held apart have a list of their own, for leads."""
    today, reader = timezone.localdate(desk.now), {"user": desk.user, "keys": desk.keys}
    return page(
        request,
        desk,
        "access/index.html",
        rows=reading.requests(today, is_held_apart=False, **reader),
        apart=reading.requests(today, is_held_apart=True, **reader) if desk.is_lead else None,
        answered=reading.answered_requests(is_lead=desk.is_lead, **reader),
    )


@unlocked
def take(request: HttpRequest, desk: Desk) -> HttpResponse:
    today = timezone.localdate(desk.now)
    form = forms.TakeRequestForm(posted(request), today=today, initial={"received_on": today})
    if request.method == "POST" and form.is_valid():
        made = services.take(**form.cleaned_data, by=desk.user, at=desk.now)
        said = _("%(reference)s is kept. Answer by %(day)s.") % {
            "reference": made.reference, "day": f"{made.due_on:%-d %B %Y}",
        }  # fmt: skip
        messages.success(request, said)
        return go("duties:request", made.pk) if permissions.can_answer(desk.user, made) else go("duties:requests")
    return page(request, desk, "access/take.html", form=form)


@unlocked
@require_safe
def detail(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    found = _at_hand(desk, uuid)
    waits = found.status == RequestStatus.REVIEW
    may_release = waits and permissions.can_release(desk.user, found)
    return _shown(request, desk, found, "request.html", may_release=may_release, waits=waits)


@require_POST
@unlocked
def hold_apart(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    found = _at_hand(desk, uuid)
    said = _("Only leads see this request now, and its answer tells nothing.")
    done(request, services.hold_apart, said=said, asked=found, by=desk.user, at=desk.now)
    return go("duties:request", uuid) if desk.is_lead else go("duties:requests")


def _filled(request: HttpRequest, desk: Desk, found: SubjectAccess, form: Any, service: Any, template: str, **context):
    """A page with one form; sent, the service gets what was typed. What it refuses stands beside it."""
    if request.method == "POST" and form.is_valid():
        try:
            service(asked=found, **form.cleaned_data, by=desk.user, keys=desk.keys, at=desk.now)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return go("duties:request", found.pk)
    return _shown(request, desk, found, template, form=form, **context)


@unlocked
def check(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    found = _at_hand(desk, uuid)
    return _filled(request, desk, found, forms.CheckForm(posted(request)), services.check, "check.html")


@unlocked
def look(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Words are sent in the body: an address stays in the history of a browser."""
    found, result = _at_hand(desk, uuid), None
    form = forms.LookForm(posted(request))
    keep = None
    if request.method == "POST" and form.is_valid():
        try:
            result = services.look_for(
                asked=found, words=form.cleaned_data["words"], by=desk.user, keys=desk.keys, at=desk.now
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            keep = _keep_form(request, result)
            if "keep" in request.POST and keep is not None and keep.is_valid():
                return _kept(request, desk, found, result, keep)
    return _shown(request, desk, found, "look.html", form=form, result=result, keep=keep)


def _keep_form(request: HttpRequest, result: Found) -> forms.KeepForm | None:
    sent = request.POST if "keep" in request.POST else None
    return forms.KeepForm(sent, hits=result.hits, initial={"words": request.POST.get("words")}) if result.hits else None


def _kept(request: HttpRequest, desk: Desk, found: SubjectAccess, result: Found, keep: Any) -> HttpResponse:
    hits = [hit for hit in result.hits if str(hit.uuid) in keep.cleaned_data["kept"]]
    said = _("What you ticked is noted.")
    given = {"asked": found, "hits": hits, "by": desk.user, "keys": desk.keys, "at": desk.now}
    done(request, services.keep_found, said=said, **given)
    return go("duties:request", found.pk)


@unlocked
def write(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    found = _at_hand(desk, uuid)
    before = services.answer_of(found, desk.keys)
    kept = {"gives": before.gives, "left_out": before.left_out, "erases": before.erases}
    kept |= {"exemptions": found.exemptions, "review_on": found.review_on}
    today = timezone.localdate(desk.now)
    form = forms.WriteForm(posted(request), today=today, kind=found.kind, initial=kept)
    return _filled(request, desk, found, form, services.write, "write.html")


@unlocked
@recently_authenticated
def release(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """The second person reads what would go out, then lets it go."""
    found = _at_hand(desk, uuid)
    if not permissions.can_release(desk.user, found):
        raise PermissionDenied
    if request.method == "POST":
        said = _("The answer is released. Take the letter and send it the way that was agreed.")
        done(request, services.release, said=said, asked=found, by=desk.user, keys=desk.keys, at=desk.now)
        return go("duties:request", uuid)
    return _shown(request, desk, found, "release.html")


@unlocked
def send_back(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    found = _at_hand(desk, uuid)
    if not permissions.can_release(desk.user, found):
        raise PermissionDenied
    return _filled(request, desk, found, forms.SendBackForm(posted(request)), services.send_back, "send_back.html")


@unlocked
@require_safe
def letter(request: HttpRequest, desk: Desk, uuid: UUID, kind: str) -> HttpResponse:
    """kind: txt or pdf."""
    found = _at_hand(desk, uuid)
    try:
        said = services.letter(asked=found, by=desk.user, keys=desk.keys, at=desk.now)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return go("duties:request", uuid)
    if kind == "pdf":
        body = pdf.render_apart(render_to_string("casework/access/letter.html", said, request), identifier=uuid.bytes)
        response = HttpResponse(body, content_type="application/pdf")
    else:
        text = render_to_string("casework/access/letter.txt", said, request)
        response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.reference}.{kind}"'
    return response
