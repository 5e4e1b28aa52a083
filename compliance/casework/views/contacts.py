"""/desk/contacts/…: a contact without a case, and a concern that was found by its code before anybody took it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.casework import permissions
from compliance.casework.forms.call_endings import OpenCaseForm, ReviewContactForm
from compliance.casework.models import Contact
from compliance.casework.selectors import case as reading
from compliance.casework.selectors import contacts, seen_before
from compliance.casework.services import call_endings, reference_lookup
from compliance.casework.views.base import Desk, get_post_data, go, page, unlocked
from portal.core.exceptions import ActionRefused


@unlocked
@require_safe
def contact(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    contact = _contact(desk, uuid)
    return go("cases:case", contact.case_id) if contact.case_id else _shown(request, desk, contact, ReviewContactForm())


@require_POST
@unlocked
def review(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """A second person agrees that a call needs no case."""
    contact = _contact(desk, uuid)
    form = ReviewContactForm(request.POST)
    if not permissions.can_review_contact(desk.user, contact):
        if not permissions.is_contact_reviewed_by_another(desk.user, contact):
            raise PermissionDenied
        form.add_error(None, _("Someone else has reviewed this. Your review is not saved: copy your comments."))
    if form.is_valid():
        try:
            call_endings.review_contact(
                contact=contact, note=form.cleaned_data["note"], actor=desk.user, keys=desk.keys, at=desk.now
            )
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Your review is saved."))
            return go("desk:contact", contact.pk)
    return _shown(request, desk, contact, form)


@unlocked
def open_case(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    contact = _contact(desk, uuid)
    if contact.case_id:
        return go("cases:case", contact.case_id)
    answers = reading.get_answers(contact, desk.keys)
    form = OpenCaseForm(get_post_data(request), initial={name: answers.get(name) for name in OpenCaseForm.base_fields})
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            case = call_endings.open_case_from_contact(
                contact=contact,
                danger=cleaned["danger_level"],
                age=cleaned["age_of_person"],
                reason=cleaned["reason"],
                actor=desk.user,
                keys=desk.keys,
                at=desk.now,
            )
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The case is yours. It includes the contact."))
            return go("cases:case", case.pk)
    return page(request, desk, "contact_case.html", contact=contact, form=form)


def _contact(desk: Desk, uuid: UUID) -> Contact:
    """Raise Http404 also where it belongs to a case that the person may not open."""
    contact = contacts.open_contact(uuid=uuid, actor=desk.user, at=desk.now)
    if contact is None or (contact.case and not permissions.can_open_case(desk.user, contact.case)):
        raise Http404
    return contact


def _shown(request: HttpRequest, desk: Desk, contact: Contact, form: ReviewContactForm) -> HttpResponse:
    answers = reading.get_answers(contact, desk.keys)
    return page(
        request,
        desk,
        "contact.html",
        contact=contact,
        account=answers.get("account", ""),
        answers=list(reading.describe_answers(answers)),
        form=form if form.is_bound or permissions.can_review_contact(desk.user, contact) else None,
        seen_before=seen_before.get_matches_for_contact(contact, user=desk.user, keys=desk.keys),
    )


@unlocked
@require_safe
def untaken(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """What the queue knows of it, and the button that takes it."""
    concern = reference_lookup.find_concern(uuid, user=desk.user)
    if concern is None:
        raise Http404
    matches = seen_before.get_matches_for_concern(concern, user=desk.user, keys=desk.keys)
    return page(request, desk, "untaken.html", concern=concern, seen_before=matches)
