"""/r/9: files, one at a time (c12). They stay in memory until they are sealed, so the handler comes before the form."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from compliance.concerns import wording
from compliance.concerns.forms.files import FileForm
from compliance.concerns.rules import journey
from compliance.concerns.services import draft as drafts
from compliance.concerns.services import files
from compliance.concerns.services.draft import OpenDraft
from compliance.concerns.services.files import Wish
from compliance.concerns.uploads import takes_files
from compliance.concerns.views.base import with_draft
from portal.core import limits
from portal.core.views import render_form, see_other
from portal.files.kinds import Refused

type Keep = Callable[[Any, Wish, UUID], list[str]]


@login_not_required
@takes_files
@with_draft
def add(request: HttpRequest, *, draft: OpenDraft) -> HttpResponse:
    if first := journey.may_open(journey.FILES, draft.answers, files=len(draft.files)):
        return redirect(first.address)
    form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():

        def keep(upload: Any, wish: Wish, token: UUID) -> list[str]:
            return files.add_to_draft(draft, upload, wish=wish, token=token, now=timezone.now())

        try:
            removed = kept_or_told(request, form, keep)
        except drafts.Gone:
            return see_other("concerns:code")
        if removed is not None:
            return see_other("concerns:files")
    context = {"form": form, "files": [in_words(facts) for facts in draft.files if not facts["beside"]]}
    return render_form(request, "concerns/files.html", context)


def kept_or_told(request: HttpRequest, form: FileForm, keep: Keep) -> list[str] | None:
    """What was taken out of the file; None where it was refused, and the form says why."""
    said = form.cleaned_data
    if wait := limits.wait_of_visitor("concern_upload", request):
        form.add_error(None, limits.OverLimit(wait))
        return None
    wish = Wish(said["note"], said["keeps_original"], said["as_it_is"], said["made"])
    try:
        return keep(said["file"], wish, said["token"])
    except Refused as refusal:
        form.add_error("file", refusal)
        return None


def in_words(facts: dict[str, Any]) -> dict[str, Any]:
    """A file of the list: its name, and what was taken out of it."""
    return facts | {
        "removed": [wording.HIDDEN[code] for code in facts["removed"]],
        "is_unscanned": facts["scan"] == "not_scanned",
        "is_unclean": facts["role"] == "uncleaned",
    }


@with_draft
@require_POST
def remove(request: HttpRequest, *, draft: OpenDraft, uuid: UUID) -> HttpResponse:
    try:
        files.remove_from_draft(draft, uuid, now=timezone.now())
    except drafts.Gone:
        return see_other("concerns:code")
    return see_other("concerns:files")
