"""/desk/…/files/…: files of a case, opened for one handler and never kept in clear; adding one, and removing it."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.casework.choices import Removable
from compliance.casework.forms.files import AddFileForm, FileReasonForm
from compliance.casework.models import Attachment, Case
from compliance.casework.services import attachments, case_files, removals
from compliance.casework.services.attachments import About
from compliance.casework.services.case_files import CaseFile
from compliance.casework.views.base import Desk, case_at_hand, case_to_act, case_to_change, get_post_data, go, unlocked
from compliance.casework.views.case_facts import remove_row
from compliance.casework.views.cases import case_page
from compliance.casework.views.downloads import download
from compliance.concerns.labels import HIDDEN
from compliance.concerns.services.file_checks import NotScanned, TooLargeToScan
from compliance.concerns.uploads import accept_files
from portal.core import sandbox
from portal.core.exceptions import ActionRefused
from portal.files.file_types import MEGABYTES, SECONDS, Refused
from portal.files.previews import preview


@unlocked
@require_safe
def tab(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    case = case_at_hand(desk, uuid)
    files = case_files.get_files(case, desk.keys)
    removed = removals.get_recently_removed(case, [Removable.FILE], now=desk.now)
    return case_page(request, desk, case, "files", "files.html", files=files, removed=removed)


@accept_files
@unlocked
def add(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    case = case_to_act(desk, uuid)
    form_data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AddFileForm(*form_data, today=timezone.localdate(desk.now), initial={"token": uuid4()})
    if request.method == "POST" and form.is_valid() and _added(request, desk, case, form):
        return go("cases:files", case.pk)
    return case_page(request, desk, case, "files", "file_add.html", form=form)


def _added(request: HttpRequest, desk: Desk, case: Case, form: AddFileForm) -> bool:
    cleaned = form.cleaned_data
    about = About(cleaned["what"], cleaned["made_on"], as_it_is=cleaned["as_it_is"])
    try:
        removed = attachments.add_attachment(
            case=case,
            upload=cleaned["file"],
            about=about,
            token=cleaned["token"],
            actor=desk.user,
            keys=desk.keys,
            at=desk.now,
        )
    except ActionRefused as refusal:
        form.add_error(None, refusal.sentence)
        return False
    except Refused as refused:
        form.add_error("file", refused)
        return False
    taken = ", ".join(str(HIDDEN[code]) for code in removed)
    said_of = _("File added. We removed these hidden details: %(taken)s.") % {"taken": taken}
    messages.success(request, said_of if taken else _("File added."))
    return True


@unlocked
def file(request: HttpRequest, desk: Desk, uuid: UUID, file: UUID) -> HttpResponse:
    """A reporter's cleaned copy at once; all else by a reason. A picture is shown blurred before it is saved."""
    case = case_at_hand(desk, uuid)
    case_file = _found(case, desk, file)
    form = FileReasonForm(get_post_data(request), tells_more=not case_file.is_of_desk)
    needs_reason = case_file.is_of_desk or case_file.tells_more
    has_reason = request.method == "POST" and form.is_valid()
    if needs_reason and not has_reason:
        return case_page(request, desk, case, "files", "file_reason.html", form=form, file=case_file)
    reason = form.cleaned_data["reason"] if has_reason else ""
    try:
        pieces = case_files.open_file(case_file, desk.keys, reason=reason, actor=desk.user, at=desk.now)
        if case_file.is_picture and "save" not in request.POST:
            return _shown(request, desk, case, case_file, b"".join(pieces), reason)
    except TooLargeToScan:
        messages.warning(
            request,
            _(
                "This file is too large for the virus scanner to check, so you cannot open it. Ask a site "
                "administrator to raise the scanner’s limits. The file is stored safely until then."
            ),
        )
        return go("cases:files", case.pk)
    except NotScanned:
        messages.warning(request, _("The virus scanner has not cleared this file, so you cannot open it."))
        return go("cases:files", case.pk)
    except FileNotFoundError as error:
        raise Http404 from error
    return download(pieces, name=case_file.neutral_name, size=case_file.size)


def _shown(request: HttpRequest, desk: Desk, case: Case, case_file: CaseFile, body: bytes, reason: str) -> HttpResponse:
    """Nothing is seen before somebody presses “Show” (docs/requirements/helpline.md#sensitive-pictures)."""
    try:
        picture = sandbox.run_in_sandbox(preview, body, seconds=SECONDS, megabytes=MEGABYTES)
    except (sandbox.LimitExceeded, sandbox.FunctionRaised, sandbox.Busy):
        picture = None
    return case_page(
        request, desk, case, "files", "file_picture.html", file=case_file, picture=picture, reason=reason
    )  # fmt: skip


@unlocked
def remove(request: HttpRequest, desk: Desk, uuid: UUID, file: UUID) -> HttpResponse:
    """Of a file that the desk added; what a reporter gave stays."""
    case = case_to_change(desk, uuid)
    case_file = _found(case, desk, file)
    if not isinstance(case_file.given, Attachment):
        raise Http404
    return remove_row(request, desk, case, case_file.given, what=Removable.FILE)


def _found(case: Case, desk: Desk, uuid: UUID) -> CaseFile:
    case_file = case_files.find_file(case, desk.keys, uuid)
    if case_file is None:
        raise Http404
    return case_file
