"""/desk/…/files/…: one file of a concern, opened for one handler, never kept in clear."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from compliance.casework.forms.cases import FileReasonForm
from compliance.casework.models import Case
from compliance.casework.reading import case as reading
from compliance.casework.views.cases import case_page
from compliance.casework.views.frame import Desk, case_at_hand, go, posted, unlocked
from compliance.concerns.choices import FileRole
from compliance.concerns.services import desk as concerns


@unlocked
def download(request: HttpRequest, desk: Desk, uuid: UUID, file: UUID) -> HttpResponse:
    """A cleaned copy at once; an original, or what could not be cleaned, by a reason: it may tell who made it."""
    case = case_at_hand(desk, uuid)
    talk = next((one for one in reading.talks(case, desk.keys) if _of(one, file)), None)
    if talk is None:
        raise Http404
    form = FileReasonForm(posted(request))
    if _of(talk, file)["role"] != FileRole.CLEANED and not (request.method == "POST" and form.is_valid()):
        return case_page(request, desk, case, "files", "file_reason.html", form=form)
    reason = form.cleaned_data["reason"] if form.is_bound and form.is_valid() else ""
    return _served(request, desk, case, talk, file, reason)


def _served(request: HttpRequest, desk: Desk, case: Case, talk: reading.Talk, file: UUID, reason: str) -> HttpResponse:
    """Always an attachment, in a sandbox; a scanner that is set has looked at it first."""
    try:
        facts, pieces = concerns.file_bytes(
            talk.concern, desk.keys.of(talk.concern), file, by=desk.user, reason=reason, now=desk.now
        )
    except concerns.NotScanned:
        messages.warning(request, _("The file has not been found clean by the scanner, so it is not opened."))
        return go("cases:files", case.pk)
    except FileNotFoundError as error:
        raise Http404 from error
    response = StreamingHttpResponse(pieces, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = _attachment(str(facts["uuid"]), facts.get("kind", "bin"))
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response


def _of(talk: reading.Talk, file: UUID) -> dict[str, Any]:
    """The facts of the file; nothing where it is another conversation's."""
    return next((facts for facts in talk.files if facts["uuid"] == str(file)), {})


def _attachment(name: str, kind: str) -> str:
    """A neutral name: what the reporter called it may tell who they are, and stays on the page."""
    return f'attachment; filename="{name[:8]}.{kind}"'
