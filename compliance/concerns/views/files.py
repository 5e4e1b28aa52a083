"""/r/9: files, one at a time. Before one is read it is checked that there is room for it.

See docs/requirements/helpline.md#files-of-reporters.
"""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from compliance.concerns import labels
from compliance.concerns.forms.files import DraftFileForm, FileForm
from compliance.concerns.rules import journey
from compliance.concerns.services import draft as drafts
from compliance.concerns.services import files
from compliance.concerns.services.draft import OpenDraft
from compliance.concerns.services.file_checks import UploadOptions
from compliance.concerns.types import FileFacts
from compliance.concerns.uploads import accept_visitor_files
from compliance.concerns.views.base import with_draft
from portal.core.views import render_form, see_other
from portal.files.file_types import Refused

type Keep = Callable[[Any, UploadOptions, UUID], list[str]]


@with_draft
@accept_visitor_files(lambda draft: [facts["size"] for facts in draft.files])
def add(request: HttpRequest, *, draft: OpenDraft, refused: ValidationError | None) -> HttpResponse:
    """Add a file to the draft."""
    if first := journey.get_page_to_answer_first(journey.FILES, draft.answers, files=len(draft.files)):
        return redirect(first.address)
    form = get_form(request, refused, partial(DraftFileForm, binding=draft.form_binding))
    if request.method == "POST" and form.is_valid():

        def keep(upload: Any, wish: UploadOptions, token: UUID) -> list[str]:
            return files.add_to_draft(draft, upload, wish=wish, token=token, now=timezone.now())

        try:
            removed = save_or_report(form, keep)
        except drafts.Gone:
            return see_other("concerns:code")
        if removed is not None:
            return see_other("concerns:files")
    context = {"form": form, "files": [describe_file(facts) for facts in draft.files if not facts["beside"]]}
    return render_form(request, "concerns/files.html", context)


def get_form(request: HttpRequest, refused: ValidationError | None, form_class: Callable[..., FileForm]) -> FileForm:
    """Return the form. refused: why the submitted data was not read."""
    if request.method != "POST":
        return form_class()
    if refused is None:
        return form_class(request.POST, request.FILES)
    form = form_class(QueryDict())
    form.errors.clear()
    form.add_error("file" if isinstance(refused, Refused) else None, refused)
    return form


def save_or_report(form: FileForm, keep: Keep) -> list[str] | None:
    """Return what was removed from the file; None where it was refused, and the form says why."""
    cleaned = form.cleaned_data
    wish = UploadOptions(cleaned["note"], cleaned["keeps_original"], cleaned["as_it_is"], cleaned["made"])
    try:
        return keep(cleaned["file"], wish, cleaned["token"])
    except Refused as refusal:
        form.add_error("file", refusal)
        return None


def describe_file(facts: FileFacts) -> dict[str, Any]:
    """Return a file's name for the list, and what was removed from it."""
    return facts | {
        "removed": [labels.HIDDEN[code] for code in facts["removed"]],
        "is_unscanned": facts["scan"] == "not_scanned",
        "is_unclean": facts["role"] == "uncleaned",
    }


@with_draft
@require_POST
def remove(request: HttpRequest, *, draft: OpenDraft, uuid: UUID) -> HttpResponse:
    """Remove a file from the draft."""
    try:
        files.remove_from_draft(draft, uuid, now=timezone.now())
    except drafts.Gone:
        return see_other("concerns:code")
    return see_other("concerns:files")
