"""/desk/cases/<uuid>/guidance/: from advice that was given to a draft for the editors; the draft knows no case."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from compliance.casework.forms.guidance import GuidanceForm
from compliance.casework.services import guidance_drafts
from compliance.casework.views.base import Desk, case_to_change, get_post_data, go, unlocked
from compliance.casework.views.cases import case_page
from portal.core.exceptions import ActionRefused


@unlocked
def propose(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    case = case_to_change(desk, uuid)
    if not guidance_drafts.may_become_guidance(case):
        raise Http404
    form = GuidanceForm(get_post_data(request), initial={"token": uuid4()})
    if request.method == "POST" and form.is_valid():
        cleaned = {name: form.cleaned_data[name] for name in ("title", "question", "answer", "token")}
        try:
            guidance_drafts.propose_guidance(case=case, actor=desk.user, keys=desk.keys, at=desk.now, **cleaned)
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(
                request, _("Sent to the content editors as a draft. Nothing in it leads back to this case.")
            )
            return go("cases:conversation", case.pk)
    return case_page(request, desk, case, "conversation", "guidance.html", form=form)
