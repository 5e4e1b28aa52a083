"""/o/<organisation>/concerns/: the business's own notes on concerns; each is for its sender and the leads."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.audits import permissions
from compliance.audits.forms.concern_notes import ConcernNoteForm
from compliance.audits.models import ConcernNote
from compliance.audits.services import concern_notes
from compliance.organisations.models import Membership
from compliance.organisations.tenancy import OrganisationMixin, get_membership, get_row, get_rows
from compliance.organisations.views.base import get_post_data, page_context
from portal.core.fernet import DecryptionError
from portal.core.types import Context
from portal.core.views import PagedListView, render_form


class Index(OrganisationMixin, PagedListView):
    """The notes that the member may see."""

    template_name = "audits/concern_notes/list.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not permissions.can_keep_concern_notes(self.membership):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[ConcernNote]:
        notes = get_rows(ConcernNote, self.organisation)
        return concern_notes.filter_visible(self.membership, notes).select_related("sent_by")

    def get_context_data(self, **kwargs: Any) -> Context:
        context = super().get_context_data(is_lead=permissions.can_see_every_concern_note(self.membership), **kwargs)
        return context | {"entries": [{"note": note, "words": _read_note(note)} for note in context["page"]]}


def add(request: HttpRequest, organisation: str) -> HttpResponse:
    """Add a note."""
    me = _get_note_keeper(request, organisation)
    today = timezone.localdate()
    form = ConcernNoteForm(get_post_data(request), today=today, initial={"sent_on": today})
    if request.method == "POST" and form.is_valid():
        concern_notes.add(membership=me, **form.cleaned_data)
        messages.success(request, _("Your note is saved."))
        return redirect("concern_notes:list", organisation)
    return render_form(request, "audits/concern_notes/form.html", page_context(me, form=form))


def note(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Read and change a note; everybody but its sender and the leads gets 404."""
    me = _get_note_keeper(request, organisation)
    current = get_row(ConcernNote, me.organisation, uuid)
    if not permissions.can_see_concern_note(me, current):
        raise Http404
    text = _read_note(current)
    initial: dict[str, object] = {"sent_on": current.sent_on, "code_ending": current.code_ending}
    initial |= {"subject": text.subject, "notes": text.notes} if text else {}
    form = ConcernNoteForm(get_post_data(request), today=timezone.localdate(), initial=initial)
    if request.method == "POST" and form.is_valid():
        concern_notes.change(note=current, **form.cleaned_data)
        messages.success(request, _("Your changes are saved."))
        return redirect("concern_notes:list", organisation)
    context = page_context(me, form=form, note=current, is_unreadable=text is None)
    return render_form(request, "audits/concern_notes/form.html", context)


def _get_note_keeper(request: HttpRequest, slug: str) -> Membership:
    membership = get_membership(request, slug)
    if not permissions.can_keep_concern_notes(membership):
        raise PermissionDenied
    return membership


def _read_note(note: ConcernNote) -> concern_notes.NoteText | None:
    """Return the decrypted note, or None where the key that encrypted it is gone."""
    try:
        return concern_notes.read_note(note)
    except DecryptionError:
        return None
