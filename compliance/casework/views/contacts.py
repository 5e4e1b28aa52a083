"""/desk/contacts/…: a contact without a case, and a concern that was found by its code before anybody took it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from compliance.casework.reading import case as reading
from compliance.casework.services import contacts, finding
from compliance.casework.views.frame import Desk, go, page, unlocked


@unlocked
@require_safe
def contact(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    found = contacts.read(uuid=uuid, actor=desk.user, at=desk.now)
    if found is None:
        raise Http404
    if found.case_id:
        return go("cases:case", found.case_id)
    answers = reading.answers_of(found, desk.keys)
    return page(
        request,
        desk,
        "contact.html",
        contact=found,
        account=answers.get("account", ""),
        answers=list(reading.in_words(answers)),
    )


@unlocked
@require_safe
def untaken(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """What the queue knows of it, and the button that takes it."""
    found = finding.concern(uuid)
    if found is None:
        raise Http404
    return page(request, desk, "untaken.html", concern=found)
