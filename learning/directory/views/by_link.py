"""/services/entry/<token>/: a partner says whether its own entry is right; no account, no cookie but the form's."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from learning.directory.choices import Word
from learning.directory.forms.moderation import ConfirmForm
from learning.directory.forms.own_entry import OwnEntryForm
from learning.directory.models import Confirmation
from learning.directory.selectors.cards import get_cards
from learning.directory.services import verification
from portal.core import rate_limits
from portal.core.exceptions import ActionRefused
from portal.core.views import render_form, too_many_requests

SEE_OTHER = 303


@login_not_required
@sensitive_variables("token")
def entry(request: HttpRequest, token: str) -> HttpResponse:
    if wait := rate_limits.get_visitor_wait("supplier_page", request):
        return too_many_requests(request, wait)
    link = verification.find_confirmation(token)
    if link is None or not verification.is_usable(link):
        return _render_ended(request, link)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        answer = form.cleaned_data
        note = answer["note"] if answer["word"] == Word.CHANGED else ""
        verification.record_answer(
            link=link,
            word=Word(answer["word"]),
            note=note,
            at=timezone.now(),
            has_policies=answer["has_policies"] or None,
        )
        # The same address says thank you from now on.
        return HttpResponseRedirect(request.path, status=SEE_OTHER)
    row = get_cards([link.service_id])[link.service_id]
    context = {"form": form, "service": row.service, "row": row, "places": row.places, "token": token}
    return render_form(request, "directory/link/entry.html", context)


@login_not_required
@sensitive_variables("token")
def entry_edit(request: HttpRequest, token: str) -> HttpResponse:
    """Show and take the organisation's own changes of its entry."""
    if wait := rate_limits.get_visitor_wait("supplier_page", request):
        return too_many_requests(request, wait)
    link = verification.find_confirmation(token)
    if link is None or not verification.is_usable(link):
        return _render_ended(request, link)
    form = OwnEntryForm(request.POST if request.method == "POST" else None, service=link.service)
    if form.is_valid():
        try:
            verification.record_own_changes(link=link, after=form.get_facts(), at=timezone.now())
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return HttpResponseRedirect(request.path, status=SEE_OTHER)
    context = {"form": form, "service": link.service, "token": token}
    return render_form(request, "directory/link/edit.html", context)


def _render_ended(request: HttpRequest, link: Confirmation | None) -> HttpResponse:
    is_thanked = link is not None and link.answered_at is not None
    template = "thanks" if is_thanked else "ended"
    status = 200 if is_thanked else 404 if link is None else 410
    return render(request, f"directory/link/{template}.html", {"link": link}, status=status)
