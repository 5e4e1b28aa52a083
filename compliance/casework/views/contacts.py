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
from compliance.casework.reading import case as reading
from compliance.casework.reading import seen_before
from compliance.casework.services import call_endings, contacts, finding
from compliance.casework.services.steps import Refusal
from compliance.casework.views.frame import Desk, done, go, page, posted, unlocked


@unlocked
@require_safe
def contact(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    found = _contact(desk, uuid)
    return go("cases:case", found.case_id) if found.case_id else _shown(request, desk, found, ReviewContactForm())


@require_POST
@unlocked
def review(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """A second person agrees that a call needs no case."""
    found = _contact(desk, uuid)
    if not permissions.can_review_contact(desk.user, found):
        raise PermissionDenied
    form = ReviewContactForm(request.POST)
    if not form.is_valid():
        return _shown(request, desk, found, form)
    text = _("Your review is saved.")
    given = {"contact": found, "note": form.cleaned_data["note"], "actor": desk.user, "keys": desk.keys}
    done(request, call_endings.review, said=text, at=desk.now, **given)
    return go("desk:contact", found.pk)


@unlocked
def open_case(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    found = _contact(desk, uuid)
    if found.case_id:
        return go("cases:case", found.case_id)
    answers = reading.answers_of(found, desk.keys)
    form = OpenCaseForm(posted(request), initial={name: answers.get(name) for name in OpenCaseForm.base_fields})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            case = call_endings.open_case(
                contact=found,
                danger=said["danger_level"],
                age=said["age_of_person"],
                reason=said["reason"],
                actor=desk.user,
                keys=desk.keys,
                at=desk.now,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The case is yours. It holds the contact."))
            return go("cases:case", case.pk)
    return page(request, desk, "contact_case.html", contact=found, form=form)


def _contact(desk: Desk, uuid: UUID) -> Contact:
    """Raise Http404 also where it belongs to a case that the person may not open."""
    found = contacts.read(uuid=uuid, actor=desk.user, at=desk.now)
    if found is None or (found.case and not permissions.can_open_case(desk.user, found.case)):
        raise Http404
    return found


def _shown(request: HttpRequest, desk: Desk, found: Contact, form: ReviewContactForm) -> HttpResponse:
    answers = reading.answers_of(found, desk.keys)
    return page(
        request,
        desk,
        "contact.html",
        contact=found,
        account=answers.get("account", ""),
        answers=list(reading.in_words(answers)),
        form=form if permissions.can_review_contact(desk.user, found) else None,
        seen_before=seen_before.of_contact(found, user=desk.user, keys=desk.keys),
    )


@unlocked
@require_safe
def untaken(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """What the queue knows of it, and the button that takes it."""
    found = finding.concern(uuid)
    if found is None:
        raise Http404
    matches = seen_before.of_concern(found, user=desk.user, keys=desk.keys)
    return page(request, desk, "untaken.html", concern=found, seen_before=matches)
