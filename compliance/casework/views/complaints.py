"""/desk/complaints/: taken down, acknowledged within 30 days, looked into, answered."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.casework.forms import rights as forms
from compliance.casework.models import Complaint
from compliance.casework.reading import rights as reading
from compliance.casework.services import complaints as services
from compliance.casework.services import staff
from compliance.casework.services.steps import Refusal
from compliance.casework.views.frame import Desk, done, go, page, posted, unlocked


def _at_hand(uuid: UUID) -> Complaint:
    found = reading.complaint(uuid)
    if found is None:
        raise Http404
    return found


@unlocked
@require_safe
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    today = timezone.localdate(desk.now)
    answered = reading.answered_complaints()
    return page(request, desk, "complaints/index.html", rows=reading.complaints(today), answered=answered)


@unlocked
def take(request: HttpRequest, desk: Desk) -> HttpResponse:
    today = timezone.localdate(desk.now)
    form = forms.TakeComplaintForm(posted(request), today=today, initial={"received_on": today})
    if request.method == "POST" and form.is_valid():
        made = services.take(**form.cleaned_data, by=desk.user, at=desk.now)
        messages.success(request, _("%(reference)s is kept.") % {"reference": made.reference})
        return go("duties:complaint", made.pk)
    return page(request, desk, "complaints/take.html", form=form)


@unlocked
def detail(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """With the one form that comes next: who looks into it, or the answer."""
    found = _at_hand(uuid)
    form = _next_form(request, desk, found)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            if "owner" in form.fields:
                owner = staff.find(form.cleaned_data["owner"])
                if owner is None:
                    raise Http404
                services.look_into(complaint=found, owner=owner, by=desk.user, at=desk.now)
            else:
                text = form.cleaned_data["text"]
                services.answer(complaint=found, text=text, by=desk.user, keys=desk.keys, at=desk.now)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return go("duties:complaint", uuid)
    told = reading.words(found, "complaint", desk.keys)
    answer = desk.keys.read(found, "answer") if told is not None else ""
    return page(request, desk, "complaints/complaint.html", complaint=found, told=told, answer=answer, form=form)


def _next_form(request: HttpRequest, desk: Desk, complaint: Complaint):
    if complaint.status == "acknowledged":
        initial = {"owner": str(desk.user.uuid)}
        return forms.OwnerForm(posted(request), people=staff.choices(), initial=initial)
    return forms.AnswerForm(posted(request)) if complaint.status == "under_review" else None


@require_POST
@unlocked
def acknowledge(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    said = _("It is kept that you told them it came.")
    done(request, services.acknowledge, said=said, complaint=_at_hand(uuid), by=desk.user, at=desk.now)
    return go("duties:complaint", uuid)
