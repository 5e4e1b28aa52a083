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
from compliance.casework.services import attachments, case_files, removing
from compliance.casework.services.attachments import About
from compliance.casework.services.case_files import CaseFile
from compliance.casework.services.steps import Refusal
from compliance.casework.views.cases import case_page
from compliance.casework.views.describing import remove_row
from compliance.casework.views.downloads import download
from compliance.casework.views.frame import Desk, case_at_hand, case_to_act, case_to_change, go, posted, unlocked
from compliance.concerns.labels import HIDDEN
from compliance.concerns.services.file_checks import NotScanned, TooLargeToScan
from compliance.concerns.uploads import takes_files
from portal.core import sandbox
from portal.files.file_types import MEGABYTES, SECONDS, Refused
from portal.files.previews import preview


@unlocked
@require_safe
def tab(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    case = case_at_hand(desk, uuid)
    files = case_files.of_case(case, desk.keys)
    removed = removing.recently_removed(case, [Removable.FILE], now=desk.now)
    return case_page(request, desk, case, "files", "files.html", files=files, removed=removed)


@takes_files
@unlocked
def add(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    case = case_to_act(desk, uuid)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AddFileForm(*given, today=timezone.localdate(desk.now), initial={"token": uuid4()})
    if request.method == "POST" and form.is_valid() and _added(request, desk, case, form):
        return go("cases:files", case.pk)
    return case_page(request, desk, case, "files", "file_add.html", form=form)


def _added(request: HttpRequest, desk: Desk, case: Case, form: AddFileForm) -> bool:
    said = form.cleaned_data
    about = About(said["what"], said["made_on"], as_it_is=said["as_it_is"])
    try:
        removed = attachments.add(
            case=case,
            upload=said["file"],
            about=about,
            token=said["token"],
            actor=desk.user,
            keys=desk.keys,
            at=desk.now,
        )
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return False
    except Refused as refused:
        form.add_error("file", refused)
        return False
    taken = ", ".join(str(HIDDEN[code]) for code in removed)
    said_of = _("The file is added. We took out of it: %(taken)s.") % {"taken": taken}
    messages.success(request, said_of if taken else _("The file is added."))
    return True


@unlocked
def file(request: HttpRequest, desk: Desk, uuid: UUID, file: UUID) -> HttpResponse:
    """A reporter's cleaned copy at once; all else by a reason. A picture is shown blurred before it is saved."""
    case = case_at_hand(desk, uuid)
    found = _found(case, desk, file)
    form = FileReasonForm(posted(request), tells_more=not found.is_of_desk)
    needs_reason = found.is_of_desk or found.tells_more
    has_reason = request.method == "POST" and form.is_valid()
    if needs_reason and not has_reason:
        return case_page(request, desk, case, "files", "file_reason.html", form=form, file=found)
    reason = form.cleaned_data["reason"] if has_reason else ""
    try:
        pieces = case_files.opened(found, desk.keys, reason=reason, actor=desk.user, at=desk.now)
        if found.is_picture and "save" not in request.POST:
            return _shown(request, desk, case, found, b"".join(pieces), reason)
    except TooLargeToScan:
        messages.warning(
            request,
            _(
                "The virus scanner is set up for smaller files, so this file cannot be checked or opened. Ask a site "
                "administrator to raise the scanner’s limits. The file is safe meanwhile."
            ),
        )
        return go("cases:files", case.pk)
    except NotScanned:
        messages.warning(request, _("The file has not been found clean by the scanner, so it is not opened."))
        return go("cases:files", case.pk)
    except FileNotFoundError as error:
        raise Http404 from error
    return download(pieces, name=found.neutral_name, size=found.size)


def _shown(request: HttpRequest, desk: Desk, case: Case, found: CaseFile, body: bytes, reason: str) -> HttpResponse:
    """Nothing is seen before somebody presses “Show” (experience 3d, Wellbeing)."""
    try:
        picture = sandbox.run_apart(preview, body, seconds=SECONDS, megabytes=MEGABYTES)
    except (sandbox.TooMuch, sandbox.Raised, sandbox.Busy):
        picture = None
    return case_page(
        request, desk, case, "files", "file_picture.html", file=found, picture=picture, reason=reason
    )  # fmt: skip


@unlocked
def remove(request: HttpRequest, desk: Desk, uuid: UUID, file: UUID) -> HttpResponse:
    """Of a file that the desk added; what a reporter gave stays."""
    case = case_to_change(desk, uuid)
    found = _found(case, desk, file)
    if not isinstance(found.given, Attachment):
        raise Http404
    return remove_row(request, desk, case, found.given, what=Removable.FILE)


def _found(case: Case, desk: Desk, uuid: UUID) -> CaseFile:
    found = case_files.find(case, desk.keys, uuid)
    if found is None:
        raise Http404
    return found
