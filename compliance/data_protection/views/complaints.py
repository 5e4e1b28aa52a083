"""/desk/complaints/: taken down, acknowledged within 30 days, looked into, answered."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.casework.selectors import staff
from compliance.casework.views.base import Desk, get_post_data, go, page, run_service, unlocked
from compliance.data_protection.forms import data_rights as forms
from compliance.data_protection.models import Complaint
from compliance.data_protection.selectors import data_rights as reading
from compliance.data_protection.services import complaints as services
from portal.core.exceptions import ActionRefused


def _at_hand(uuid: UUID) -> Complaint:
    complaint = reading.find_complaint(uuid)
    if complaint is None:
        raise Http404
    return complaint


@unlocked
@require_safe
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    today = timezone.localdate(desk.now)
    answered = reading.get_answered_complaints()
    return page(request, desk, "complaints/index.html", rows=reading.get_open_complaints(today), answered=answered)


@unlocked
def take(request: HttpRequest, desk: Desk) -> HttpResponse:
    today = timezone.localdate(desk.now)
    form = forms.TakeComplaintForm(get_post_data(request), today=today, initial={"received_on": today})
    if request.method == "POST" and form.is_valid():
        complaint = services.record_complaint(**form.cleaned_data, by=desk.user, at=desk.now)
        messages.success(request, _("%(reference)s saved.") % {"reference": complaint.reference})
        return go("duties:complaint", complaint.pk)
    return page(request, desk, "complaints/take.html", form=form)


@unlocked
def detail(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """With the one form that comes next: who looks into it, or the answer."""
    complaint = _at_hand(uuid)
    form = _next_form(request, desk, complaint)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            if "owner" in form.fields:
                owner = staff.find_staff(form.cleaned_data["owner"])
                if owner is None:
                    raise Http404
                services.start_review(complaint=complaint, owner=owner, by=desk.user, at=desk.now)
            else:
                text = form.cleaned_data["text"]
                services.answer_complaint(complaint=complaint, text=text, by=desk.user, keys=desk.keys, at=desk.now)
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return go("duties:complaint", uuid)
    words = reading.read_words(complaint, "complaint", desk.keys)
    answer = desk.keys.read(complaint, "answer") if words is not None else ""
    return page(request, desk, "complaints/complaint.html", complaint=complaint, told=words, answer=answer, form=form)


def _next_form(request: HttpRequest, desk: Desk, complaint: Complaint):
    if complaint.status == "acknowledged":
        initial = {"owner": str(desk.user.uuid)}
        return forms.OwnerForm(get_post_data(request), people=staff.get_staff_choices(), initial=initial)
    return forms.AnswerForm(get_post_data(request)) if complaint.status == "under_review" else None


@require_POST
@unlocked
def acknowledge(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    message = _("You have recorded that you told them we received it.")
    run_service(
        request, services.acknowledge_complaint, said=message, complaint=_at_hand(uuid), by=desk.user, at=desk.now
    )
    return go("duties:complaint", uuid)
